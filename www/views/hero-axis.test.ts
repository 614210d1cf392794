import { describe, expect, it } from 'vitest';
import { DecadeAxis } from './hero-axis';

describe('the decades of the hero chart', () => {
  it('go from 1 to 10⁻¹⁰ as long as that is enough', () => {
    const axis = new DecadeAxis();
    axis.fit(-9.2, 0);
    expect([axis.top, axis.bottom]).toEqual([0, -10]);
    expect(axis.lines()).toEqual([0, -3, -6, -9]);
  });

  it('grow at once for what vanishes further or explodes', () => {
    const axis = new DecadeAxis();
    axis.fit(-23, 3.4);
    expect([axis.top, axis.bottom]).toEqual([4, -25]);
    axis.fit(-1094, 0);
    expect(axis.bottom).toBe(-1500);
  });

  it('shrink only after a smaller range was enough for long', () => {
    const axis = new DecadeAxis();
    axis.fit(-23, 0);
    for (let frame = 0; frame < 89; frame++) axis.fit(-3, 0);
    expect(axis.bottom).toBe(-25);
    axis.fit(-3, 0);
    expect(axis.bottom).toBe(-10);
  });
});
