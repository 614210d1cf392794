/** The vertical axis of the hero chart, in decades. */

import { powerOfTen } from './format';
import type { Theme } from './theme';

/** The lowest decades that the axis may end in. */
const FLOORS = [-10, -12, -15, -20, -25, -30, -40, -50, -75, -100, -150, -200, -300, -400, -500, -750, -1000, -1500, -2000, -3000];
/** Frames for which a smaller range must have been enough before the axis shrinks: it must not jitter. */
const PATIENCE = 90;

/** The range shown; it grows at once and shrinks late. */
export class DecadeAxis {
  top = 0;
  bottom = FLOORS[0]!;
  #patience = 0;

  reset(): void {
    this.top = 0;
    this.bottom = FLOORS[0]!;
    this.#patience = 0;
  }

  /** Makes room for all values from `lowest` to `highest` (log10; infinities are left out by the caller). */
  fit(lowest: number, highest: number): void {
    const bottom = FLOORS.find((floor) => lowest >= floor) ?? FLOORS.at(-1)!;
    const top = highest <= 0.3 ? 0 : Math.ceil(highest / 2) * 2;
    const grows = bottom < this.bottom || top > this.top;
    const shrinks = !grows && (bottom > this.bottom || top < this.top);
    this.#patience = shrinks ? this.#patience + 1 : 0;
    if (shrinks && this.#patience < PATIENCE) return;
    this.bottom = grows ? Math.min(bottom, this.bottom) : bottom;
    this.top = grows ? Math.max(top, this.top) : top;
    this.#patience = 0;
  }

  /** Decades with a line and a label. */
  lines(): number[] {
    const span = this.top - this.bottom;
    const step = [3, 6, 15, 30, 60, 150, 300, 600].find((size) => span / size <= 6) ?? 600;
    const lines: number[] = [];
    for (let decade = Math.floor(this.top / step) * step; decade >= this.bottom; decade -= step) lines.push(decade);
    return lines;
  }

  /** 0 at the top of the axis, 1 at its bottom. */
  place(log10: number): number {
    return (this.top - log10) / (this.top - this.bottom);
  }
}

/** Draws the line of a decade as wide as the time axis, and its power of ten behind it. */
export function drawDecade(canvas: CanvasRenderingContext2D, decade: number, y: number, width: number, theme: Theme): void {
  canvas.strokeStyle = theme.hairline;
  canvas.beginPath();
  canvas.moveTo(0, y);
  canvas.lineTo(width, y);
  canvas.stroke();
  canvas.fillStyle = theme.secondary;
  canvas.fillText(powerOfTen(decade), width + 8, y);
}
