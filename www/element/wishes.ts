/** How much of an element can be touched: the attribute `controls`. */

import type { ParameterKey } from './parameters';
import { findParameter, PARAMETERS } from './parameters';

export interface Wishes {
  /** Play, one step, start over. */
  buttons: boolean;
  speed: boolean;
  parameters: readonly ParameterKey[];
}

/** The words that are no parameters. */
export const CONTROL_WORDS = ['none', 'play', 'speed', 'full'] as const;
/** Shown by `full`; a passage is only half of a text, and the window has its own cell. */
const FULL: readonly ParameterKey[] = PARAMETERS.map(({ key }) => key);

export function readWishes(host: Element): Wishes {
  const words = wishedControls(host);
  if (words.includes('full')) return { buttons: true, speed: true, parameters: FULL };
  const parameters = words.flatMap((word) => keyOf(word) ?? []);
  return { buttons: words.includes('play'), speed: words.includes('speed'), parameters: [...new Set(parameters)] };
}

/** The words that mean nothing. */
export function unknownControls(host: Element): string[] {
  return wishedControls(host).filter((word) => keyOf(word) === null && !CONTROL_WORDS.some((known) => known === word));
}

/** The bare attribute is the buttons. */
function wishedControls(host: Element): string[] {
  const text = host.getAttribute('controls');
  if (text === null) return [];
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return words.length === 0 ? ['play'] : words;
}

/** `forgetBias` and `forget-bias` are the same parameter. */
function keyOf(word: string): ParameterKey | null {
  return findParameter(word.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()))?.key ?? null;
}
