import { expect, test } from 'vitest';
import { areLetters, classNames, labelsWhere, shortLabels } from './labels';

test.each<[string[], string[]]>([
  [['speaker 1', 'speaker 2', 'speaker 9'], ['1', '2', '9']],
  [['negative', 'positive'], ['n', 'p']],
  [['none', 'person', 'place', 'organisation'], ['n', 'pe', 'pl', 'o']],
  [['人名', '地名', '机构'], ['人', '地', '机']],
  // One that begins another stays whole.
  [['a', 'ab'], ['a', 'ab']],
  [['speaker', 'speaker 2'], ['speaker', 'speaker ']],
  [['gun'], ['g']],
  // Two signs need no room between them.
  [['↺ 0', '↺ 1', '↻ 0', '↻ 1'], ['↺0', '↺1', '↻0', '↻1']],
])('%j are told apart by %j', (labels, short) => {
  expect(shortLabels(labels)).toEqual(short);
});

test('a letter, a sign for a blank and a pair of letters are no words', () => {
  expect(areLetters(['a', ' ', '\n', 'XY'])).toBe(true);
  expect(areLetters(['good', '.'])).toBe(false);
  expect(areLetters(null)).toBe(true);
});

test('a class is spelled out where it has room, and cut short beside it where not', () => {
  const tags = ['none', 'person', 'place', 'organisation'];
  expect(labelsWhere(tags, (label) => label.length < 8)).toEqual(['none', 'person', 'place', 'o']);
  expect(labelsWhere(tags, () => false)).toEqual(shortLabels(tags));
  expect(labelsWhere(['speaker 1', 'speaker 2'], () => true)).toEqual(['1', '2']);
});

test('classes are named in the language of the page, each word of a name by itself', () => {
  const chinese = { classes: { speaker: '说话人', none: '无' } };
  expect(classNames({ outputLabels: ['speaker 3', 'none', '↻ 2'], outputs: 3 }, chinese)).toEqual(['说话人 3', '无', '↻ 2']);
  expect(classNames({ outputLabels: null, outputs: 2 }, chinese)).toEqual(['0', '1']);
});
