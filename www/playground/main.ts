/** Starts the playground once its code and the texts of the visitor's language are there; they are fetched side by side. */

import { describeFailure } from '../element/errors';
import { loadPart } from '../engine/part';
import { loadMessages } from '../i18n';
import { installServiceWorker } from '../offline/install';
import { holdNotStarted, removeNotStarted, showNotStarted } from '../offline/not-started';
import '../views/cells/document-styles';
import { preferredLanguage } from './preferences';

const language = preferredLanguage({ lang: new URLSearchParams(location.hash.slice(1)).get('lang') ?? undefined });
holdNotStarted();
void Promise.all([loadPart(() => import('./playground')), loadMessages(language)]).then(
  ([{ open }]) => {
    removeNotStarted();
    open(language);
  },
  async (failure: unknown) => showNotStarted((await describeFailure(failure, language)).message),
);
installServiceWorker();
