import { describe, expect, it } from 'vitest';
import { frontier, gradientHorizon, lossSteps, margins } from './flow-matrix';

/** Every step asks, and each step back keeps the same share of the gradient. */
function decaying(steps: number, log10PerStep: number): (number | null)[][] {
  return Array.from({ length: steps }, (_, k) => Array.from({ length: steps }, (_, t) => (t > k ? null : -2 + (k - t) * log10PerStep)));
}

describe('the gradient horizon', () => {
  it('is the number of steps after which less than a thousandth is left', () => {
    expect(gradientHorizon(decaying(20, -0.5))).toEqual({ steps: 7, falls: true });
  });

  it('is all there are where it never falls so far', () => {
    expect(gradientHorizon(decaying(20, -0.01))).toEqual({ steps: 19, falls: false });
  });

  it('ends where the gradient is exactly zero', () => {
    expect(frontier([null, null, -1, -1, -1], 4)).toBe(1);
  });

  it('looks back from the last step that asks', () => {
    const flow = decaying(10, -1).map((row, k) => (k === 6 ? row : row.map(() => null)));
    expect(lossSteps(flow)).toEqual([6]);
    expect(gradientHorizon(flow)).toEqual({ steps: 4, falls: true });
  });

  it('is none where nothing is asked', () => {
    expect(gradientHorizon([[null, null], [null, null]])).toBeNull();
  });
});

describe('the margins of the flow matrix', () => {
  it('are means of the logarithms, over the losses for each state and over the states for each loss', () => {
    const { states, losses } = margins(decaying(3, -2));
    expect(states).toEqual([-2, -1, 0]);
    expect(losses).toEqual([0, -1, -2]);
  });

  it('leave out what a wall keeps away, and are not a number where nothing arrives', () => {
    const flow = [[null, null, null, null], [null, null, null, null], [null, null, null, null], [null, null, -4, -1]];
    expect(margins(flow)).toEqual({ states: [NaN, NaN, -3, 0], losses: [-1.5] });
  });
});
