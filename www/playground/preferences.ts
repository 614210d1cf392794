/** Language and theme: what the address asks for, else what the visitor chose last time, else what the system has. */

import { browserLanguage, parseLanguage, type Language } from '../i18n/languages';
import type { ViewKeys } from '../store/address';

export type Theme = 'light' | 'dark' | 'auto';
export const THEMES: readonly Theme[] = ['light', 'dark', 'auto'];

export function parseTheme(wish: string | null | undefined): Theme | null {
  return THEMES.find((theme) => theme === wish?.trim().toLowerCase()) ?? null;
}

export function preferredLanguage(view: Pick<ViewKeys, 'lang'>): Language {
  return parseLanguage(view.lang) ?? remembered('language', parseLanguage) ?? browserLanguage();
}

export function preferredTheme(view: ViewKeys): Theme {
  return parseTheme(view.theme) ?? remembered('theme', parseTheme) ?? 'auto';
}

/** What the visitor chose last time; storage may be forbidden, then nothing is remembered. */
function remembered<Choice>(name: string, parse: (wish: string | null) => Choice | null): Choice | null {
  try {
    return parse(localStorage.getItem(`vanishing-point.${name}`));
  } catch {
    return null;
  }
}

export function remember(name: 'language' | 'theme', choice: string): void {
  try {
    localStorage.setItem(`vanishing-point.${name}`, choice);
  } catch {
    // The choice then lasts as long as the page.
  }
}

const LAST_RUN = 'vanishing-point.last-run';

/** Whether the browser keeps a run of the visitor's. */
export function hasLastRun(): boolean {
  try {
    return localStorage.getItem(LAST_RUN) !== null;
  } catch {
    return false;
  }
}

export function rememberLastRun(kept: boolean): void {
  try {
    if (kept) localStorage.setItem(LAST_RUN, 'kept');
    else localStorage.removeItem(LAST_RUN);
  } catch {
    // It is then not offered.
  }
}
