import { describe, expect, test } from 'vitest';

import { CELL_KINDS, LOOKS } from './looks.ts';

type Triple = readonly [number, number, number];

/** What is left of red, green and blue where the long or the middle cones are missing (Machado et al. 2009, severity 1). */
const SIGHT: Record<string, readonly Triple[]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
};

const times = (rows: readonly Triple[], [x, y, z]: Triple): Triple => rows.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;

function linear(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

/** Oklab (Ottosson 2020): distances are about as large as they look. */
function oklab(rgb: Triple): Triple {
  const cones = times([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], rgb);
  return times([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], cones.map((value) => Math.cbrt(value)) as unknown as Triple);
}

function distance(one: string, other: string, sight: readonly Triple[]): number {
  const [a, b] = [one, other].map((hex) => oklab(times(sight, linear(hex)).map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple));
  return Math.hypot(a![0] - b![0], a![1] - b![1], a![2] - b![2]);
}

const contrast = (one: string, other: string): number => {
  const [dark, light] = [one, other].map((hex) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0]).sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
};

describe.each(['light', 'dark'] as const)('cells on %s', (scheme) => {
  const grounds = scheme === 'light' ? ['#ffffff', '#f7f7f5'] : ['#0f1114', '#16191d', '#1e2227'];

  test.each(Object.entries(SIGHT))('every two are told apart by colour with %s sight', (_, sight) => {
    const near = CELL_KINDS.flatMap((one, place) => CELL_KINDS.slice(place + 1).map((other) => ({ pair: `${one} ${other}`, apart: distance(LOOKS[one][scheme].mark, LOOKS[other][scheme].mark, sight) }))).filter(({ apart }) => apart < 0.1);
    expect(near).toEqual([]);
  });

  test.each(CELL_KINDS)('%s stands out from its ground', (cell) => {
    for (const ground of grounds) {
      expect(contrast(LOOKS[cell][scheme].mark, ground)).toBeGreaterThanOrEqual(3);
      expect(contrast(LOOKS[cell][scheme].text, ground)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test('no two cells have the same mark, or the same dashes but for whole lines', () => {
  const looks = CELL_KINDS.map((cell) => LOOKS[cell]);
  expect(new Set(looks.map(({ shape }) => shape)).size).toBe(looks.length);
  const dashes = looks.map(({ dash }) => dash.join(' ')).filter((dash) => dash !== '');
  expect(new Set(dashes).size).toBe(dashes.length);
});
