/** What the gradient is taken with respect to, in the hero chart. */

import type { LaneFrame, StageFrame } from '../engine/frame';
import { together } from '../story/share';
import { specOf } from './cells/spec';

export const QUANTITIES = ['memory', 'hidden', 'states', 'input'] as const;
/** What each cell carries its memory in, the hidden state of all, all states of each together, or the input. */
export type Quantity = (typeof QUANTITIES)[number];

/** Those in which the lanes on stage differ: where every memory is the hidden state, that stands for all states. */
export function quantitiesOf(frame: StageFrame | null): Quantity[] {
  const plain = frame?.lanes.every(({ cell }) => specOf(cell).memory === 'h') !== false;
  return plain ? ['hidden', 'input'] : [...QUANTITIES];
}

/** What all lanes on stage have alike: what carries the memory, or ∂L/∂x as soon as one of them carries no state. */
export function suitingQuantity(frame: StageFrame | null): Quantity {
  return frame?.lanes.every(({ cell }) => specOf(cell).carried.length > 0) === false ? 'input' : 'memory';
}

/** The states (`h`, `c`, `s`) that a quantity means in a lane; none for the input. */
export function statesOf({ cell }: Pick<LaneFrame, 'cell'>, quantity: Quantity): readonly string[] {
  const { memory, states } = specOf(cell);
  switch (quantity) {
    case 'memory':
      return [memory];
    case 'hidden':
      return ['h'];
    case 'states':
      return states;
    case 'input':
      return [];
  }
}

/** [T]: log10 of the norm of the loss's gradient with respect to the quantity at every step. */
export function gradientNorms(lane: LaneFrame, quantity: Quantity, layer: number): Float32Array {
  if (quantity === 'input') return lane.field('log10GradInput');
  const states = statesOf(lane, quantity);
  const hidden = lane.field('log10GradHidden', layer);
  if (states.every((state) => state === 'h') || !lane.has('log10GradCell', layer)) return hidden;
  const cell = lane.field('log10GradCell', layer);
  return states.includes('h') ? hidden.map((each, step) => together(each, cell[step]!)) : cell;
}
