/** Starts the playground once its code and the texts of the visitor's language are there; they are fetched side by side. */

import { describeFailure } from '../element/errors';
import { loadPart } from '../engine/part';
import { loadMessages } from '../i18n';
import { installServiceWorker } from '../offline/install';
import { holdNotStarted, removeNotStarted, showNotStarted } from '../offline/not-started';
import '../views/cells/document-styles';
import { showReport } from '../element/uncaught';
import { preferredLanguage } from './preferences';

/** The playground; in the offline file a link to a lesson opens the course in its place, as does a package for learning platforms. */
function start(): void {
  const language = preferredLanguage({ lang: new URLSearchParams(location.hash.slice(1)).get('lang') ?? undefined });
  holdNotStarted();
  void Promise.all([loadPart(() => import('./playground')), loadMessages(language)]).then(
    ([{ open }]) => {
      removeNotStarted();
      open(language);
    },
    async (failure: unknown) => {
      const { message } = await describeFailure(failure, language);
      // In the same page: WebKit keeps a script that did not come for as long as a page would be loaded anew.
      if (!(failure instanceof Error && await showReport(failure, language, { message, again: start }))) showNotStarted(message);
    },
  );
}

if (__ONE_FILE__ && (new URLSearchParams(location.hash.slice(1)).has('lesson') || document.querySelector('meta[name="vanishing-point-course"]') !== null)) void import('../lessons/one-file').then(({ openInPlace }) => openInPlace());
else start();
installServiceWorker();
