/** One step of one unit as a frame shows it: values, and the magnitudes of gradients as log10. Steps count from 0. */

import type { LaneFrame } from '../../engine/frame';
import { referenceNorm } from '../reference';
import type { ExactStep } from './exact';

export class Reading {
  readonly lane: LaneFrame;
  readonly layer: number;
  readonly step: number;
  readonly unit: number;
  /** The same in double precision, with the sums over weights; null while training runs. */
  readonly exact: ExactStep | null;
  /** What the passes on view have reached. */
  readonly reached: { forward: boolean; backward: boolean };
  readonly #reference: number;

  constructor(lane: LaneFrame, place: { layer: number; step: number; unit: number }, exact: ExactStep | null, reached: { forward: boolean; backward: boolean }, relative: boolean) {
    this.lane = lane;
    this.layer = place.layer;
    this.step = place.step;
    this.unit = place.unit;
    this.exact = exact;
    this.reached = reached;
    this.#reference = relative ? referenceNorm(lane.field('log10GradHidden', place.layer)) : 0;
  }

  hidden(offset = 0): number | null {
    return this.#forward('hidden', offset);
  }

  cell(offset = 0): number | null {
    return this.#forward('cell', offset);
  }

  /** |s| of a complex state. */
  modulus(offset = 0): number | null {
    return this.#forward('modulus', offset);
  }

  gate(name: string, offset = 0): number | null {
    return this.#forward(`gates.${name}`, offset);
  }

  /** log10 of |∂L/∂h|, on the chart's scale; null when not reached, −∞ where nothing arrives. */
  gradHidden(offset = 0): number | null {
    return this.#backward('log10AbsGradHidden', offset);
  }

  gradCell(offset = 0): number | null {
    return this.#backward('log10AbsGradCell', offset);
  }

  /** A number of double precision on the chart's scale. */
  scaled(gradient: number | undefined): number | null {
    return gradient === undefined || !this.reached.backward ? null : Math.log10(Math.abs(gradient)) - this.#reference;
  }

  /** Whether no gradient passes from the step at the offset to the one before it. */
  isCut(truncate: number, offset: number): boolean {
    const step = this.step + offset;
    return step <= 0 || step >= this.lane.run.steps || (truncate > 0 && step % truncate === 0);
  }

  #forward(field: string, offset: number): number | null {
    const step = this.step + offset;
    if (step < 0) return 0;
    return this.reached.forward ? this.#at(field, step) : null;
  }

  #backward(field: string, offset: number): number | null {
    const step = this.step + offset;
    if (!this.reached.backward) return null;
    return step >= this.lane.run.steps ? -Infinity : this.#at(field, step) - this.#reference;
  }

  #at(field: string, step: number): number {
    return this.lane.field(field, this.layer)[step * this.lane.run.units + this.unit]!;
  }
}

/** log10 of a gradient times values; null as soon as one of them is. */
export function times(log10: number | null, ...factors: (number | null)[]): number | null {
  let result = log10;
  for (const factor of factors) {
    if (result === null || factor === null) return null;
    result += Math.log10(Math.abs(factor));
  }
  return result;
}

/** A function of values that may not be known yet. */
export function known<Values extends number[]>(compute: (...values: Values) => number, ...values: { [Index in keyof Values]: number | null }): number | null {
  return values.includes(null) ? null : compute(...(values as unknown as Values));
}
