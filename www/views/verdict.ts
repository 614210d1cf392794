/** What became of a gradient on its way back, in one word; the same bounds hold wherever the word is said. */

export type Verdict = 'zero' | 'vanishes' | 'fades' | 'explodes';

/** Below this share a float32 sum loses an addend: half the distance from 1 to the next number. */
export const ROUNDED_AWAY = -24 * Math.log10(2);
/** A thousandth, as in the analysis; and tenfold, where the colours of gradients leave their map. */
const FADED = -3;
const EXPLODED = 1;

/** `log10` is that of the share which reaches the first step. Null where enough of it arrives to need no word. */
export function verdictOf(log10: number): Verdict | null {
  if (log10 === -Infinity) return 'zero';
  if (log10 < ROUNDED_AWAY) return 'vanishes';
  if (log10 < FADED) return 'fades';
  return log10 > EXPLODED ? 'explodes' : null;
}
