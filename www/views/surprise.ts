/**
 * For a text: the character that comes next at every step, on a ground that is the stronger the more it surprised the model,
 * −log₂ of the probability that the model gave it. As a row of answers: who chooses a character there follows its loss.
 */

import { value } from './format';
import type { RowKind } from './row';
import { TextRow, type TextRowSpec } from './text-row';

/** Bits from which a ground is full. */
const MOST_BITS = 8;

export const surpriseRows: RowKind = (run, words) => (run.runsOn && run.loss === 'crossEntropy' ? [new TextRow(SURPRISE, words)] : []);

/** The bits of surprise at each step; NaN where nothing is asked. `outputs` is [T, V], probabilities. */
export function surprises(outputs: Float32Array, targets: readonly unknown[], classes: number): Float32Array {
  return Float32Array.from(targets, (target, step) => (typeof target === 'number' ? -Math.log2(Math.max(outputs[step * classes + target]!, 1e-38)) : NaN));
}

const SURPRISE: TextRowSpec = {
  id: 'surprise',
  pass: 'forward',
  yields: true,
  texts: ({ surprise }) => surprise,
  about: () => null,
  read: (lane) => surprises(lane.field('outputs'), lane.run.probe.targets, lane.run.outputs),
  strengthOf: (bits) => Math.min(1, bits / MOST_BITS),
  characterAt: ({ outputLabels, probe }, step) => {
    const target = probe.targets[step];
    return (typeof target === 'number' ? outputLabels?.[target] : null) ?? '';
  },
  result: ({ surprise }, bits) => ({
    text: bits.length === 0 ? '' : surprise.bits((bits.reduce((sum, each) => sum + each, 0) / bits.length).toFixed(1)),
    title: surprise.mean,
  }),
  say: (bits, { surprise }) => surprise.bits(value(bits, 1)),
};
