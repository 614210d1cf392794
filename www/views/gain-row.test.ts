import { describe, expect, it } from 'vitest';

import { columnGains } from './gain-row';

describe('gains of single steps', () => {
  it('multiply to what all steps together leave', () => {
    const norms = [-9.5, -6, -5.5, -1, 0.25];
    const gains = columnGains(norms, 5, 1);
    expect([...gains.slice(0, 4)]).toEqual([-3.5, -0.5, -4.5, -1.25]);
    expect(gains[4]).toBeNaN();
    expect(gains.slice(0, 4).reduce((sum, gain) => sum + gain)).toBeCloseTo(norms[0]! - norms[4]!);
  });

  it('are 0 where the gradient ends, and unknown where there is none', () => {
    expect([...columnGains([-Infinity, -Infinity, -1, 0], 4, 1)]).toEqual([NaN, -Infinity, -1, NaN]);
  });

  it('of steps that share a column are their mean', () => {
    expect([...columnGains([-3, -2, 0, 0, 1], 3, 2)]).toEqual([-1.5, -0.5, NaN]);
  });
});
