/**
 * For a text: the characters that are read, each on a ground that is the stronger the more the chosen prediction hangs on it:
 * ‖∂ log p/∂x‖ of the character that comes next at the followed step, as it is, on a scale of powers of ten that is the same
 * for every row and every model.
 */

import { magnitude } from './format';
import type { RowKind } from './row';
import { TextRow, type TextRowSpec } from './text-row';

/** log10 of what leaves the ground as it is, and of what fills it. */
const RANGE = [-6, 0] as const;

export const reachRows: RowKind = (run, words) => (run.runsOn && run.loss === 'crossEntropy' ? [new TextRow(REACH, words)] : []);

/** How strong the ground is for a magnitude: from nothing, at 10⁻⁶ and below, to full, at 1 and above. */
export function strengthOf(log10: number): number {
  if (Number.isNaN(log10)) return 0;
  return Math.max(0, Math.min(1, (log10 - RANGE[0]) / (RANGE[1] - RANGE[0])));
}

const REACH: TextRowSpec = {
  id: 'reach',
  pass: 'backward',
  texts: ({ reach }) => reach,
  about: ({ followed }) => followed,
  read: (lane) => {
    const all = lane.field('log10GradInput');
    const { followed } = lane;
    return all.map((log10, step) => (followed === null || step > followed ? NaN : log10));
  },
  strengthOf,
  characterAt: ({ inputLabels, probe }, step) => inputLabels?.[probe.symbols?.[step] ?? -1] ?? '',
  result: ({ reach }, _, followed) => ({ text: followed === null ? reach.choose : reach.range, title: reach.explanation }),
  say: magnitude,
};
