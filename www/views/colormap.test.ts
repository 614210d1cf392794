import { describe, expect, it } from 'vitest';
import { colourMap, EXPLODING, gatePixel, gradientPixel, statePixel } from './colormap';

const hex = (pixel: number) =>
  [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255].map((part) => part.toString(16).padStart(2, '0')).join('');

describe('colour maps', () => {
  it('end in their anchors', () => {
    const state = colourMap('state', 'light');
    expect(hex(statePixel(state, -1))).toBe('482786');
    expect(hex(statePixel(state, 1))).toBe('9a4700');
    expect(hex(gatePixel(colourMap('gate', 'dark'), 0))).toBe('15191b');
  });

  it('clamp what lies outside', () => {
    const state = colourMap('state', 'dark');
    expect(statePixel(state, 7)).toBe(statePixel(state, 1));
    expect(statePixel(state, -7)).toBe(statePixel(state, -1));
  });

  it('span ten decades of gradient and mark what explodes', () => {
    const gradient = colourMap('gradient', 'light');
    expect(hex(gradientPixel(gradient, 0))).toBe('fcfdbf');
    expect(hex(gradientPixel(gradient, -10))).toBe('000004');
    expect(gradientPixel(gradient, -400)).toBe(gradientPixel(gradient, -10));
    expect(gradientPixel(gradient, 1.5)).toBe(EXPLODING);
  });

  it('leave an exact zero empty, which very small is not', () => {
    const gradient = colourMap('gradient', 'light');
    expect(gradientPixel(gradient, -Infinity)).toBe(0);
    expect(gradientPixel(gradient, NaN)).toBe(0);
    expect(gradientPixel(gradient, -1e4)).not.toBe(0);
  });
});
