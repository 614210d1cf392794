/** Names of classes: spelled out where there is room, else as short as still tells them apart. */

import type { RunDescription } from '../generated/types';
import type { Messages } from '../i18n';
import { glyph } from './format';
import { textWidth } from './ruler';
import type { Theme } from './theme';

/** What the classes of a run are called in the language of the page; a word of several is looked up by itself, as in `speaker 1`. */
export function classNames({ outputLabels, outputs }: Pick<RunDescription, 'outputLabels' | 'outputs'>, { classes }: Pick<Messages, 'classes'>): string[] {
  const labels = outputLabels ?? Array.from({ length: outputs }, (_, index) => String(index));
  return labels.map((label) => label.split(' ').map((word) => classes[word] ?? word).join(' '));
}

/** Glyphs that a symbol may have to stand in a column of its own. */
const LETTERS = 2;

/** Whether every label is a letter or so; else they are words. */
export function areLetters(labels: readonly string[] | null): boolean {
  return labels === null || labels.every((label) => Array.from(glyph(label)).length <= LETTERS);
}

/** Each label without the words that all begin with, and no longer than it has to be: `speaker 1` → `1`, `person` → `pe` beside `place`. */
export function shortLabels(labels: readonly string[]): string[] {
  const names = withoutCommonWords(labels).map((label) => Array.from(glyph(label).replace(/^(\S) (\S)$/u, '$1$2')));
  return names.map((name, index) => {
    let length = 1;
    const isTold = () => names.every((other, place) => place === index || other.slice(0, length).join('') !== name.slice(0, length).join(''));
    while (length < name.length && !isTold()) length += 1;
    return name.slice(0, length).join('');
  });
}

/** Between two names in neighbouring columns, in CSS pixels. */
const GAP = 6;

/** What stands for each class: its whole name where that has room, else its short one. */
export function labelsWhere(labels: readonly string[], hasRoom: (label: string) => boolean): string[] {
  const short = shortLabels(labels);
  return withoutCommonWords(labels).map((name, index) => (hasRoom(glyph(name)) ? glyph(name) : short[index]!));
}

/** Those of columns so wide. */
export const labelsFor = (labels: readonly string[], column: number, { small, font }: Pick<Theme, 'small' | 'font'>): string[] =>
  labelsWhere(labels, (label) => textWidth(label, `700 ${small + 1}px ${font}`) + GAP <= column);

function withoutCommonWords(labels: readonly string[]): string[] {
  const split = labels.map((label) => label.split(' '));
  const first = split[0] ?? [];
  let common = 0;
  while (labels.length > 1 && common < first.length && split.every((words) => words.length > common + 1 && words[common] === first[common])) common += 1;
  return split.map((words) => words.slice(common).join(' '));
}
