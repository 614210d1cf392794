import { describe, expect, test } from 'vitest';

import { SCENES } from '../scenes/list';
import { BOTH } from './both';

/** Latin words that are names, in Chinese as in English. */
const NAMES = new Set([
  'Vanishing', 'Point', 'RNN', 'LSTM', 'GRU', 'BPTT', 'IRNN', 'tanh', 'cos', 'ReLU', 'Xavier', 'PyTorch', 'RMSprop', 'Adam', 'SGD', 'torch', 'optim', 'Cho',
  'float', 'none', 'hide', 'Shift', 'Home', 'End', 'Escape', 'PNG', 'SVG', 'CSV', 'JSON', 'WebM', 'GIF', 'Trace', 'HTML', 'CSS', 'URL', 'iframe', 'USB',
  'Python', 'Markdown', 'WordPress', 'React', 'Vue', 'Jupyter', 'WebAssembly', 'JavaScript', 'Node', 'vanishing', 'point', 'npm', 'XOR',
]);
/** Texts that are the same in both languages because all of them is a name or a formula. */
const isNameOrFormula = (text: string) => words(text).every((word) => NAMES.has(word));

type Tree = Readonly<Record<string, unknown>>;

/** Every text and function with its path. */
function* leaves(tree: Tree, path = ''): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(tree)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'object' && value !== null) yield* leaves(value as Tree, here);
    else yield [here, value];
  }
}

/** The Latin words of at least three letters that are no placeholder and no mathematics. */
function words(text: string): string[] {
  return text.replaceAll(/⟦[^⟧]*⟧|\*[^*]+\*|~[^~]+~/g, ' ').match(/[A-Za-z]{3,}/g) ?? [];
}

/** Whole texts, not functions of one: what a function writes when its arguments are marks that can be found again. */
function written(leaf: unknown): { text: string; marks: string[] } | null {
  if (typeof leaf === 'string') return { text: leaf, marks: [] };
  if (typeof leaf !== 'function') return null;
  const write = leaf as (...values: unknown[]) => unknown;
  const single = (index: number) => `⟦${index}⟧`;
  const record = Object.fromEntries(['key', 'given', 'allowed'].map((key) => [key, `⟦${key}⟧`]));
  const list = (index: number) => [`⟦${index}a⟧`, `⟦${index}b⟧`];
  // What a function takes is not told at run time: marks, lists of marks, or the fields of an error.
  const attempts = [
    Array.from({ length: write.length }, (_, index) => single(index)),
    Array.from({ length: write.length }, (_, index) => list(index)),
    Array.from({ length: write.length }, (_, index) => (index === write.length - 1 ? list(index) : single(index))),
    Array.from({ length: write.length }, (_, index) => (index % 2 === 0 ? list(index) : single(index))),
    [record],
    Array.from({ length: write.length }, () => 7),
  ];
  for (const values of attempts) {
    try {
      const text = String(write(...values));
      if (/undefined|NaN/.test(text)) continue;
      return { text, marks: [...new Set(text.match(/⟦[^⟧]*⟧/g) ?? [])].sort() };
    } catch {
      // It takes something else.
    }
  }
  return null;
}

const english = new Map(leaves(BOTH.en));
const chinese = new Map(leaves(BOTH.zh));

describe('the two languages', () => {
  test('have the same keys, and the same kind of text behind each', () => {
    const kind = ([key, value]: [string, unknown]) => `${key}: ${key === 'detail' ? 'either' : typeof value}`;
    expect([...chinese].map(kind).sort()).toEqual([...english].map(kind).sort());
  });

  test('leave nothing empty but the second name, which only Chinese has', () => {
    const empty = (texts: Map<string, unknown>) => [...texts].filter(([, value]) => typeof value === 'string' && value.trim() === '').map(([key]) => key);
    expect(empty(english)).toEqual(['subname']);
    expect(empty(chinese)).toEqual([]);
  });

  test('put the same values into each text', () => {
    let compared = 0;
    for (const [key, value] of english) {
      if (key === 'detail' || typeof value !== 'function') continue;
      const [a, b] = [written(value), written(chinese.get(key))];
      expect(a, `${key} cannot be written in English`).not.toBeNull();
      expect(b, `${key} cannot be written in Chinese`).not.toBeNull();
      expect(b!.marks, key).toEqual(a!.marks);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(40);
  });

  test('leave no English in Chinese but names', () => {
    const left = [...chinese].flatMap(([key, value]) => {
      const text = written(value)?.text ?? '';
      return words(text).filter((word) => !NAMES.has(word)).map((word) => `${key}: ${word}`);
    });
    expect(left).toEqual([]);
  });

  test('differ wherever a text is more than a name or a formula', () => {
    const same = [...english].filter(([key, value]) => typeof value === 'string' && value !== '' && chinese.get(key) === value && !isNameOrFormula(value));
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

describe('the scenes', () => {
  test('are told in both languages, without English left in Chinese', () => {
    for (const { id, en: inEnglish, zh: inChinese } of SCENES) {
      for (const text of [inEnglish.title, inEnglish.text, inChinese.title, inChinese.text]) expect(text.trim(), id).not.toBe('');
      expect(words(`${inChinese.title} ${inChinese.text}`).filter((word) => !NAMES.has(word)), id).toEqual([]);
      expect(/[\u4e00-\u9fff]/.test(inChinese.title), id).toBe(true);
    }
  });

  test('take two sentences each', () => {
    for (const { id, en: inEnglish, zh: inChinese } of SCENES) {
      expect(inEnglish.text.replaceAll(/et al\./g, 'et al').match(/[.!?](?=\s|$)/g)?.length, `${id}: ${inEnglish.text}`).toBe(2);
      expect(inChinese.text.match(/[。！？]/g)?.length, `${id}: ${inChinese.text}`).toBe(2);
    }
  });
});
