/** Which view shows what a run reads. */

import type { RunDescription } from '../../generated/types';
import { areLetters } from '../labels';
import { bars } from './bars';
import { curves, MOST_CURVES, rangeOf, strip } from './channels';
import { images } from './images';
import type { InputView } from './input';
import { letters } from './letters';
import { words } from './words';

/** Whether the inputs are words rather than letters. */
export const readsWords = ({ input, inputLabels }: Pick<RunDescription, 'input' | 'inputLabels'>): boolean => input.type === 'symbols' && !areLetters(inputLabels);

export function inputViewOf(run: RunDescription): InputView {
  if (run.input.type === 'image') return images;
  if (run.input.type === 'symbols') return readsWords(run) ? words : letters;
  const [least, most] = rangeOf(run);
  if (run.probe.marks.length > 0 || (run.inputs === 1 && least >= 0 && most <= 1)) return bars;
  return run.inputs > MOST_CURVES ? strip : curves;
}
