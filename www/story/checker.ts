/** Reads sentences back: an independent reader of the words, for the tests alone. */

import { plain, type Sentence } from './parts';

const ONES: Record<string, number> = { a: 1, two: 2, three: 3, five: 5, ten: 10, twenty: 20, thirty: 30, fifty: 50, hundred: 100 };
const ENDS: Record<string, number> = { third: 3, fifth: 5, tenth: 10, twentieth: 20, thirtieth: 30, fiftieth: 50, hundredth: 1e2, thousandth: 1e3, millionth: 1e6, billionth: 1e9, trillionth: 1e12 };

const LARGE: Record<string, number> = { million: 1e6, billion: 1e9, trillion: 1e12 };

/** What a share in English says: a range of values. */
export function readEnglish(text: string): { least: number; most: number } {
  const words = text.replace('about ', '');
  if (words === 'nothing at all') return { least: 0, most: 0 };
  if (words === 'less than a trillionth') return { least: 0, most: 1e-12 };
  if (words === 'most of it') return { least: 0.62, most: 0.9 };
  if (words === 'all of it') return { least: 0.9, most: 1.05 };
  if (words === 'half') return around(0.5);
  if (words === 'more than a trillion\u2011fold') return { least: 1e12, most: Infinity };
  const many = /^(a|[\d,]+)(?: (million|billion|trillion))?\u2011fold$/.exec(words);
  if (many !== null && text.startsWith('about ')) return around((many[1] === 'a' ? 1 : Number(many[1]!.replace(',', ''))) * (LARGE[many[2]!] ?? 1));
  if (words.endsWith('\u2011fold')) return exactly(scientific(words.slice(0, -'\u2011fold'.length)));
  const names = words.replace(/^a /, '').split('-');
  const end = ENDS[names.pop()!];
  if (end === undefined) throw new Error(`${text} is no share`);
  return around(1 / names.reduce((product, name) => product * ONES[name]!, end));
}

const HAN: Record<string, number> = { 二: 2, 两: 2, 三: 3, 五: 5, 十: 10, 百: 100, 千: 1e3, 万: 1e4, 亿: 1e8 };

/** What a share in Chinese says. */
export function readChinese(text: string): { least: number; most: number } {
  const words = text.replace('约', '');
  if (words === '严格为零') return { least: 0, most: 0 };
  if (words === '不到万亿分之一') return { least: 0, most: 1e-12 };
  if (words === '大部分') return { least: 0.62, most: 0.9 };
  if (words === '几乎全部') return { least: 0.9, most: 1.05 };
  if (words === '一半') return around(0.5);
  if (words === '万亿倍以上') return { least: 1e12, most: Infinity };
  const many = /^ (\d+) ([万亿]+)倍$/.exec(words);
  if (many !== null) return around(Number(many[1]) * Array.from(many[2]!).reduce((product, sign) => product * HAN[sign]!, 1));
  if (words.endsWith(' 倍')) return exactly(scientific(words.slice(0, -2)));
  const match = /^(.+)分之一$/.exec(words);
  if (match === null) throw new Error(`${text} 不是份额`);
  return around(1 / Array.from(match[1]!).reduce((product, sign) => product * HAN[sign]!, 1));
}

const around = (value: number) => ({ least: value / 1.5, most: value * 1.5 });
const exactly = (value: number) => ({ least: value * 0.94, most: value * 1.06 });

/** `1.3·10⁷` or `1.4`. */
export function scientific(text: string): number {
  const [mantissa, power] = text.split('·10');
  if (power === undefined) return Number(mantissa);
  const digits = power.replace('⁻', '-').replaceAll(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)));
  return Number(mantissa) * 10 ** Number(digits);
}

/** The marked text of a lane that is not its label: its share. */
export function shareIn(sentence: Sentence, lane: number, label: string): string | undefined {
  const part = sentence.find((each) => typeof each === 'object' && 'lane' in each && each.lane === lane && each.text !== label && each.text !== '');
  return typeof part === 'object' ? part.text : undefined;
}

const among = (text: string, labels: readonly string[]) => labels.filter((label) => new RegExp(`(^|[^A-Za-z])${label}([^A-Za-z]|$)`).test(text));

/** The lanes that are named in the part of a sentence that `pattern` finds. */
export function named(sentence: Sentence, pattern: RegExp, labels: readonly string[]): string[] {
  const found = pattern.exec(plain(sentence));
  return found === null ? [] : among(found[0], labels);
}

/** Of words that each end a clause, the lanes named before each, back to the one before it. */
export function namedBefore(sentence: Sentence, words: readonly string[], labels: readonly string[]): string[][] {
  const [first = ''] = plain(sentence).split(/(?<=[.。])/);
  const ends = words.map((word) => first.indexOf(word));
  return ends.map((end) => {
    const start = Math.max(0, ...ends.filter((each) => each >= 0 && each < end));
    return end < 0 ? [] : among(first.slice(start, end), labels);
  });
}
