import { describe, expect, it } from 'vitest';
import { meanOf, quantile } from './statistics';
import { isWalled, walls } from './wall';

describe('means and quantiles', () => {
  it('leaves out what did not arrive', () => {
    expect(meanOf([-4, null, -2, -Infinity])).toBe(-3);
    expect(meanOf([null])).toBeNaN();
  });

  it('finds the median and the quartiles between neighbours', () => {
    expect([0, 0.25, 0.5, 1].map((share) => quantile([8, 4, 2, 1], share))).toEqual([8, 5, 3, 1]);
    expect(quantile([7], 0.5)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('the walls of truncated backpropagation', () => {
  it('stand before every k-th step and nowhere else', () => {
    expect(walls(40, 10)).toEqual([10, 20, 30]);
    expect(walls(41, 10)).toEqual([10, 20, 30, 40]);
    expect(walls(40, 0)).toEqual([]);
    expect(walls(40, 64)).toEqual([]);
    expect([0, 9, 10, 11, 20].filter((step) => isWalled(step, 10))).toEqual([10, 20]);
    expect(isWalled(10, 0)).toBe(false);
  });
});
