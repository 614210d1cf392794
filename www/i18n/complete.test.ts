import { describe, expect, test } from 'vitest';

import { SCENES } from '../scenes/list';
import { loadMessages } from './index';
import { LANGUAGES, languageOf, parseLanguage } from './languages';
import { flaws } from './mechanics';
import type { Allowed, Rule } from './refusal';

/** Latin words that are names, in Chinese as in English. */
const NAMES = new Set([
  'Vanishing', 'Point', 'RNN', 'LSTM', 'GRU', 'minGRU', 'LRU', 'Transformer', 'softmax', 'norm', 'exp', 'ln', 'BPTT', 'IRNN', 'tanh', 'cos', 'ReLU', 'Xavier', 'PyTorch', 'RMSprop', 'Adam', 'SGD', 'torch', 'optim', 'Cho',
  'float', 'none', 'hide', 'Shift', 'Home', 'End', 'Escape', 'PageDown', 'PageUp', 'PNG', 'SVG', 'CSV', 'JSON', 'WebM', 'GIF', 'Trace', 'HTML', 'CSS', 'URL', 'iframe', 'USB',
  'Python', 'Keras', 'Markdown', 'WordPress', 'React', 'Vue', 'Jupyter', 'WebAssembly', 'JavaScript', 'Node', 'vanishing', 'point', 'npm', 'XOR', 'safetensors', 'NumPy', 'relu', 'engine', 'UTF', 'snapshot', 'text', 'chrono', 'all', 'max', 'bit',
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
    const list = (index: number) => [`⟦${index}a⟧`, `⟦${index}b⟧`];
  // What a function takes is not told at run time: marks, lists of marks.
  const attempts = [
    Array.from({ length: write.length }, (_, index) => single(index)),
    Array.from({ length: write.length }, (_, index) => list(index)),
    Array.from({ length: write.length }, (_, index) => (index === write.length - 1 ? list(index) : single(index))),
    Array.from({ length: write.length }, (_, index) => (index % 2 === 0 ? list(index) : single(index))),
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

const [inEnglish, inChinese] = await Promise.all([loadMessages('en'), loadMessages('zh')]);
/** Sentences made from facts have tests of their own. */
const english = new Map(leaves({ ...inEnglish, story: null, poster: languageOf('en').poster }));
const chinese = new Map(leaves({ ...inChinese, story: null, poster: languageOf('zh').poster }));

describe('the two languages', () => {
  test('have the same keys, and the same kind of text behind each', () => {
    const kind = ([key, value]: [string, unknown]) => `${key}: ${typeof value}`;
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
      // Refusals and failures are data of many shapes and have tests of their own.
      if (key === 'errors' || key === 'failures' || typeof value !== 'function') continue;
      const [a, b] = [written(value), written(chinese.get(key))];
      expect(a, `${key} cannot be written in English`).not.toBeNull();
      expect(b, `${key} cannot be written in Chinese`).not.toBeNull();
      expect(b!.marks, key).toEqual(a!.marks);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(40);
  });

  test('are spaced and punctuated as each language is, and have one term for a thing', () => {
    const wrong = ([['en', english], ['zh', chinese]] as const).flatMap(([language, texts]) =>
      [...texts].flatMap(([key, value]) => flaws(written(value)?.text ?? '', language).map((flaw) => `${language} ${key}: ${flaw}`)));
    expect(wrong).toEqual([]);
  });

  test('are found out where they are not', () => {
    const SPOILED = {
      en: ["the model's answer", 'right , or wrong', '95 % right', '95% right', '答案', 'Not known and left aside'],
      zh: ['答案,正确', '答案正确.', '“答案” 正确', '答案， 正确', '答对 95 %', '第40 步', '第 40步', '答案 正确', '正在计算…', '"答案"', '三条泳道', '模型的回答', '恰好为零'],
    };
    for (const language of LANGUAGES) for (const text of SPOILED[language]) expect(flaws(text, language), text).not.toEqual([]);
    for (const text of ['约 0.15%，第 *k* 步的“答案”：正确。', '出人意料的 RNN（GRU）……', '∂*L*/∂记忆']) expect(flaws(text, 'zh'), text).toEqual([]);
    for (const text of ['95\u2009% of the models’ answers, *t* = 3: “right”.', 'a . in `.html`']) expect(flaws(text, 'en'), text).toEqual([]);
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
  test('are told in every language, and no language tells of a scene that is not there', () => {
    for (const language of [inEnglish, inChinese]) expect(Object.keys(language.sceneTexts).sort()).toEqual(SCENES.map(({ id }) => id).sort());
    for (const { id } of SCENES) expect(/[\u4e00-\u9fff]/.test(inChinese.sceneTexts[id].title), id).toBe(true);
  });

  test('take two sentences each', () => {
    for (const { id } of SCENES) {
      const [en, zh] = [inEnglish.sceneTexts[id].text, inChinese.sceneTexts[id].text];
      expect(en.replaceAll(/et al\./g, 'et al').match(/[.!?](?=\s|$)/g)?.length, `${id}: ${en}`).toBe(2);
      expect(zh.match(/[。！？]/g)?.length, `${id}: ${zh}`).toBe(2);
    }
  });
});

describe('a refusal', () => {
  const kinds = ['unknownKey', 'wrongValue', 'outOfRange', 'wrongShape', 'notFinite', 'weightName', 'text', 'unreadable', 'module'] as const;
  const RULES: readonly Rule[] = ['object', 'utf8', 'safetensors', 'grammar', 'varies', 'numberType', 'snapshot', 'sameModel', 'knownCharacters', 'prompt', 'textTask', 'finiteWeights', 'knownClass'];
  const allowed: readonly Allowed[] = [
    { type: 'range', min: 2, max: 1024, exclusiveMin: false, integer: true, nullable: false },
    { type: 'range', min: 0, max: null, exclusiveMin: true, integer: false, nullable: true },
    { type: 'range', min: 0, max: 10, exclusiveMin: true, integer: false, nullable: false },
    { type: 'words', words: ['⟦a⟧', '⟦b⟧'], nullable: true },
    { type: 'list', words: ['⟦a⟧', '⟦b⟧'] },
    { type: 'keys', keys: ['⟦a⟧', '⟦b⟧'] },
    { type: 'finite' },
    { type: 'atMost', limit: 77, reason: 'memory' },
    { type: 'shape', expected: '⟦24 × 8⟧' },
    { type: 'file', file: '⟦file⟧' },
    { type: 'text', longest: 100, mostDifferent: 20 },
    { type: 'other', words: '⟦words⟧' },
    { type: 'module', fault: 'bidirectional' },
    ...RULES.map((rule) => ({ type: 'rule' as const, rule })),
  ];
  test.each(kinds)('%s: one sentence that says what was given, with the same values in both languages', (kind) => {
    for (const what of allowed) {
      const refusal = { kind, key: '⟦key⟧', given: '⟦given⟧', allowed: what };
      const [en, zh] = [inEnglish.errors(refusal), inChinese.errors(refusal)];
      const marks = (text: string) => [...new Set(text.match(/⟦[^⟧]*⟧|\d+/g) ?? [])].sort();
      expect(en).toContain('⟦given⟧');
      expect(en).toMatch(/^[^.]+\.$/);
      expect(zh).toMatch(/^[^。]+。$/);
      expect(marks(zh)).toEqual(marks(en));
      expect(words(zh).filter((word) => !NAMES.has(word)), zh).toEqual([]);
      expect([...flaws(en, 'en'), ...flaws(zh, 'zh')]).toEqual([]);
    }
  });
});

describe('a language', () => {
  test('is chosen by the first part of a tag, and none is made up', () => {
    expect(['zh', 'zh-CN', 'en-GB', 'EN', 'fr', '', null].map(parseLanguage)).toEqual(['zh', 'zh', 'en', 'en', null, null, null]);
  });

  test('has a name of its own', () => {
    const names = LANGUAGES.map((language) => languageOf(language).name);
    expect(new Set(names).size).toBe(LANGUAGES.length);
  });
});
