/** What a row of a lane is: one quantity over the whole time axis. */

import type { LaneFrame } from '../engine/frame';
import type { RunDescription } from '../generated/types';
import type { Messages } from '../i18n';
import type { Held } from '../store/hold';
import type { Quantity } from './quantity';
import type { TimeScale } from './scale';
import type { Theme } from './theme';

/** Everything that the stage can show, in the order of the page. */
export const PANELS = ['hero', 'input', 'facts', 'state', 'cell-state', 'gates', 'candidate', 'answer', 'gradient', 'gains', 'flow', 'cell', 'loss', 'film', 'caption'] as const;
export type Panel = (typeof PANELS)[number];
/** Those that give away how a run goes: a link may hide them until someone has made a guess. */
export const ANSWERS: readonly Panel[] = ['hero', 'facts', 'answer', 'gradient', 'gains', 'flow', 'cell', 'loss', 'film'];
/** Those that make up a lane. */
export const LANE_PANELS: readonly Panel[] = ['facts', 'state', 'cell-state', 'gates', 'candidate', 'answer', 'gradient', 'gains'];

/** Which of the two passes brings a row's numbers. */
export type Pass = 'forward' | 'backward';

/** How a row shall look and what it shows, until the next change of size, theme, language, layer or run. */
export interface RowContext {
  run: RunDescription;
  /** The layer on view, 0 at the bottom. */
  layer: number;
  /** With respect to what the chart shows gradients. */
  quantity: Quantity;
  /** The units from top to bottom. */
  order: Uint16Array;
  scale: TimeScale;
  theme: Theme;
  words: Messages;
  /** All heights are multiplied with this, so that a tall stage is filled. */
  stretch: number;
  /** Gradients relative to the last step's norm, or as they are. */
  relative: boolean;
  /** k of truncated backpropagation, 0 for none. */
  truncate: number;
  /** The gates that are held, with their values. */
  held: Held;
  /** Whether only what tells the story is on view until a lane is unfolded; scales then stand elsewhere. */
  folds: boolean;
  /** Whether a presentation is short of room: strips are lower, and rows that yield are left out. */
  yielding: boolean;
}

export interface Row {
  readonly panel: Panel;
  readonly pass: Pass;
  readonly element: HTMLElement;
  /** Height in CSS pixels before stretching, and whether it stretches. */
  readonly height: number;
  readonly stretches: boolean;
  /** Whether the row is on view only once its lane is unfolded. */
  readonly detail: boolean;
  /** Whether a presentation goes without the row where not all gradients would be in view. */
  readonly yields?: boolean;
  /** Takes its size and look; what was painted is lost. */
  lay(context: RowContext): void;
  /** Paints the columns from…to − 1 with the frame's numbers, as fresh. */
  paint(lane: LaneFrame, from: number, to: number): void;
  /** Takes over how the same row was shown before. */
  resume?(former: Row): void;
  /** Stands at its right end, in place of a scale. */
  note?(...content: (Node | string)[]): void;
  /** Everything painted so far now belongs to an earlier pass. */
  fade(): void;
  /** Marks the selected unit; the selected step (from 0) is marked for all rows together. */
  mark?(unit: number | null, step: number | null): void;
  /** Its numbers at a step (from 0), one a unit, for a table. */
  numbersAt?(lane: LaneFrame, step: number): { label: string; texts: string[] };
  /** The unit under a height in CSS pixels, where the row has units. */
  unitAt?(y: number): number | null;
}

/** A kind of row: makes none, one or several for a lane, as its cell has them. */
export type RowKind = (run: RunDescription, words: Messages) => Row[];
