/** Starts the playground once its code and the texts of the visitor's language are there; they are fetched side by side. */

import { loadMessages } from '../i18n';
import { keepForLater } from '../offline/keep';
import '../views/cells/document-styles';
import { preferredLanguage } from './preferences';

const language = preferredLanguage({ lang: new URLSearchParams(location.hash.slice(1)).get('lang') ?? undefined });
void Promise.all([import('./playground'), loadMessages(language)]).then(([{ open }]) => open(language));
keepForLater();
