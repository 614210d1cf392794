import { describe, expect, test } from 'vitest';

import { apart, choiceOf, curveOf, everyStep, handleSteps, stroke, type Drawing } from './curve';

const drawing: Drawing = { cell: 'rnn', decades: 15, ends: [-1, -4, -7] };

describe('a drawn curve', () => {
  test('has handles from the first step to the last, also where there are few steps', () => {
    expect(handleSteps(40)).toEqual([1, 6, 11, 16, 21, 25, 30, 35, 40]);
    expect(handleSteps(3)).toEqual([1, 2, 3]);
  });

  test('stands for the choice that its end says, and back', () => {
    expect([0, -1, -1.1, -4, -6, -7.5, -16].map((end) => choiceOf(drawing, [end, 0]))).toEqual([0, 0, 1, 1, 2, 3, 3]);
    for (const choice of [0, 1, 2, 3]) expect(choiceOf(drawing, curveOf(drawing, choice, 9))).toBe(choice);
    expect(curveOf(drawing, 3, 9).at(-1)).toBe(0);
  });

  test('takes a stroke with all handles that it passed, and none of the others', () => {
    const flat = new Array<number>(9).fill(0);
    expect(stroke(flat, null, { place: 3, value: -5 }, 16)).toEqual([0, 0, 0, -5, 0, 0, 0, 0, 0]);
    expect(stroke(flat, { place: 4, value: -2 }, { place: 0, value: -10 }, 16)).toEqual([-10, -8, -6, -4, 0, 0, 0, 0, 0]);
  });

  test('stays in the chart, and at 1 where the error enters', () => {
    const flat = new Array<number>(9).fill(0);
    expect(stroke(flat, null, { place: 0, value: -40 }, 16)[0]).toBe(-16);
    expect(stroke(flat, null, { place: 1, value: 3 }, 16)[1]).toBe(0);
    expect(stroke(flat, null, { place: 8, value: -3 }, 16)).toEqual(flat);
  });

  test('goes straight from handle to handle', () => {
    const steps = everyStep([-8, -7, -6, -5, -4, -3, -2, -1, 0], 40);
    expect([steps.length, steps[0], steps[5], steps[10], steps[39]]).toEqual([40, -8, -7, -6, 0]);
    expect(steps[1]).toBeCloseTo(-7.8, 12);
    expect(Array.from(everyStep([-2, -1, 0], 3))).toEqual([-2, -1, 0]);
  });

  test('is compared where it ends', () => {
    expect(apart([-2, 0], [-10.5, 0])).toBe(8.5);
  });
});
