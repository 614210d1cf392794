/** The colours that canvases need, read from the CSS custom properties once per change of theme. */

import type { CellKind } from '../generated/types';
import type { Scheme } from './colormap';

export interface CellColours {
  /** Lines and marks: at least 3:1 against the page. */
  mark: string;
  /** Text: at least 4.5:1. */
  text: string;
}

export interface Theme {
  scheme: Scheme;
  page: string;
  panel: string;
  hairline: string;
  ink: string;
  secondary: string;
  tertiary: string;
  cells: Record<CellKind, CellColours>;
  /** The font family of labels in canvases. */
  font: string;
  /** The size of small labels in CSS pixels: 12, or 16 when presenting. */
  small: number;
}

/** Every cell's second cue, so that no meaning rests on hue alone: the shape of its marks and the dashes of its line. */
export const CUES: Record<CellKind, { shape: 'triangle' | 'circle' | 'square' | 'diamond'; dash: readonly number[] }> = {
  rnn: { shape: 'triangle', dash: [] },
  lstm: { shape: 'circle', dash: [] },
  gru: { shape: 'square', dash: [7, 3.5] },
  window: { shape: 'diamond', dash: [2.5, 3] },
};

export function readTheme(root: Element, scheme: Scheme): Theme {
  const style = getComputedStyle(root);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const cell = (kind: CellKind): CellColours => ({ mark: read(`--${kind}`), text: read(`--${kind}-text`) });
  return {
    scheme,
    page: read('--page'),
    panel: read('--panel'),
    hairline: read('--hairline'),
    ink: read('--ink'),
    secondary: read('--secondary'),
    tertiary: read('--tertiary'),
    cells: { rnn: cell('rnn'), lstm: cell('lstm'), gru: cell('gru'), window: cell('window') },
    font: style.fontFamily,
    small: Number.parseFloat(read('--small')) || 12,
  };
}

/** Adds a cell's mark, centred, to the current path. */
export function traceMark(context: CanvasRenderingContext2D, cell: CellKind, x: number, y: number, size: number): void {
  const r = size / 2;
  switch (CUES[cell].shape) {
    case 'circle':
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 2 * Math.PI);
      break;
    case 'square':
      context.rect(x - r * 0.9, y - r * 0.9, size * 0.9, size * 0.9);
      break;
    case 'triangle':
      context.moveTo(x, y - r * 1.1);
      context.lineTo(x + r * 1.05, y + r * 0.8);
      context.lineTo(x - r * 1.05, y + r * 0.8);
      context.closePath();
      break;
    case 'diamond':
      context.moveTo(x, y - r * 1.2);
      context.lineTo(x + r * 1.2, y);
      context.lineTo(x, y + r * 1.2);
      context.lineTo(x - r * 1.2, y);
      context.closePath();
      break;
  }
}
