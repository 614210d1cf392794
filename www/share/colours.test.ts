import { expect, test } from 'vitest';

import { cssColour, parseColour } from './colours';

test.each([
  ['#abc', '#aabbcc', 1],
  ['#A1B2C3', '#a1b2c3', 1],
  ['#a1b2c380', '#a1b2c3', 128 / 255],
  ['rgb(23, 25, 28)', '#17191c', 1],
  ['rgba(23, 25, 28, 0.5)', '#17191c', 0.5],
  ['rgb(23 25 28 / 25%)', '#17191c', 0.25],
  ['color(srgb 1 0.5 0)', '#ff8000', 1],
  ['color(srgb 0.2 none 1.2 / 0.4)', '#3300ff', 0.4],
  ['rgba(0, 0, 0, 0)', '#000000', 0],
])('%s is read as the browser means it', (css, hex, alpha) => {
  expect(parseColour(css)).toEqual({ hex, alpha });
});

test.each(['red', 'oklch(0.5 0.2 30)', 'color(display-p3 1 0 0)', 'rgb(1, 2)', 'rgb(a, b, c)', '', 'none'])('%s is left to the browser', (css) => {
  expect(parseColour(css)).toBeNull();
});

test('a colour is written for a canvas with its transparency', () => {
  expect(cssColour({ hex: '#17191c', alpha: 1 })).toBe('#17191c');
  expect(cssColour({ hex: '#17191c', alpha: 0.5 })).toBe('#17191c80');
});
