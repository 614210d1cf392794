/** The formulas of the linear recurrent unit add up, on a lane of the core, in every layer, at every kind of step. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import type { Experiment } from '../../../generated/types';
import { initSync, Lane } from '../../../generated/vanishing_point.js';
import { readSafetensors } from '../../../engine/safetensors';
import { defaults } from '../../../store/parameters';
import { ExactStep, sum, type ExactLane } from '../exact';
import { lruFormulas, lruProducts } from './formulas';
import { eigenvalue, gradState, modulus } from './numbers';

initSync({ module: readFileSync(fileURLToPath(new URL('../../../generated/vanishing_point_bg.wasm', import.meta.url))) });

function laneOf(given: Partial<Experiment>): ExactLane {
  const experiment = { ...defaults(), length: 12, shortest: 12, units: 6, batch: 4, ...given };
  const lane = new Lane(experiment, 'lru');
  lane.train(15);
  const exact = { run: lane.describe(), trace: { ...lane.trace(), ...lane.pathGains() }, weights: readSafetensors(lane.weights().slice().buffer), experiment };
  lane.free();
  return exact;
}

const WRAPS = { tanh: Math.tanh } as const;

describe.each([
  ['one loss at the end', { layers: 2 }],
  ['a loss at every step', { task: 'parity', layers: 2 }],
  ['vectors, and truncation', { task: 'adding', truncate: 5 }],
] as const)('with %s', (_, given) => {
  const lane = laneOf(given);
  test('every formula adds up to the number of the trace', () => {
    for (let layer = 0; layer < lane.run.layers; layer++) {
      for (const step of [0, 4, 5, 11]) {
        const exact = new ExactStep(lane, layer, step, 2);
        const { forward, backward } = lruFormulas(exact);
        for (const { id, wrap, terms, result } of [...forward, ...backward]) {
          const total = terms.reduce((all, factors) => all + factors.reduce((product, factor) => product * factor, 1), 0);
          const found = wrap === 'tanh' ? WRAPS.tanh(total) : total;
          // The weights are float32, the trace is made of the same numbers in double precision.
          expect(Math.abs(found - result), `${id} of layer ${layer} at step ${step}`).toBeLessThan(1e-12 * (1 + Math.abs(result)));
        }
        for (const { products } of lruProducts(exact)) expect(Number.isFinite(sum(products))).toBe(true);
      }
    }
  });
});

test('with one loss at the end every step back multiplies the gradient of a unit by |λ|', () => {
  const lane = laneOf({});
  for (let unit = 0; unit < 6; unit++) {
    const at = (step: number) => new ExactStep(lane, 0, step, unit);
    const size = (step: number) => Math.hypot(gradState(at(step)).re, gradState(at(step)).im);
    for (let step = 0; step < 11; step++) expect(size(step) / size(step + 1)).toBeCloseTo(modulus(at(step)), 12);
    const { re, im } = eigenvalue(at(0));
    expect(Math.hypot(re, im)).toBeCloseTo(modulus(at(0)), 14);
  }
});
