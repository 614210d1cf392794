/** The part of the URL after `#`: the experiment's keys, then what is looked at. A link gives the same run. */

import type { Experiment } from '../generated/types';
import { findParameter } from '../element/parameters';
import { changedKeys, parse } from '../element/validate';

/** The keys that are no parameters of the experiment. */
export interface ViewKeys {
  t?: number | undefined;
  unit?: number | undefined;
  /** What the gradient of the chart is with respect to: hidden, cell, input. */
  gradient?: string | undefined;
  panels?: string | undefined;
  lang?: string | undefined;
  theme?: string | undefined;
  hide?: string | undefined;
}

export interface Address {
  /** The experiment's keys as given, not validated yet. */
  given: Record<string, unknown>;
  view: ViewKeys;
  /** Keys that no one knows; they stay in the address. */
  unknown: [string, string][];
}

const WORDS = ['gradient', 'panels', 'lang', 'theme', 'hide'] as const;
const NUMBERS = ['t', 'unit'] as const;

export function readAddress(hash: string): Address {
  const address: Address = { given: {}, view: {}, unknown: [] };
  for (const [key, text] of new URLSearchParams(hash.replace(/^#/, ''))) {
    const number = NUMBERS.find((name) => name === key);
    const word = WORDS.find((name) => name === key);
    if (findParameter(key) !== undefined) address.given[key] = parse(key, text);
    else if (word !== undefined) address.view[word] = text;
    else if (number !== undefined && /^[1-9]\d{0,3}$/.test(text)) address.view[number] = Number(text);
    else address.unknown.push([key, text]);
  }
  return address;
}

/** The hash of an experiment and a view: what is as by default is left out, what is unknown is kept. */
export function writeAddress(experiment: Experiment, view: ViewKeys, unknown: readonly [string, string][]): string {
  const entries: [string, string][] = [...changedKeys(experiment)];
  for (const key of [...NUMBERS, ...WORDS]) {
    const value = view[key];
    if (value !== undefined) entries.push([key, String(value)]);
  }
  entries.push(...unknown);
  // Commas are legal in a fragment, and a list reads better with them.
  const text = new URLSearchParams(entries).toString().replaceAll('%2C', ',');
  return text === '' ? '' : `#${text}`;
}
