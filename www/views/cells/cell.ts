/** One cell on the page: how it looks, how its diagram is drawn, which formulas it has. Its words stand in the languages. */

import type { Experiment } from '../../generated/types';
import type { Drawing } from './drawing';
import type { ExactStep, Product } from './exact';
import type { Formulas } from './formulas';
import type { CellLook } from './look';
import type { Reading } from './reading';

/** `input` is what the cell reads at the step, in words. */
export type Diagram = (reading: Reading, experiment: Experiment, input: string) => Drawing;

export interface CellView {
  look: CellLook;
  diagram: Diagram;
  formulas: (step: ExactStep) => Formulas;
  /** The sums over an input that the formulas have, where they are not those of W_ih and W_hh. */
  products?: (step: ExactStep) => { title: string; head: string[]; products: Product[] }[];
  /** By what every step back multiplies the gradient of the unit's state, whatever the input; only of a linear memory. */
  factor?: (step: ExactStep) => number;
  /** The letters of its gates in formulas; none for a cell without gates. */
  letters: Readonly<Record<string, string>>;
}
