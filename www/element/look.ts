import type { Of } from '../engine/follow';
import type { Messages } from '../i18n';
import type { Held } from '../store/hold';
import type { Scheme } from '../views/colormap';
import type { AskedChart } from '../views/asked';
import type { Pinned } from '../views/pinned';
import type { Quantity } from '../views/quantity';
import type { Panel } from '../views/row';

/** How the stage shall look. */
export interface Look {
  words: Messages;
  scheme: Scheme;
  panels: ReadonlySet<Panel>;
  relative: boolean;
  /** What the hero chart shows the gradient of. */
  quantity: Quantity | null;
  /** The loss that is asked for; what is on view says each frame. */
  of: Of;
  /** The layer on view; null is the top one. */
  layer: number | null;
  presenting: boolean;
  /** Whether the stage fills its box, and scrolls inside it. */
  fills: boolean;
  /** Whether the viewer may choose what the chart shows, and how. */
  tools: boolean;
  /** Whether what gives the answer away is hidden, from eyes and ears. */
  outcomeHidden: boolean;
  /** Whether gradients are clipped, so that a diverged lane needs no advice to. */
  clipped: boolean;
  /** k of truncated backpropagation, 0 for none. */
  truncate: number;
  /** The gates that are held, with their values. */
  held: Held;
  seed: number;
  /** Another run that stays on view, dotted. */
  pinned: Pinned | null;
  /** The curve that a reader expected, relative to the last step. */
  expected: Float64Array | null;
  /** The chart without curves, to be drawn in. */
  asked: AskedChart | null;
  /** Whether lanes show the one gate that keeps, and unfold the rest; else all rows of the panels are on view. */
  folds: boolean;
  /** Whether the stage stands on the playground's own page. */
  own: boolean;
  /** Where *What happens later?* leads to; null for nowhere. */
  later: string | null;
}
