/** What stands still behind or over a chart, drawn once and copied: setting text is the most expensive part of a frame. */

import { fitCanvas } from './canvas';
import { h } from './dom';

export class Backdrop {
  readonly #canvas = h('canvas');
  #key: string | null = null;

  /** Forgets what was drawn: look or size have changed. */
  clear(): void {
    this.#key = null;
  }

  /**
   * Copies the backdrop onto a chart's canvas, and draws it first when `key` differs from last time. `key` names all
   * that the drawing depends on between two calls of `clear`.
   */
  show(target: CanvasRenderingContext2D, width: number, height: number, key: string, draw: (context: CanvasRenderingContext2D) => void): void {
    if (key !== this.#key) {
      this.#key = key;
      const context = fitCanvas(this.#canvas, width, height);
      context.clearRect(0, 0, width, height);
      draw(context);
    }
    target.drawImage(this.#canvas, 0, 0, width, height);
  }
}
