import { describe, expect, it } from 'vitest';
import { count, glyph, loss, magnitude, multiple, percent, powerOfTen, share, spokenShare, symbolName, THIN, value } from './format';

const words = { percentSign: `${THIN}%` };
const spaced = (text: string) => text.replaceAll('_', THIN);

describe('shares of the signal', () => {
  it('writes every zero of a small share', () => {
    expect(share(Math.log10(6.5e-10), words)).toBe(spaced('0.000_000_07_%'));
    expect(share(Math.log10(6.9e-4), words)).toBe(spaced('0.07_%'));
    expect(share(Math.log10(1.2e-4), words)).toBe(spaced('0.012_%'));
    expect(share(Math.log10(1.96e-8), words)).toBe(spaced('0.000_002_%'));
  });

  it('rounds large shares and turns to multiples above ten', () => {
    expect(share(Math.log10(0.42), words)).toBe(spaced('42_%'));
    expect(share(Math.log10(0.042), words)).toBe(spaced('4.2_%'));
    expect(share(Math.log10(3.2), words)).toBe(spaced('320_%'));
    expect(share(Math.log10(32), words)).toBe(spaced('×_32'));
    expect(share(5.3, words)).toBe(spaced('×_2_×_10⁵'));
  });

  it('stays right far below what a float can hold', () => {
    expect(share(-1094.5, words)).toBe(spaced('3_×_10⁻¹⁰⁹³_%'));
    expect(magnitude(-1094.5)).toBe('3e−1095');
  });

  it('tells exact zero apart from very small', () => {
    expect(share(-Infinity, words)).toBe(spaced('0_%'));
    expect(magnitude(-Infinity)).toBe('0');
    expect(magnitude(-300)).toBe('1.0e−300');
  });

  it('announces a power of ten, not a row of zeros', () => {
    expect(spokenShare(Math.log10(7e-10))).toBe(spaced('7_×_10⁻⁸'));
  });

  it('carries a mantissa that rounds up to ten into the exponent', () => {
    expect(magnitude(Math.log10(9.97e-7))).toBe('1.0e−6');
  });
});

describe('other numbers', () => {
  it('uses a true minus sign and never writes minus zero', () => {
    expect(value(-0.7)).toBe('−0.70');
    expect(value(-0)).toBe('0.00');
    expect(value(-0.000012)).toBe('−1.2e−5');
    expect(value(-0.0049, 2)).toBe('−4.9e−3');
  });

  it('keeps 100 % for a perfect score', () => {
    expect(percent(0.999, words)).toBe(spaced('99_%'));
    expect(percent(1, words)).toBe(spaced('100_%'));
  });

  it('shortens large losses and groups thousands', () => {
    expect(loss(1.3863)).toBe('1.386');
    expect(loss(12345)).toBe('1.2e+4');
    expect(loss(0.000036)).toBe('3.6e−5');
    expect(loss(0)).toBe('0.000');
    expect(count(1234567)).toBe(spaced('1_234_567'));
  });

  it('labels axes with powers of ten', () => {
    expect(powerOfTen(0)).toBe('1');
    expect(powerOfTen(-10)).toBe('10⁻¹⁰');
  });
});

describe('a ratio above 1', () => {
  it('is a multiple, of two digits', () => {
    expect(multiple(Math.log10(1.4))).toBe('×1.4');
    expect(multiple(Math.log10(137))).toBe('×140');
    expect(multiple(12)).toBe(`×${magnitude(12)}`);
  });
});

describe('symbols', () => {
  it('that have a shape stay as they are', () => {
    for (const label of ['a', 'é', '中', '“', '😀', 'word', '7', '–']) {
      expect(glyph(label)).toBe(label);
      expect(symbolName(label)).toBe(label);
    }
  });

  it('that are blank or invisible have a sign or a code point, each another one', () => {
    const blank = [' ', '\n', '\t', '\r', '\u00a0', '\u3000', '\u200d', '\u200b', '\u00ad', '\ufeff', '\u2028', '\u2009', '\u0007', '\u115f', '\u2800', '\ue000', '\ufe0f', '\u{e0001}'];
    const [signs, names] = [blank.map(glyph), blank.map(symbolName)];
    for (const text of [...signs, ...names]) expect(text).toMatch(/^[\dA-F]{4,5}$|[␣⏎⇥␍⍽]|U\+/);
    expect(new Set(signs).size).toBe(blank.length);
    expect(new Set(names).size).toBe(blank.length);
    expect(glyph('\u00a0')).toBe('⍽');
    expect(symbolName('\u00a0')).toBe('⍽ U+00A0');
    expect(symbolName('\u3000')).toBe('U+3000');
    expect(symbolName('\u200d')).toBe('U+200D');
  });

  it('that are set on a letter stand on a circle', () => {
    expect(glyph('\u0301')).toBe('◌\u0301');
    expect(symbolName('\u0301')).toBe('◌\u0301 U+0301');
  });
});
