/** A number between 0 and 1 at each step: a bar from the bottom, in ink where it has to be remembered. */

import { plainHeight, type InputView } from './input';

export const bars: InputView = {
  height: (_run, theme) => plainHeight(theme),

  draw(canvas, { run, scale, theme, height }) {
    const values = run.probe.values ?? [];
    canvas.fillStyle = theme.hairline;
    canvas.fillRect(0, height - 2, scale.width, 1);
    const marked = new Set(run.probe.marks);
    for (let step = 0; step < run.steps; step++) {
      const size = Math.max(1, Math.max(0, Math.min(1, values[step]?.[0] ?? 0)) * (height - 6));
      const inset = Math.max(1, scale.column * 0.28);
      const width = Math.max(2, scale.column - 2 * inset);
      canvas.fillStyle = marked.has(step) ? theme.ink : theme.tertiary;
      canvas.globalAlpha = marked.has(step) ? 1 : 0.5;
      canvas.fillRect(scale.left(step) + inset, height - 2 - size, width, size);
      if (!marked.has(step)) continue;
      // However small the number, its mark is seen.
      canvas.strokeStyle = theme.ink;
      canvas.lineWidth = 1.5;
      canvas.beginPath();
      canvas.roundRect(scale.left(step) + inset - 3, 1, width + 6, height - 2, 4);
      canvas.stroke();
    }
    canvas.globalAlpha = 1;
  },
};
