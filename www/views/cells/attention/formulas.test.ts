/** The formulas of an attention block add up, on a lane of the core, in every layer, at every kind of step. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import type { Experiment } from '../../../generated/types';
import { initSync, Lane } from '../../../generated/vanishing_point.js';
import { readSafetensors } from '../../../engine/safetensors';
import { defaults } from '../../../store/parameters';
import { ExactStep, type ExactLane } from '../exact';
import { attentionFormulas } from './formulas';
import { Block, headsOf } from './numbers';

initSync({ module: readFileSync(fileURLToPath(new URL('../../../generated/vanishing_point_bg.wasm', import.meta.url))) });

function laneOf(given: Partial<Experiment>): { lane: ExactLane; attention: (layer: number) => Float32Array } {
  const experiment = { ...defaults(), length: 12, shortest: 12, units: 6, batch: 4, ...given };
  const lane = new Lane(experiment, 'attention');
  lane.train(15);
  const run = lane.describe();
  const frame = new Float32Array(run.frameLength);
  lane.frame(frame);
  const exact = { run, trace: { ...lane.trace(), ...lane.pathGains() }, weights: readSafetensors(lane.weights().slice().buffer), experiment };
  lane.free();
  const attention = (layer: number) => {
    const { offset, shape } = run.layout.find((field) => field.name === 'attention' && field.layer === layer)!;
    return frame.subarray(offset, offset + shape.reduce((product, size) => product * size, 1));
  };
  return { lane: exact, attention };
}

describe.each([
  ['one loss at the end', { layers: 2, heads: 3 }],
  ['a loss at every step, learned positions', { task: 'parity', layers: 2, position: 'learned' }],
  ['vectors, without positions', { task: 'adding', position: 'none' }],
] as const)('with %s', (_, given) => {
  const { lane, attention } = laneOf(given);
  const heads = headsOf(lane.experiment.heads, 6);
  test('every formula adds up to the number of the trace', () => {
    for (let layer = 0; layer < lane.run.layers; layer++) {
      for (const step of [0, 4, 11]) {
        const { forward, preactivations, gateGradients, backward } = attentionFormulas(new ExactStep(lane, layer, step, 2));
        for (const { id, terms, result } of [...forward, ...preactivations, ...gateGradients, ...backward]) {
          const total = terms.reduce((all, factors) => all + factors.reduce((product, factor) => product * factor, 1), 0);
          expect(Math.abs(total - result), `${id} of layer ${layer} at step ${step}`).toBeLessThan(1e-12 * (1 + Math.abs(result)));
        }
      }
    }
  });
  test('a frame has the attention of every head, up to the step that reads', () => {
    for (let layer = 0; layer < lane.run.layers; layer++) {
      const all = attention(layer);
      expect(all.length).toBe(heads * 12 * 12);
      for (const t of [0, 5, 11]) {
        const { read } = new Block(new ExactStep(lane, layer, t, 0), heads);
        for (let head = 0; head < heads; head++) {
          const row = all.subarray((head * 12 + t) * 12, (head * 12 + t + 1) * 12);
          row.forEach((p, j) => expect(p).toBeCloseTo(read[head]![j] ?? 0, 6));
        }
      }
    }
  });
});
