/** The row under the chart that shows what is read: which view a task's inputs have, and what all of them share. */

import type { RunDescription } from '../../generated/types';
import type { TimeScale } from '../scale';
import type { Theme } from '../theme';

export interface InputContext {
  run: RunDescription;
  scale: TimeScale;
  theme: Theme;
  /** In CSS pixels. */
  height: number;
  /** The selected step, from 0. */
  selected: number | null;
}

export interface InputView {
  /** What the row needs where a column is so wide, in CSS pixels. */
  height(run: RunDescription, theme: Theme, column: number): number;
  draw(canvas: CanvasRenderingContext2D, context: InputContext): void;
  /** What is written at the right end, from top to bottom: the range of what is drawn. */
  ends?(run: RunDescription): readonly string[];
}

/** Of a row of letters or bars. */
export const plainHeight = ({ small }: Theme): number => Math.max(22, small + 8);

/** The steps that stand out, as far as they are few: where every step is to be remembered, none does. */
export function markedSteps(run: RunDescription): ReadonlySet<number> {
  return new Set(run.probe.marks.length < run.steps / 2 ? run.probe.marks : []);
}
