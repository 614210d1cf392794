/** The few words of the still picture: they are there before any other text has been loaded. */

import { cellsTexts } from './cells.ts';

export const posterTexts = {
  cells: cellsTexts.cells,
  title: 'How much of the error gets back to step 1?',
  /** What the picture is a picture of. */
  recorded: (update: number, steps: number) => `A still picture of a recorded run: the gradient at each of ${steps} steps, relative to the last, update ${update}.`,
  /** Where no run of this experiment was recorded. */
  unrecorded: 'Gradient by time step. There is no recorded picture of this experiment.',
  /** What has to happen before it moves. */
  waits: 'Training starts when this comes into view.',
  /** While it comes. */
  loads: 'Loading …',
};
