/** What the gradient is taken with respect to, in the hero chart. */

import type { LaneFrame, StageFrame } from '../engine/frame';

export const QUANTITIES = ['hidden', 'cell', 'input'] as const;
/** The hidden state, the cell state (of cells that have one; the others show the hidden state), or the input. */
export type Quantity = (typeof QUANTITIES)[number];

/** Those that the lanes on stage have. */
export function quantitiesOf(frame: StageFrame | null): Quantity[] {
  return QUANTITIES.filter((quantity) => quantity !== 'cell' || frame?.lanes.some((lane) => lane.has('log10GradCell', 0)) === true);
}

/** [T]: log10 of the norm of the loss's gradient with respect to the quantity at every step. */
export function gradientNorms(lane: LaneFrame, quantity: Quantity, layer: number): Float32Array {
  if (quantity === 'input') return lane.field('log10GradInput');
  return lane.field(quantity === 'cell' && lane.has('log10GradCell', layer) ? 'log10GradCell' : 'log10GradHidden', layer);
}
