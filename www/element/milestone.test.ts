import { describe, expect, it } from 'vitest';
import type { LaneFrame, StageFrame } from '../engine/engine';
import type { CellKind } from '../generated/types';
import { specOf } from '../views/cells/spec';
import { Watch } from './milestone';

/** A frame of which only what the milestone looks at is there. */
function frame(update: number, lanes: readonly { cell: CellKind; accuracy: number; diverged?: boolean }[], loss = 'crossEntropy'): StageFrame {
  return {
    update,
    lanes: lanes.map(({ cell, accuracy, diverged = false }) => ({
      cell,
      run: { gates: specOf(cell).gates, loss },
      diverged: diverged ? { update: 9 } : null,
      scalar: () => accuracy,
    }) as unknown as LaneFrame),
  };
}

describe('the milestone', () => {
  it('is that every gated cell answers 95 % right for five updates, whatever the others do', () => {
    const watch = new Watch();
    const shown = (update: number) => frame(update, [{ cell: 'rnn', accuracy: 0.33 }, { cell: 'lstm', accuracy: 1 }, { cell: 'gru', accuracy: 0.95 }]);
    for (let update = 70; update < 75; update++) expect(watch.see(shown(update))).toBeNull();
    expect(watch.see(shown(75))).toEqual({ since: 70, learned: ['lstm', 'gru'], others: [{ cell: 'rnn', accuracy: 0.33 }] });
  });

  it('is reached once', () => {
    const watch = new Watch();
    const shown = (update: number) => frame(update, [{ cell: 'lstm', accuracy: 1 }]);
    watch.see(shown(0));
    expect(watch.see(shown(40))).not.toBeNull();
    expect(watch.see(shown(80))).toBeNull();
  });

  it('counts anew when one of them falls short of it again', () => {
    const watch = new Watch();
    const shown = (update: number, accuracy: number) => frame(update, [{ cell: 'lstm', accuracy: 1 }, { cell: 'gru', accuracy }]);
    watch.see(shown(112, 0.97));
    watch.see(shown(113, 0.67));
    watch.see(shown(118, 1));
    expect(watch.see(shown(122, 1))).toBeNull();
    expect(watch.see(shown(123, 1))?.since).toBe(118);
  });

  it('does not wait for a lane that has diverged', () => {
    const watch = new Watch();
    const shown = (update: number) => frame(update, [{ cell: 'lstm', accuracy: 1 }, { cell: 'gru', accuracy: 0.2, diverged: true }]);
    watch.see(shown(0));
    expect(watch.see(shown(5))?.learned).toEqual(['lstm']);
  });

  it.each([
    ['a stage without gated cells', frame(50, [{ cell: 'rnn', accuracy: 1 }])],
    ['a task without right and wrong', frame(50, [{ cell: 'lstm', accuracy: 1 }], 'squaredError')],
    ['an accuracy that is no number', frame(50, [{ cell: 'lstm', accuracy: NaN }])],
  ])('is nothing that %s could reach', (_, shown) => {
    const watch = new Watch();
    for (let repetition = 0; repetition < 9; repetition++) expect(watch.see({ ...shown, update: repetition })).toBeNull();
  });
});
