/** How a cell is told apart: a colour pair for each scheme, and a second cue beside it, so that no meaning rests on hue alone. */

export interface CellColours {
  /** Lines and marks: at least 3:1 against the page. */
  mark: string;
  /** Text: at least 4.5:1. */
  text: string;
}

export type MarkShape = 'triangle' | 'circle' | 'square' | 'diamond' | 'pentagon' | 'cross' | 'star';

export interface CellLook {
  light: CellColours;
  dark: CellColours;
  /** The shape of its marks. */
  shape: MarkShape;
  /** The dashes of its lines. */
  dash: readonly number[];
}

/** A mark in a box of 20 × 20, as an SVG path. */
export const MARK_PATHS: Record<MarkShape, string> = {
  triangle: 'M10 3.5l7 12.5h-14z',
  circle: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14',
  square: 'M4 4h12v12h-12z',
  diamond: 'M10 2l7.5 8-7.5 8-7.5-8z',
  pentagon: 'M10 2.5l7.6 5.5-2.9 9h-9.4l-2.9-9z',
  star: 'M10 1.5l2.4 6.1 6.6.4-5.1 4.1 1.7 6.4-5.6-3.6-5.6 3.6 1.7-6.4-5.1-4.1 6.6-.4z',
  cross: 'M7 2.5h6v4.5h4.5v6h-4.5v4.5h-6v-4.5h-4.5v-6h4.5z',
};

/** Adds a mark, centred, to the current path. */
export function traceMark(context: CanvasRenderingContext2D, shape: MarkShape, x: number, y: number, size: number): void {
  const r = size / 2;
  switch (shape) {
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
    case 'cross':
      context.rect(x - r * 1.1, y - r * 0.42, size * 1.1, size * 0.42);
      context.rect(x - r * 0.42, y - r * 1.1, size * 0.42, size * 1.1);
      break;
    case 'star':
      for (let corner = 0; corner < 10; corner++) {
        const angle = (Math.PI * corner) / 5 - Math.PI / 2;
        const reach = (corner % 2 === 0 ? 1.25 : 0.55) * r;
        context[corner === 0 ? 'moveTo' : 'lineTo'](x + reach * Math.cos(angle), y + reach * Math.sin(angle));
      }
      context.closePath();
      break;
    case 'pentagon':
      for (let corner = 0; corner < 5; corner++) {
        const angle = (2 * Math.PI * corner) / 5 - Math.PI / 2;
        context[corner === 0 ? 'moveTo' : 'lineTo'](x + r * 1.1 * Math.cos(angle), y + r * 1.1 * Math.sin(angle));
      }
      context.closePath();
      break;
  }
}
