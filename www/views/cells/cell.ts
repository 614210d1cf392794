/** One cell on the page: how it looks, how its diagram is drawn, which formulas it has. Its words stand in the languages. */

import type { Experiment } from '../../generated/types';
import type { Drawing } from './drawing';
import type { ExactStep } from './exact';
import type { Formulas } from './formulas';
import type { CellLook } from './look';
import type { Reading } from './reading';

/** `input` is what the cell reads at the step, in words. */
export type Diagram = (reading: Reading, experiment: Experiment, input: string) => Drawing;

export interface CellView {
  look: CellLook;
  diagram: Diagram;
  formulas: (step: ExactStep) => Formulas;
  /** The letters of its gates in formulas; none for a cell without gates. */
  letters: Readonly<Record<string, string>>;
}
