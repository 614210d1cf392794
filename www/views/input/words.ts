/** Symbols that are words: side by side where they fit, else upright, as many as there is room for. */

import type { RunDescription } from '../../generated/types';
import { textWidth } from '../ruler';
import type { Theme } from '../theme';
import { drawSteps, labelAt } from './letters';
import { markedSteps, plainHeight, type InputView } from './input';

/** Between two words in a row, and around an upright one, in CSS pixels. */
const GAP = 6;
const MARGIN = 4;
/** Of an upright word, in sizes of its letters. */
const LONGEST = 8;
/** Written from top to bottom, letter by letter, as they are in print. */
const STACKED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u;

export const words: InputView = {
  height(run, theme, column) {
    if (fits(run, theme, column)) return plainHeight(theme);
    const size = theme.small + 1;
    const longest = Math.max(...wordsOf(run).map((word) => length(word, size, theme)));
    return Math.max(plainHeight(theme), Math.ceil(Math.min(longest, LONGEST * size)) + 2 * MARGIN);
  },

  draw(canvas, context) {
    const { run, scale, theme, height, selected } = context;
    canvas.textBaseline = 'middle';
    const size = theme.small + 1;
    const flat = height <= plainHeight(theme);
    const marked = markedSteps(run);
    const texts = wordsOf(run);
    const apart = flat ? 0 : size + 2;
    const shown = thinned(texts.map((_, step) => scale.x(step)), apart, [...(selected === null ? [] : [selected]), ...marked]);
    if (shown.length < texts.length) drawSteps(canvas, { scale, theme, height: 6 });
    for (const step of shown) {
      const text = texts[step]!;
      const isChip = marked.has(step);
      canvas.font = `${isChip ? 700 : 400} ${size}px ${theme.font}`;
      const x = Math.max(size / 2 + 1, Math.min(scale.width - size / 2, scale.x(step)));
      const ink = isChip ? theme.page : step === selected ? theme.ink : theme.secondary;
      if (flat) drawFlat(canvas, { text, x: scale.x(step), width: scale.column, height, ink, chip: isChip ? theme.ink : null });
      else drawUpright(canvas, { text, x, size, height, ink, chip: isChip ? theme.ink : null, length: Math.min(length(text, size, theme), height - 2 * MARGIN) });
    }
  },
};

/** The steps whose words have room, `apart` pixels from each other: first those that come first in `preferred`, then the rest in order. */
export function thinned(places: readonly number[], apart: number, preferred: readonly number[]): number[] {
  const shown: number[] = [];
  for (const step of [...preferred, ...places.keys()]) {
    const x = places[step];
    if (x !== undefined && !shown.includes(step) && shown.every((other) => Math.abs(places[other]! - x) >= apart)) shown.push(step);
  }
  return shown.sort((a, b) => a - b);
}

const wordsOf = (run: RunDescription): string[] => (run.probe.symbols ?? []).map((symbol) => labelAt(run, symbol));

/** Whether every word has room in its column. */
function fits(run: RunDescription, theme: Theme, column: number): boolean {
  return wordsOf(run).every((word) => textWidth(word, `700 ${theme.small + 1}px ${theme.font}`) + GAP <= column);
}

/** From top to bottom. */
function length(word: string, size: number, theme: Theme): number {
  return STACKED.test(word) ? Array.from(word).length * size * 1.05 : textWidth(word, `700 ${size}px ${theme.font}`);
}

interface Word {
  text: string;
  x: number;
  height: number;
  ink: string;
  /** The ground of a word that is to be remembered. */
  chip: string | null;
}

function drawFlat(canvas: CanvasRenderingContext2D, { text, x, width, height, ink, chip }: Word & { width: number }): void {
  canvas.textAlign = 'center';
  if (chip !== null) box(canvas, chip, x - width / 2 + 1, 1, width - 2, height - 2);
  canvas.fillStyle = ink;
  canvas.fillText(text, x, height / 2 + 0.5, width);
}

/** From the top down where it is stacked, else turned to be read from below, its end at the top. */
function drawUpright(canvas: CanvasRenderingContext2D, { text, x, size, height, ink, chip, length: long }: Word & { size: number; length: number }): void {
  if (chip !== null) box(canvas, chip, x - size / 2 - 1, MARGIN - 3, size + 2, long + 6);
  canvas.fillStyle = ink;
  if (STACKED.test(text)) {
    canvas.textAlign = 'center';
    Array.from(text).forEach((letter, index) => {
      canvas.fillText(letter, x, MARGIN + (index + 0.5) * size * 1.05);
    });
    return;
  }
  canvas.save();
  canvas.translate(x, MARGIN);
  canvas.rotate(-Math.PI / 2);
  canvas.textAlign = 'right';
  canvas.fillText(text, 0, 0.5, height - 2 * MARGIN);
  canvas.restore();
}

function box(canvas: CanvasRenderingContext2D, colour: string, ...[x, y, width, height]: [number, number, number, number]): void {
  canvas.fillStyle = colour;
  canvas.beginPath();
  canvas.roundRect(x, y, width, height, 4);
  canvas.fill();
}

