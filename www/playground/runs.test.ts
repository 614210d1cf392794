import { expect, test } from 'vitest';

import { LaneFrame } from '../engine/frame';
import { defaults } from '../store/parameters';
import { copyFrame } from '../views/pinned';
import { recordOf, runName, varying } from './runs-list';

test('runs are told apart by the keys in which any two differ', () => {
  const base = defaults();
  expect(varying([])).toEqual([]);
  expect(varying([base, { ...base }])).toEqual([]);
  expect(varying([base, { ...base, seed: 2 }, { ...base, cells: ['lstm'], hold: 'forget:1' }])).toEqual(['cells', 'hold', 'seed']);
});

test('names go on after the alphabet', () => {
  expect([0, 1, 25, 26, 53].map(runName)).toEqual(['A', 'B', 'Z', 'A2', 'B3']);
});

test('a copy of a frame keeps its numbers while those on view are written over', () => {
  const layout = ['loss', 'accuracy', 'log10RatioMemory'].map((name, offset) => ({ name, layer: null, shape: [], offset }));
  const data = Float32Array.of(0.5, 0.75, -3);
  const lane = new LaneFrame('lstm', { layout, loss: 'crossEntropy' } as never, data, 0, null, null);
  const copy = copyFrame({ update: 7, lanes: [lane] });
  data.fill(9);
  expect(copy.update).toBe(7);
  expect(recordOf(copy)).toEqual([{ cell: 'lstm', loss: 0.5, accuracy: 0.75, log10Ratio: -3, divergedAt: null }]);
});
