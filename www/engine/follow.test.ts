import { describe, expect, it } from 'vitest';
import type { RunDescription } from '../generated/types';
import { followedStep } from './follow';

const runOf = (...targets: (number | null)[]) => ({ probe: { targets } }) as unknown as RunDescription;
const many = runOf(null, 1, null, null, 0, 1);

describe('the loss that is followed', () => {
  it('is the last one where there are many, and all of them where there is one', () => {
    expect(followedStep(many, null)).toBe(5);
    expect(followedStep(runOf(null, null, 3), null)).toBeNull();
  });

  it('is all of them, or that of a step, on request', () => {
    expect(followedStep(many, 'all')).toBeNull();
    expect(followedStep(many, 2)).toBe(1);
    expect(followedStep(runOf(null, null, 3), 1)).toBeNull();
  });

  it('is that of the nearest step that has a loss', () => {
    expect(followedStep(many, 1)).toBe(1);
    expect(followedStep(many, 3)).toBe(1);
    expect(followedStep(many, 4)).toBe(4);
    expect(followedStep(many, 900)).toBe(5);
  });
});
