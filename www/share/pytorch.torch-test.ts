/** The script, run with PyTorch. Not among the ordinary tests: `cargo xtask test --torch`. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import type { CellKind, Experiment } from '../generated/types';
import { python, replay, type Case } from './pytorch.cases';

const SMALL = { length: 20, shortest: 5, units: 7, batch: 4 };

const CASES: readonly (Case & { name: string })[] = [
  { name: 'a tanh rnn', cell: 'rnn', experiment: SMALL, updates: 20 },
  { name: 'a relu rnn of two layers', cell: 'rnn', experiment: { ...SMALL, activation: 'relu', layers: 2, init: 'identity', radius: 0.9 }, updates: 20 },
  { name: 'an lstm', cell: 'lstm', experiment: { ...SMALL, task: 'order', clipBy: 'value', clip: 0.1 }, updates: 20 },
  { name: 'an lstm of two layers, truncated', cell: 'lstm', experiment: { ...SMALL, task: 'copy', length: 24, layers: 2, truncate: 5 }, updates: 20 },
  { name: 'a gru that resets after the product', cell: 'gru', experiment: { ...SMALL, task: 'parity', init: 'orthogonal' }, updates: 20 },
  { name: 'a gru of two layers that resets before the product', cell: 'gru', experiment: { ...SMALL, task: 'brackets', resetGate: 'before', layers: 2, optimizer: 'rmsprop', rate: 0.002 }, updates: 20 },
  { name: 'a window of two layers', cell: 'window', experiment: { ...SMALL, task: 'text', window: 4, layers: 2, optimizer: 'momentum' }, updates: 20, text: 'Ein Text mit Ümlauten, 中文 und "Zitaten".' },
  { name: 'a minGRU of two layers', cell: 'mingru', experiment: { ...SMALL, task: 'order', layers: 2 }, updates: 20 },
  { name: 'an lstm whose forget gate is held', cell: 'lstm', experiment: { ...SMALL, hold: 'forget:1' }, updates: 20 },
  { name: 'a gru of two layers with held gates', cell: 'gru', experiment: { ...SMALL, layers: 2, hold: 'reset:0.5,update:0.9' }, updates: 20 },
  { name: 'a gru that resets before the product, its reset gate held', cell: 'gru', experiment: { ...SMALL, resetGate: 'before', hold: 'reset:0.3' }, updates: 20 },
  { name: 'a minGRU whose gate is held', cell: 'mingru', experiment: { ...SMALL, hold: 'update:0.25' }, updates: 20 },
  { name: 'attention', cell: 'attention', experiment: { ...SMALL, task: 'order', heads: 2 }, updates: 20 },
  { name: 'attention of two blocks with learned positions', cell: 'attention', experiment: { ...SMALL, task: 'adding', layers: 2, position: 'learned' }, updates: 20 },
  { name: 'attention with as many weights as a gru', cell: 'attention', experiment: { ...SMALL, task: 'order', cells: ['gru', 'attention'], match: 'weights', units: 16, heads: 2 }, updates: 20 },
  { name: 'an lru', cell: 'lru', experiment: { ...SMALL, task: 'order' }, updates: 20 },
  { name: 'an lru of two layers, truncated', cell: 'lru', experiment: { ...SMALL, task: 'adding', layers: 2, truncate: 6, rMin: 0.3, rMax: 0.95, phaseMax: 1 }, updates: 20 },
  { name: 'a squared error', cell: 'gru', experiment: { ...SMALL, task: 'adding', init: 'xavier', optimizer: 'sgd', clip: null }, updates: 20 },
  { name: 'a squared error, truncated', cell: 'rnn', experiment: { ...SMALL, task: 'adding', init: 'normal', truncate: 7 }, updates: 20 },
  { name: 'a norm beyond the squares of float32, clipped', cell: 'rnn', experiment: { ...SMALL, activation: 'relu', init: 'orthogonal', radius: 5, length: 60, shortest: 60, optimizer: 'sgd', rate: 0.001 }, updates: 2 },
  { name: 'a loss of fourteen digits', cell: 'rnn', experiment: { ...SMALL, activation: 'relu', init: 'identity', radius: 4, length: 24, shortest: 24, task: 'adding', clip: null }, updates: 0 },
  { name: 'images', cell: 'gru', experiment: { ...SMALL, task: 'digits' }, updates: 20, data: 'digits.safetensors' },
  { name: 'utterances, asked at every frame', cell: 'lstm', experiment: { ...SMALL, task: 'speech' }, updates: 20, data: 'speech.safetensors' },
  { name: 'recordings, asked at the end', cell: 'rnn', experiment: { ...SMALL, task: 'gesture' }, updates: 5, data: 'gesture.safetensors' },
  { name: 'sentences', cell: 'gru', experiment: { ...SMALL, task: 'sentiment' }, updates: 20, data: 'sentiment.txt' },
  { name: 'digits in English words', cell: 'lstm', experiment: { ...SMALL, task: 'translate' }, updates: 20 },
  { name: 'Chinese words in digits', cell: 'gru', experiment: { ...SMALL, task: 'translate', translation: 'chineseToDigits' }, updates: 20 },
  { name: 'a text whose last part is held out', cell: 'lstm', experiment: { ...SMALL, task: 'text', heldOut: 0.3 }, updates: 20, text: 'Lang lebe der Text, der am Ende noch etwas hat, das niemand liest.' },
  { name: 'tags of every word', cell: 'gru', experiment: { ...SMALL, task: 'entities' }, updates: 20, data: 'entities/english.txt' },
  { name: 'a series', cell: 'lstm', experiment: { ...SMALL, task: 'series', series: 'co2' }, updates: 20, data: 'series/co2.safetensors' },
  { name: 'tags of every Chinese word', cell: 'rnn', experiment: { ...SMALL, task: 'entities', sentences: 'chinese' }, updates: 20, data: 'entities/chinese.txt' },
  { name: 'a passage that ships', cell: 'gru', experiment: { ...SMALL, task: 'text', heldOut: 0.2 }, updates: 20, text: readFileSync(fileURLToPath(new URL('../../data/text/chinese.txt', import.meta.url)), 'utf8') },
  { name: 'films', cell: 'rnn', experiment: { ...SMALL, task: 'video' }, updates: 20 },
  { name: 'gradients far below double precision', cell: 'rnn', experiment: { ...SMALL, length: 200, radius: 0.01 }, updates: 0 },
];

describe('the script in PyTorch', () => {
  test.each(CASES)('$name: the same gradient norms, and the same run from the seed', { timeout: 120_000 }, (each) => {
    const printed = python(replay(each).script, [], ['--train']);
    const [onView, afterTraining] = [...printed.matchAll(/largest relative difference: (\S+)/g)].map((found) => Number(found[1]));
    expect(onView).toBeLessThan(1e-9);
    // Trained in float32 by both, each with its own order of sums.
    expect(Number(/largest difference of a weight from the page's: (\S+)/.exec(printed)?.[1])).toBeLessThan(each.updates === 0 ? 1e-9 : 1e-4);
    expect(afterTraining).toBeLessThan(0.01);
  });
});

test('a lane that diverged: the script has its last finite weights, and part 1 agrees', { timeout: 120_000 }, () => {
  const { script } = replay({ cell: 'rnn', experiment: { ...SMALL, activation: 'relu', init: 'orthogonal', radius: 3, length: 40, shortest: 40, optimizer: 'sgd', rate: 1, clip: null }, updates: 200 });
  const printed = python(script, [], ['--train']);
  expect(printed).toMatch(/largest relative difference: \d|no finite loss, so no gradient/);
});

test('a sequence whose states overflow: neither side has a finite loss, and the script says so', { timeout: 120_000 }, () => {
  const { script, trace } = replay({ cell: 'rnn', experiment: { ...SMALL, activation: 'relu', init: 'identity', radius: 10, length: 400, task: 'adding' }, updates: 0 });
  expect(Number.isFinite(trace.loss)).toBe(false);
  expect(python(script, [])).toContain('no finite loss, so no gradient');
});

describe('the lines of docs/weights.md', () => {
  const lines = /```python\n(.*?)```/s.exec(readFileSync(fileURLToPath(new URL('../../docs/weights.md', import.meta.url)), 'utf8'))![1]!;
  /** Runs the lines on a cell's file and prints what the two modules are. */
  const load = (cell: CellKind, experiment: Partial<Experiment>): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'vanishing-point-')), 'weights.safetensors');
    writeFileSync(file, replay({ cell, experiment: { ...SMALL, layers: 2, ...experiment }, updates: 1 }).weights);
    return python(`${lines.replace('"weights.safetensors"', JSON.stringify(file))}\nprint(cell, readout)\n`, []);
  };

  test('load an LSTM, a GRU and an RNN strictly, and the readout', { timeout: 120_000 }, () => {
    expect(load('lstm', {})).toMatch(/^LSTM\(\d+, \d+, num_layers=2, batch_first=True\) Linear\(/);
    expect(load('gru', {})).toMatch(/^GRU\(/);
    expect(load('rnn', { activation: 'relu' })).toMatch(/^RNN\(/);
  });

  test('stop at a GRU that resets before the product', { timeout: 120_000 }, () => {
    expect(() => load('gru', { resetGate: 'before' })).toThrow(/Missing key\(s\) in state_dict: "weight_ih_l0"/);
  });
});
