import { expect, it } from 'vitest';
import { saturation } from './saturation';

it('counts at which share of the steps each unit is shut and open', () => {
  // Four steps of two units: the first opens and shuts, the second stays in between.
  const gate = Float32Array.of(0.95, 0.5, 0.99, 0.2, 0.05, 0.8, 0.5, 0.5);
  const { shut, open } = saturation(gate, 4, 2);
  expect([...open]).toEqual([0.5, 0]);
  expect([...shut]).toEqual([0.25, 0]);
});

it('says of a gate that never shuts that it is open at exactly all steps', () => {
  for (let steps = 1; steps <= 100; steps++) {
    expect(saturation(new Float32Array(steps).fill(0.95), steps, 1).open[0]).toBe(1);
  }
});
