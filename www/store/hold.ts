/** Gates that stand at a fixed value: `forget:1,input:0.5` as a link has it, and as numbers by gate. */

import type { Experiment } from '../generated/types';

/** More digits than a float holds are none that anyone means; there are no exponents. */
const DIGITS = 15;

export type Held = Readonly<Partial<Record<string, number>>>;

/** Reads pairs of gate and number, each gate at most once; null of what does not read so. Values may lie outside the range. */
export function readHold(text: string, gates: readonly string[]): Record<string, number> | null {
  const held: Record<string, number> = {};
  for (const pair of text.split(',')) {
    const [, gate = '', digits = ''] = /^\s*(\w+)\s*:\s*(-?(?:\d+\.?\d*|\.\d+))\s*$/.exec(pair) ?? [];
    if (!gates.includes(gate) || gate in held || digits === '' || digits.replaceAll(/\D/g, '').length > DIGITS) return null;
    held[gate] = Number(digits);
  }
  return held;
}

/** Gates in the order of the table; null where none is held. */
export function formatHold(held: Held, gates: readonly string[]): string | null {
  const pairs = gates.flatMap((gate) => (held[gate] === undefined ? [] : [`${gate}:${plainly(held[gate])}`]));
  return pairs.length === 0 ? null : pairs.join(',');
}

/** A number without an exponent. */
function plainly(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(DIGITS - 1).replace(/\.?0+$/, '') : text;
}

/** The gates that an experiment holds, with their values. */
export function heldIn({ hold }: Pick<Experiment, 'hold'>): Held {
  const pairs = hold === null ? [] : hold.split(',').map((pair) => pair.split(':'));
  return Object.fromEntries(pairs.map(([gate = '', value]) => [gate, Number(value)]));
}
