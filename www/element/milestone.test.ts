import { describe, expect, it } from 'vitest';
import type { LaneFrame, StageFrame } from '../engine/engine';
import type { CellKind } from '../generated/types';
import { milestoneOf } from './milestone';

interface Shown {
  cell: CellKind;
  learnedAt: number | null;
  accuracy?: number;
  diverged?: boolean;
}

/** A frame of which only what the milestone looks at is there. */
function frame(update: number, lanes: readonly Shown[]): StageFrame {
  const gates: Record<CellKind, string[]> = { rnn: [], window: [], lstm: ['input', 'forget'], gru: ['reset', 'update'] };
  return {
    update,
    lanes: lanes.map(({ cell, learnedAt, accuracy = 1, diverged = false }) => ({
      cell,
      learnedAt,
      run: { gates: gates[cell] },
      diverged: diverged ? { update: 9 } : null,
      scalar: () => accuracy,
    }) as unknown as LaneFrame),
  };
}

describe('the milestone', () => {
  it('is the update at which the last of the gated cells had learned, whatever the others do', () => {
    const shown = frame(135, [{ cell: 'rnn', learnedAt: null, accuracy: 0.33 }, { cell: 'lstm', learnedAt: 40 }, { cell: 'gru', learnedAt: 130 }]);
    expect(milestoneOf(shown)).toEqual({ update: 130, learned: ['lstm', 'gru'], others: [{ cell: 'rnn', accuracy: 0.33 }] });
  });

  it('waits for every gated cell', () => {
    expect(milestoneOf(frame(100, [{ cell: 'lstm', learnedAt: 40 }, { cell: 'gru', learnedAt: null }]))).toBeNull();
  });

  it('does not wait for a lane that has diverged', () => {
    expect(milestoneOf(frame(50, [{ cell: 'lstm', learnedAt: 40 }, { cell: 'gru', learnedAt: null, diverged: true }]))?.learned).toEqual(['lstm']);
  });

  it('is nothing that cells without gates could reach', () => {
    expect(milestoneOf(frame(50, [{ cell: 'rnn', learnedAt: 30 }, { cell: 'window', learnedAt: 20 }]))).toBeNull();
    expect(milestoneOf(frame(50, [{ cell: 'gru', learnedAt: 30, diverged: true }]))).toBeNull();
  });
});
