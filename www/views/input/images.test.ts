import { expect, test } from 'vitest';
import type { RunDescription } from '../../generated/types';
import { filmAt, hasFilm } from './images';

const run = (part: object, values: number[][]) => ({ steps: values.length, ...part, probe: { values } }) as unknown as RunDescription;

test('a film shows the image of each step', () => {
  const film = run({ input: { type: 'image', width: 2, height: 1 } }, [[1, 0], [0, 1]]);
  expect(hasFilm(film)).toBe(true);
  expect(filmAt(film, 1)).toEqual({ values: [0, 1], width: 2, height: 1 });
});

test('of a picture that is read pixel by pixel only what was read is there', () => {
  const picture = run({ input: { type: 'channels', channels: [{ name: 'pixel' }] } }, [[0.1], [0.2], [0.3], [0.4]]);
  expect(filmAt(picture, 1)).toEqual({ values: [0.1, 0.2, 0, 0], width: 2, height: 2 });
  expect(filmAt(picture, 3)!.values).toEqual([0.1, 0.2, 0.3, 0.4]);
});

test('a series is no film, nor is one of several channels', () => {
  expect(hasFilm(run({ input: { type: 'channels', channels: [{ name: 'sunspots' }] } }, [[1], [2], [3], [4]]))).toBe(false);
  expect(hasFilm(run({ input: { type: 'symbols' } }, [[1]]))).toBe(false);
});
