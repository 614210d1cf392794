/**
 * Gate saturation (Karpathy et al. 2015): one mark a unit; to the right the share of steps at which its gate is below
 * 0.1, upwards the share at which it is above 0.9. Upper left always open, lower right always shut.
 */

import type { LaneFrame } from '../engine/frame';
import { svg } from './svg';

const SHUT = 0.1;
const OPEN = 0.9;
const SIZE = 120;
const PAD = 5;

export interface Saturation {
  /** Shares of the steps, one of each a unit. */
  shut: Float32Array;
  open: Float32Array;
}

export function saturation(gate: Float32Array, steps: number, units: number): Saturation {
  const shut = new Float32Array(units);
  const open = new Float32Array(units);
  for (let step = 0; step < steps; step++) {
    for (let unit = 0; unit < units; unit++) {
      const value = gate[step * units + unit]!;
      if (value < SHUT) shut[unit]! += 1;
      else if (value > OPEN) open[unit]! += 1;
    }
  }
  // Counted first and divided once, so that all of the steps are exactly 1.
  const share = (count: number) => count / steps;
  return { shut: shut.map(share), open: open.map(share) };
}

/** The plot of one gate, which moves as it trains: `show` costs no new elements. */
export class SaturationView {
  readonly element: SVGSVGElement;
  readonly #marks: SVGElement[] = [];
  readonly #gate: string;
  readonly #group = svg('g', { class: 'units' });

  constructor(gate: string, title: string) {
    this.#gate = gate;
    this.element = svg('svg', { viewBox: `0 0 ${SIZE} ${SIZE}`, class: 'saturation', role: 'img', 'aria-label': title },
      svg('path', { class: 'rule', d: `M${PAD},${PAD}V${SIZE - PAD}H${SIZE - PAD}` }),
      svg('path', { class: 'limit', d: `M${PAD},${PAD}L${SIZE - PAD},${SIZE - PAD}` }), this.#group);
  }

  show(lane: LaneFrame, layer: number): void {
    const { units, steps } = lane.run;
    const { shut, open } = saturation(lane.field(`gates.${this.#gate}`, layer), steps, units);
    while (this.#marks.length > units) this.#marks.pop()!.remove();
    while (this.#marks.length < units) {
      const mark = svg('circle', { r: 3.2 });
      this.#marks.push(mark);
      this.#group.append(mark);
    }
    const inner = SIZE - 2 * PAD;
    this.#marks.forEach((mark, unit) => {
      mark.setAttribute('cx', (PAD + shut[unit]! * inner).toFixed(1));
      mark.setAttribute('cy', (SIZE - PAD - open[unit]! * inner).toFixed(1));
    });
  }
}
