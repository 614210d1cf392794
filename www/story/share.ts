/** Which part of an error signal arrives, as a number that has a name. Magnitudes come as log10: they go far below any float. */

/** Below this share float32 loses an addend: half the distance from 1 to the next number. */
export const ROUNDED_AWAY = -24 * Math.log10(2);
/** A thousandth. */
const FADED = -3;
/** Tenfold. */
const GROWN = 1;

/** What became of an error signal on its way back. */
export type Fate = 'unknown' | 'zero' | 'vanishes' | 'fades' | 'arrives' | 'explodes';

/** `log10` is that of first ÷ last; null where no error entered, so that there is nothing to compare. */
export function fateOf(log10: number | null): Fate {
  if (log10 === null || Number.isNaN(log10)) return 'unknown';
  if (log10 === -Infinity) return 'zero';
  if (log10 < ROUNDED_AWAY) return 'vanishes';
  if (log10 < FADED) return 'fades';
  return log10 > GROWN ? 'explodes' : 'arrives';
}

/**
 * A share that has a name: `part` is about a `denominator`-th, within a factor of 1.5; `most` is from 0.62 to 0.9, `whole` from there to
 * 1.05; `less` is less than a trillionth, the last with a name that people know; `times` is that many times as much, two digits;
 * from ten thousand times on about a `multiple`, and `more` than a trillion times.
 */
export type Share =
  | { kind: 'unknown' }
  | { kind: 'zero' }
  | { kind: 'less' }
  | { kind: 'part'; denominator: Denominator }
  | { kind: 'half' }
  | { kind: 'most' }
  | { kind: 'whole' }
  | { kind: 'times'; factor: string }
  | { kind: 'multiple'; multiple: Denominator }
  | { kind: 'more' };

/** A round number: `first` is 1, 2, 3 or 5, `zeros` how many zeros follow. */
export interface Denominator {
  first: 1 | 2 | 3 | 5;
  zeros: number;
}

export const LAST_NAMED_ZEROS = 12;
/** Digits say less from here on. */
const MANY = 4;

export function shareOf(log10: number | null): Share {
  if (log10 === null || Number.isNaN(log10)) return { kind: 'unknown' };
  if (log10 === -Infinity) return { kind: 'zero' };
  if (log10 > LAST_NAMED_ZEROS) return { kind: 'more' };
  if (log10 >= MANY) return { kind: 'multiple', multiple: nearest(log10) };
  if (log10 >= Math.log10(1.05)) return { kind: 'times', factor: times(log10) };
  if (log10 >= Math.log10(0.9)) return { kind: 'whole' };
  if (log10 >= Math.log10(0.62)) return { kind: 'most' };
  if (log10 < -LAST_NAMED_ZEROS) return { kind: 'less' };
  const denominator = nearest(-log10);
  return denominator.first === 2 && denominator.zeros === 0 ? { kind: 'half' } : { kind: 'part', denominator };
}

/** The number 1, 2, 3 or 5 with zeros that is nearest to 10^`log10`, by ratio. */
function nearest(log10: number): Denominator {
  const zeros = Math.floor(log10);
  const candidates: (Denominator & { at: number })[] = [];
  for (const first of [1, 2, 3, 5] as const) candidates.push({ first, zeros, at: zeros + Math.log10(first) });
  candidates.push({ first: 1, zeros: zeros + 1, at: zeros + 1 });
  const { first, zeros: end } = candidates.reduce((best, each) => (Math.abs(each.at - log10) < Math.abs(best.at - log10) ? each : best));
  return { first, zeros: end };
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

function raised(value: number, digits: string, minus: string): string {
  return String(value).replaceAll('-', minus).replaceAll(/\d/g, (digit) => digits[Number(digit)]!);
}

/** 40 → `₄₀`. */
export const subscript = (value: number): string => raised(value, SUBSCRIPTS, '₋');

/** 10^`log10` with `digits` significant digits as `7.1·10⁻¹¹`. */
function scientific(log10: number, digits: number): string {
  let exponent = Math.floor(log10);
  let mantissa = (10 ** (log10 - exponent)).toPrecision(digits);
  if (Number(mantissa) >= 10) {
    exponent += 1;
    mantissa = (1).toPrecision(digits);
  }
  return `${mantissa}·10${raised(exponent, SUPERSCRIPTS, '⁻')}`;
}

/** How many times as much: `1.4`, `130`, `13000`, `1.3·10⁷`. */
function times(log10: number): string {
  return log10 < 5 ? String(Number((10 ** log10).toPrecision(2))) : scientific(log10, 2);
}

/** A ratio as a figure: `0.22`, `2·10⁻¹⁰`, `×2.1`, `0`, and `–` where nothing is known. */
export function figure(log10: number | null): string {
  if (log10 === null || Number.isNaN(log10)) return '–';
  if (log10 === -Infinity) return '0';
  if (log10 >= Math.log10(1.05)) return `×${times(log10)}`;
  // Two digits, as many as the words beside them mean; never "1.0" of what is not.
  const digits = (10 ** log10).toPrecision(2);
  return log10 < -3 ? scientific(log10, 1) : Number(digits) === 1 ? '1' : digits;
}

/**
 * The factor of one of `count` steps, with as many decimals as it takes for its power to come to what all steps together do,
 * within a tenth: `×0.55`, `×0.957`; far from 1 as a power of ten.
 */
export function factor(log10: number, count: number): string {
  const value = 10 ** log10;
  if (value >= 100 || value < 0.01) return `×${scientific(log10, 2)}`;
  for (let decimals = value < 0.1 ? 3 : 2; decimals < 6; decimals += 1) {
    const text = value.toFixed(decimals);
    if (count * Math.abs(Math.log10(Number(text)) - log10) < Math.log10(1.1)) return `×${text}`;
  }
  return `×${value.toFixed(6)}`;
}

/** log10 of the length of two vectors joined, from log10 of theirs. */
export function together(a: number, b: number): number {
  const larger = Math.max(a, b);
  return Number.isFinite(larger) ? larger + Math.log10(10 ** (2 * (a - larger)) + 10 ** (2 * (b - larger))) / 2 : larger;
}
