import { describe, expect, it } from 'vitest';
import { LaneFrame, type StageFrame } from '../engine/frame';
import type { Divergence, RunDescription } from '../generated/types';
import { specOf } from './cells/spec';
import { firmGround } from './firm-ground';
import { History } from './history';

const STEPS = 3;

const run: RunDescription = {
  cell: 'rnn', spec: specOf('rnn'), steps: STEPS, layers: 1, units: 1, inputs: 1, outputs: 2, gates: [], loss: 'crossEntropy',
  baseline: { loss: 1, accuracy: 0.5 }, input: { type: 'symbols' }, answer: { type: 'classes' }, runsOn: false, heldOut: true, dataSha256: null, inputLabels: null, outputLabels: null,
  probe: { symbols: null, values: null, targets: [null, null, 0], marks: [0] },
  layout: [
    { name: 'loss', layer: null, shape: [], offset: 0 },
    { name: 'accuracy', layer: null, shape: [], offset: 1 },
    { name: 'log10GradHidden', layer: 0, shape: [STEPS], offset: 2 },
    { name: 'gradNorm', layer: null, shape: [], offset: 5 },
    { name: 'update', layer: null, shape: [], offset: 6 },
    { name: 'trainLoss', layer: null, shape: [], offset: 7 },
  ],
  frameLength: 8, inner: 0, parameterCount: 1, multiplications: 1,
};

const frameAt = (update: number): StageFrame => ({
  update,
  lanes: [new LaneFrame('rnn', run, Float32Array.from([update, 0.5, -4, -3, -1, 1, update, 2 * update]), 0, null, null)],
});

describe('the history of a run', () => {
  it('keeps gradients relative to the last step', () => {
    const history = new History();
    history.restart(frameAt(0));
    expect([...history.lanes[0]!.gradient.slice(0, STEPS)]).toEqual([-3, -2, 0]);
  });

  it('holds the last column over updates that showed no frame', () => {
    const history = new History();
    history.restart(frameAt(0));
    history.record(frameAt(5));
    expect([...history.lanes[0]!.loss.slice(0, 7)]).toEqual([0, 0, 0, 0, 0, 5, NaN]);
    expect([...history.lanes[0]!.trainLoss.slice(0, 7)]).toEqual([0, 0, 0, 0, 0, 10, NaN]);
  });

  it('widens its range in bounded memory, and every column stays within its updates', () => {
    const history = new History();
    history.restart(frameAt(0));
    for (let update = 1; update <= 10_000; update++) history.record(frameAt(update));
    const lane = history.lanes[0]!;
    expect(history.range).toBe(16_384);
    expect(lane.loss.length).toBe(256);
    const perColumn = history.range / history.columns;
    for (let column = 0; column <= history.columnOf(10_000); column++) {
      expect(lane.loss[column]).toBeGreaterThanOrEqual(column * perColumn);
      expect(lane.loss[column]).toBeLessThan((column + 1) * perColumn);
    }
    expect(lane.loss[history.columnOf(10_000) + 1]).toBeNaN();
  });

  it('survives a jump over many ranges', () => {
    const history = new History();
    history.restart(frameAt(0));
    history.record(frameAt(50));
    history.record(frameAt(100_000));
    expect(history.lanes[0]!.loss[history.columnOf(100_000)]).toBe(100_000);
    expect(history.lanes[0]!.loss[0]).toBeLessThanOrEqual(50);
  });

  it('forgets what came after a rewind, and goes on from there', () => {
    const history = new History();
    history.restart(frameAt(0));
    for (let update = 1; update <= 20; update++) history.record(frameAt(update));
    history.rewind(frameAt(7));
    expect(history.latest).toBe(7);
    expect([...history.lanes[0]!.loss.slice(6, 10)]).toEqual([6, 7, NaN, NaN]);
    history.record(frameAt(8));
    expect(history.lanes[0]!.loss[8]).toBe(8);
  });

  it('finds firm ground before a divergence: where the gradient was still ordinary', () => {
    const history = new History();
    const frame = (update: number, gradNorm: number, diverged: Divergence | null = null): StageFrame => ({
      update,
      lanes: [new LaneFrame('rnn', run, Float32Array.from([1, 0.5, -4, -3, -1, gradNorm, update, 1]), 0, diverged, null)],
    });
    history.restart(frame(0, NaN));
    for (let update = 1; update <= 20; update++) history.record(frame(update, 1 + 0.1 * update));
    history.record(frame(21, 500));
    history.record(frame(22, 5e10));
    history.record(frame(25, 5e10, { update: 23, tensor: 'loss', step: 1, message: '' }));
    expect(history.lanes[0]!.divergedAt).toBe(23);
    expect(firmGround(history, 'rnn')).toBe(19);
  });

  it('notes when a gradient explodes, and forgets it with a rewind before that', () => {
    const history = new History();
    const frame = (update: number, first: number): StageFrame => ({
      update,
      lanes: [new LaneFrame('rnn', run, Float32Array.from([1, 0.5, first, -3, -1, 1, update, 1]), 0, null, null)],
    });
    history.restart(frame(0, -4));
    history.record(frame(5, 0.1));
    history.record(frame(9, 3));
    expect(history.lanes[0]!.explodedAt).toBe(5);
    history.rewind(frame(3, -4));
    expect(history.lanes[0]!.explodedAt).toBeNull();
  });
});
