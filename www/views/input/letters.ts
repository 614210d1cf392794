/** Symbols of a letter or so: one in each column, those to be remembered as chips. */

import type { RunDescription } from '../../generated/types';
import { glyph } from '../format';
import { markedSteps, plainHeight, type InputContext, type InputView } from './input';

export const letters: InputView = {
  height: (_run, theme) => plainHeight(theme),

  draw(canvas, { run, scale, theme, height }) {
    const symbols = run.probe.symbols ?? [];
    canvas.textAlign = 'center';
    canvas.textBaseline = 'middle';
    const marked = markedSteps(run);
    const size = theme.small + 1;
    const room = Math.max(scale.column, size + 4);
    // What a chip that is wider than its column would lie on.
    const isCovered = (step: number) => !marked.has(step) && [...marked].some((mark) => Math.abs(scale.x(mark) - scale.x(step)) < room / 2 + size / 3);
    if (!scale.hasLetters) drawSteps(canvas, { scale, theme, height });
    for (let step = 0; step < run.steps; step++) {
      const isChip = marked.has(step);
      if ((!scale.hasLetters && !isChip) || isCovered(step)) continue;
      const label = labelAt(run, symbols[step]!);
      // Where chips would lie on each other, each is a bar without its letter.
      const crowded = isChip && run.probe.marks.some((mark) => mark !== step && Math.abs(scale.x(mark) - scale.x(step)) < room);
      const width = crowded ? Math.max(2, scale.column - 2) : room;
      const x = Math.max(width / 2, Math.min(scale.width - width / 2, scale.x(step)));
      if (isChip) {
        canvas.fillStyle = theme.ink;
        canvas.beginPath();
        canvas.roundRect(x - width / 2, 1, width, height - 2, 4);
        canvas.fill();
      }
      if (crowded) continue;
      canvas.font = `${isChip ? 700 : 400} ${size}px ${theme.font}`;
      canvas.fillStyle = isChip ? theme.page : theme.secondary;
      canvas.fillText(label, x, height / 2 + 0.5, width);
    }
  },
};

/** A bar a column, where there is no room for more. */
export function drawSteps(canvas: CanvasRenderingContext2D, { scale, theme, height }: Pick<InputContext, 'scale' | 'theme' | 'height'>): void {
  canvas.fillStyle = theme.hairline;
  for (let column = 0; column < scale.columns; column++) canvas.fillRect(column * scale.column + 0.5, height / 2 - 2, scale.column - 1, 4);
}

export const labelAt = (run: RunDescription, symbol: number): string => glyph(run.inputLabels?.[symbol] ?? String(symbol));
