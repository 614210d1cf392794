import { describe, expect, test } from 'vitest';

import { LaneFrame, type StageFrame } from '../engine/frame';
import type { CellKind, Divergence, RunDescription } from '../generated/types';
import { MOST_RECORDS, RECORDED, Records } from './records';

const layout = RECORDED.map((name, offset) => ({ name, layer: null, shape: [], offset }));
const run = { layout } as unknown as RunDescription;

function frame(update: number, diverged: CellKind | null = null): StageFrame {
  const lanes = (['rnn', 'lstm'] as const).map((cell, index) => {
    const data = Float32Array.from(RECORDED, (_, column) => update + index / 2 + column / 16);
    return new LaneFrame(cell, run, data, 0, cell === diverged ? ({ update } as Divergence) : null, null);
  });
  return { update, lanes };
}

function recorded(updates: Iterable<number>): Records {
  const records = new Records();
  records.restart(frame(0));
  for (const update of updates) records.record(frame(update));
  return records;
}

const updatesOf = (records: Records) => [...records.rows()].filter(({ cell }) => cell === 'rnn').map(({ update }) => update);

describe('the records of a run', () => {
  test('hold the numbers of every lane at every update that was shown', () => {
    const rows = [...recorded([0, 3]).rows()];
    expect(rows.map(({ update, cell }) => [update, cell])).toEqual([[0, 'rnn'], [0, 'lstm'], [3, 'rnn'], [3, 'lstm']]);
    expect(rows[3]).toEqual({ update: 3, cell: 'lstm', loss: 3.5, accuracy: 3.5625, probeLoss: 3.625, trainLoss: 3.6875, gradNorm: 3.75, log10Ratio: 3.8125, log10RatioMemory: 3.875 });
  });

  test('give up every second update when there are too many, never the first or the newest', () => {
    const last = 5 * MOST_RECORDS + 1;
    const updates = updatesOf(recorded(Array.from({ length: last + 1 }, (_, update) => update)));
    expect(updates.length).toBeLessThanOrEqual(MOST_RECORDS);
    expect(updates.length).toBeGreaterThan(MOST_RECORDS / 3);
    expect([updates[0], updates.at(-1)]).toEqual([0, last]);
    expect(updates).toEqual([...new Set(updates)].sort((a, b) => a - b));
  });

  test('follow a run that was taken back', () => {
    expect(updatesOf(recorded([0, 10, 20, 30, 15, 18]))).toEqual([0, 10, 15, 18]);
  });

  test('leave out a lane from the update on at which it diverged', () => {
    const records = recorded([0]);
    records.record(frame(1, 'rnn'));
    expect([...records.rows()].map(({ update, cell }) => [update, cell])).toEqual([[0, 'rnn'], [0, 'lstm'], [1, 'lstm']]);
  });
});
