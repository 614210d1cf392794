/** The order of a lane's units, from top to bottom: the most persistent on top. */

import type { LaneFrame } from '../engine/frame';
import { specOf } from './cells/spec';

/**
 * How persistent each unit is on the probe: how much its gate keeps of the past on average, or, where
 * there is none, the state's autocorrelation at lag one; of a complex state that of its magnitude.
 */
export function persistence(lane: LaneFrame, layer: number): Float32Array {
  const { steps, units } = lane.run;
  const { keepingGate, keepsAt } = specOf(lane.cell);
  const result = new Float32Array(units);
  if (keepingGate !== null) {
    const gate = lane.field(`gates.${keepingGate}`, layer);
    for (let step = 0; step < steps; step++) {
      for (let unit = 0; unit < units; unit++) {
        const value = gate[step * units + unit]!;
        result[unit]! += (keepsAt === 1 ? value : 1 - value) / steps;
      }
    }
    return result;
  }
  const state = lane.field(lane.has('modulus', layer) ? 'modulus' : 'hidden', layer);
  for (let unit = 0; unit < units; unit++) {
    let mean = 0;
    for (let step = 0; step < steps; step++) mean += state[step * units + unit]! / steps;
    let variance = 0;
    let covariance = 0;
    for (let step = 0; step < steps; step++) {
      const here = state[step * units + unit]! - mean;
      variance += here * here;
      if (step > 0) covariance += here * (state[(step - 1) * units + unit]! - mean);
    }
    result[unit] = variance > 0 ? covariance / variance : 0;
  }
  return result;
}

/** The units by falling persistence; equal ones keep their order. */
export function unitOrder(lane: LaneFrame, layer: number): Uint16Array {
  const score = persistence(lane, layer);
  const order = Uint16Array.from(score, (_, unit) => unit);
  return order.sort((a, b) => score[b]! - score[a]! || a - b);
}
