/** What the task `translate` reads and asks, as text. */

import type { RunDescription } from '../generated/types';

/** What stands before the separator in the sequence on view, and what should be written after it. */
export function parted({ probe, inputLabels, outputLabels }: Pick<RunDescription, 'probe' | 'inputLabels' | 'outputLabels'>): { source: string; target: string } {
  const text = (probe.symbols ?? []).map((symbol) => inputLabels?.[symbol] ?? '').join('').replaceAll('␣', ' ');
  const target = probe.targets.map((each) => (typeof each === 'number' ? (outputLabels?.[each] ?? '') : '')).join('').replaceAll('␣', ' ');
  return { source: text.split('=')[0] ?? '', target: target.replace('.', '') };
}

/** What was written up to the end that the model set; with an ellipsis where it set none. */
export function untilEnd(written: string): string {
  const end = written.indexOf('.');
  return end === -1 ? `${written}…` : written.slice(0, end);
}

/** What a visitor typed as the models read it: in small letters, half as wide as Chinese keyboards write digits and commas, one space for many. */
export const asRead = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ');

export const isDigits = (text: string): boolean => /^\d+$/.test(text);

/** Whether a number is never learned from, by the rule of src/data/task/translate.rs; null for what is no number from 0 to 9999 in digits. */
export function isHeldOut(digits: string): boolean | null {
  if (!/^\d{1,4}$/.test(digits)) return null;
  const number = Number(digits);
  return number >= 20 && (Math.imul(number, 2_654_435_761) >>> 16) % 5 === 0;
}
