/** Numbers as people read them. Magnitudes come as log10, because they go far below what a number can hold. */

const SUPERSCRIPTS = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
/** U+2009: sets off groups of three digits. */
export const THIN = '\u2009';
export const MINUS = '−';

/** What a language puts behind the number of a percentage: the sign, in some with a space before it. */
export interface PercentWords {
  percentSign: string;
}

/** An integer as an exponent: −10 → `⁻¹⁰`. */
export function superscript(exponent: number): string {
  const digits = String(Math.abs(exponent)).replaceAll(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]!);
  return exponent < 0 ? `⁻${digits}` : digits;
}

/** A power of ten for an axis: 0 → `1`, −4 → `10⁻⁴`. */
export function powerOfTen(exponent: number): string {
  return exponent === 0 ? '1' : `10${superscript(exponent)}`;
}

/** log10 split as mantissa × 10^exponent, the mantissa rounded to `digits` decimals and below ten. */
function scientific(log10: number, digits: number): { mantissa: string; exponent: number } {
  let exponent = Math.floor(log10);
  let mantissa = (10 ** (log10 - exponent)).toFixed(digits);
  if (mantissa.startsWith('10')) {
    exponent += 1;
    mantissa = (1).toFixed(digits);
  }
  return { mantissa, exponent };
}

/** A magnitude given as log10, two significant digits: `0.42`, `6.5e−10`, `3.1e+4`; exactly zero is `0`. */
export function magnitude(log10: number): string {
  if (Number.isNaN(log10)) return '–';
  if (log10 === -Infinity) return '0';
  if (log10 === Infinity) return '∞';
  if (log10 >= -2 && log10 < 3) return Number((10 ** log10).toPrecision(2)).toString();
  // A four-digit exponent takes the place of the mantissa's decimal.
  const { mantissa, exponent } = scientific(log10, log10 < -999 ? 0 : 1);
  return `${mantissa}e${exponent < 0 ? MINUS : '+'}${Math.abs(exponent)}`;
}

/**
 * A share in percent, given as log10 of the ratio. Small shares are written out with every zero down to a
 * billionth, because the zeros are the point; below that, and far above one, as a power of ten.
 */
export function share(log10: number, { percentSign }: PercentWords): string {
  if (Number.isNaN(log10)) return '–';
  if (log10 === -Infinity) return `0${percentSign}`;
  if (log10 >= 1) {
    if (log10 < 3) return `×${THIN}${Math.round(10 ** log10)}`;
    const { mantissa, exponent } = scientific(log10, 0);
    return `×${THIN}${mantissa}${THIN}×${THIN}10${superscript(exponent)}`;
  }
  const percent = log10 + 2;
  if (percent >= 1) return `${Math.round(10 ** percent)}${percentSign}`;
  if (percent >= 0) return `${(10 ** percent).toFixed(1)}${percentSign}`;
  if (percent >= -8) return `${group((10 ** percent).toFixed(decimals(percent)))}${percentSign}`;
  return `${spokenShare(log10)}${percentSign}`;
}

/** How many decimals show one significant digit, or two when the first is a 1 and stays one. */
function decimals(log10: number): number {
  const exponent = Math.floor(log10);
  return 10 ** (log10 - exponent) < 1.95 ? 1 - exponent : -exponent;
}

/** `0.00000007` → `0.000 000 07`, with thin spaces. */
function group(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole}.${fraction.replaceAll(/(\d{3})(?=\d)/g, `$1${THIN}`)}`;
}

/** The percentage (without its sign) as it is announced: 7 × 10⁻⁸ instead of a row of zeros. */
export function spokenShare(log10: number): string {
  if (log10 === -Infinity) return '0';
  const percent = log10 + 2;
  if (percent >= -2 && percent < 4) return Number((10 ** percent).toPrecision(2)).toString();
  const { mantissa, exponent } = scientific(percent, 0);
  return `${mantissa}${THIN}×${THIN}10${superscript(exponent)}`;
}

/** From here on a ratio is said as a multiple, not as a percentage: 105 %. */
export const LEAST_MULTIPLE = Math.log10(1.05);

/** How many times larger than what it is relative to, for what is: `×1.4`. */
export function multiple(log10: number): string {
  const value = 10 ** log10;
  return value < 1000 ? `×${Number(value.toPrecision(2))}` : `×${magnitude(log10)}`;
}

/** A number between −1 and 1 or so, three significant digits at most, with a real minus sign. */
export function value(number: number, digits = 2): string {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? '–' : number > 0 ? '∞' : `${MINUS}∞`;
  const size = Math.abs(number);
  const text = size >= 1000 || (size > 0 && size < 10 ** -digits / 2)
    ? size.toExponential(1).replace('e-', `e${MINUS}`)
    : size.toFixed(digits);
  return number < 0 && !/^0\.?0*$/.test(text) ? MINUS + text : text;
}

/** A factor given as log10: `×0.42`, `×6.4`, `×4 × 10⁻⁹`. */
export function factor(log10: number): string {
  if (log10 >= -3 && log10 < 3) return `×${THIN}${Number((10 ** log10).toPrecision(2))}`;
  const { mantissa, exponent } = scientific(log10, 1);
  return `×${THIN}${mantissa}${THIN}×${THIN}10${superscript(exponent)}`;
}

/** A loss: three decimals, fewer for large ones. */
export function loss(number: number): string {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? '–' : '∞';
  if (number >= 1000) return number.toExponential(1);
  if (number >= 100) return number.toFixed(1);
  return number > 0 && number < 0.0005 ? number.toExponential(1).replace('-', MINUS) : number.toFixed(3);
}

/** A rate in 0…1 as a whole percentage; only a perfect score reads 100. */
export function percent(rate: number, { percentSign }: PercentWords): string {
  if (!Number.isFinite(rate)) return '–';
  const rounded = Math.round(rate * 100);
  return `${rounded === 100 && rate < 1 ? 99 : rounded}${percentSign}`;
}

/** A count, with thin spaces between thousands. */
export function count(number: number): string {
  return String(Math.round(number)).replaceAll(/\B(?=(\d{3})+$)/g, THIN);
}

/** Signs for the blank symbols that have one. */
const SIGNS: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥', '\r': '␍', '\u00a0': '⍽' };
/** Blank, invisible or without a shape of their own: separators, controls, private and unassigned code points, fillers. */
const INVISIBLE = /^(?:[\p{Z}\p{C}\u2800]|\p{Default_Ignorable_Code_Point})$/u;
/** What is set on the letter before it stands on a circle when it is alone. */
const COMBINING = /^\p{M}$/u;

/** A symbol as it stands in a row: what has no shape of its own has a sign or its code point. */
export function glyph(label: string): string {
  if (INVISIBLE.test(label)) return SIGNS[label] ?? hex(label);
  return COMBINING.test(label) ? `◌${label}` : label;
}

/** A symbol in tooltips, sentences and tables: what cannot be told by its look is named by its code point. */
export function symbolName(label: string): string {
  if (INVISIBLE.test(label)) return label in SIGNS ? `${SIGNS[label]!} U+${hex(label)}` : `U+${hex(label)}`;
  return COMBINING.test(label) ? `◌${label} U+${hex(label)}` : label;
}

function hex(label: string): string {
  return label.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
}
