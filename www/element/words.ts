/** The attributes that hold a word, several words or an address, and what is wrong with them. */

import type { Experiment } from '../generated/types';
import { LANGUAGES, parseLanguage } from '../i18n/languages';
import { PANEL_NAMES, unknownPanels } from './panels';
import { CONTROL_WORDS, unknownControls } from './wishes';
import { changedKeys } from './validate';

/** These are looked at when they change. */
export const REPORTED: readonly string[] = ['panels', 'controls', 'theme', 'lang', 'loading', 'playground'];

const THEMES = ['light', 'dark', 'auto'];
const LOADING = ['lazy', 'eager'];

/** Whether an attribute is HTML's own `hidden`, which hides an element, and not the number of hidden units. */
export function hides(name: string, value: string): boolean {
  return name === 'hidden' && ['', 'hidden', 'until-found'].includes(value.toLowerCase());
}

/** What an attribute holds that means nothing, and what it may hold; null when all is well. */
export function unknownWords(host: Element, name: string): { given: string; allowed: string } | null {
  const text = host.getAttribute(name);
  if (text === null) return null;
  const problem = (given: string, ...allowed: string[]) => (given === '' ? null : { given, allowed: allowed.join(', ') });
  switch (name) {
    case 'panels':
      return problem(unknownPanels(host).join(', '), 'all', ...PANEL_NAMES);
    case 'controls':
      return problem(unknownControls(host).join(', '), ...CONTROL_WORDS, 'length, rate, …');
    case 'theme':
      return problem(THEMES.includes(text) ? '' : text, ...THEMES);
    case 'lang':
      return problem(parseLanguage(text) === null ? text : '', ...LANGUAGES);
    case 'loading':
      return problem(LOADING.includes(text) ? '' : text, ...LOADING);
    default:
      return problem(addressOf(text) === null ? text : '', 'https://…');
  }
}

/** The playground with an experiment in force; null where there is no address, or none that can be linked to. */
export function playgroundLink(text: string | null, experiment: Experiment): string | null {
  const address = text === null ? null : addressOf(text);
  if (address === null) return null;
  address.hash = new URLSearchParams(changedKeys(experiment)).toString().replaceAll('%2C', ',');
  return address.href;
}

function addressOf(text: string): URL | null {
  const address = URL.canParse(text, document.baseURI) ? new URL(text, document.baseURI) : null;
  return address !== null && ['http:', 'https:', 'file:'].includes(address.protocol) ? address : null;
}
