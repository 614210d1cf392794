/** Where a digit is drawn, with a pointer or by keys, and said which it is. */

import type { Drawing } from '../engine/own';
import { h } from '../views/dom';
import { shadesOf, type Point } from './drawing';

/** Of the pad in CSS pixels, and of a step by keys. */
const SIZE = 168;
const STEP = 6;

interface PadTexts {
  pad: string;
  keys: string;
  which: string;
  clear: string;
}

export class DrawingPad {
  readonly #canvas = h('canvas', { width: 2 * SIZE, height: 2 * SIZE, tabindex: 0, role: 'img', class: 'drawing-pad', 'data-own': 'drawing' });
  #strokes: Point[][] = [];
  #digit = 7;
  /** Where the pen is that keys move, and whether it is down. */
  #pen: Point = [SIZE / 2, SIZE / 4];
  #down = false;

  constructor() {
    const at = (event: PointerEvent): Point => {
      const box = this.#canvas.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * SIZE, ((event.clientY - box.top) / box.height) * SIZE];
    };
    let drawing = false;
    this.#canvas.addEventListener('pointerdown', (event) => {
      drawing = true;
      this.#canvas.setPointerCapture(event.pointerId);
      this.#strokes.push([at(event)]);
      this.#draw();
    });
    this.#canvas.addEventListener('pointermove', (event) => {
      if (!drawing) return;
      this.#strokes.at(-1)!.push(at(event));
      this.#draw();
    });
    for (const end of ['pointerup', 'pointercancel'] as const) this.#canvas.addEventListener(end, () => (drawing = false));
    this.#canvas.addEventListener('keydown', (event) => this.#key(event));
    this.#canvas.addEventListener('focus', () => this.#draw());
    this.#canvas.addEventListener('blur', () => this.#draw());
  }

  /** What is drawn; null where nothing is. */
  get drawing(): Drawing | null {
    const shades = shadesOf(this.#strokes);
    return shades === null ? null : { digit: this.#digit, shades };
  }

  render(words: PadTexts): HTMLElement {
    this.#canvas.setAttribute('aria-label', `${words.pad} ${words.keys}`);
    this.#canvas.title = words.keys;
    const which = h('select', { 'aria-label': words.which, 'data-own': 'digit', translate: 'no' }, ...Array.from({ length: 10 }, (_, digit) => h('option', { value: digit, selected: digit === this.#digit }, String(digit))));
    which.addEventListener('change', () => (this.#digit = Number(which.value)));
    const clear = h('button', { type: 'button', class: 'link' }, words.clear);
    clear.addEventListener('click', () => {
      this.#strokes = [];
      this.#draw();
    });
    requestAnimationFrame(() => this.#draw());
    return h('div', { class: 'drawing' }, this.#canvas, h('div', { class: 'buttons' }, h('label', {}, words.which, ' ', which), clear));
  }

  /** Arrows move the pen; the space bar sets it down and lifts it. */
  #key(event: KeyboardEvent): void {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === ' ') {
      this.#down = !this.#down;
      if (this.#down) this.#strokes.push([this.#pen]);
    } else if (move !== undefined) {
      this.#pen = [Math.max(4, Math.min(SIZE - 4, this.#pen[0] + STEP * move[0]!)), Math.max(4, Math.min(SIZE - 4, this.#pen[1] + STEP * move[1]!))];
      if (this.#down) this.#strokes.at(-1)?.push(this.#pen);
    } else return;
    // The page's own keys play and select.
    event.preventDefault();
    event.stopPropagation();
    this.#draw();
  }

  #draw(): void {
    const canvas = this.#canvas.getContext('2d');
    if (canvas === null) return;
    const style = getComputedStyle(this.#canvas);
    canvas.setTransform(2, 0, 0, 2, 0, 0);
    canvas.clearRect(0, 0, SIZE, SIZE);
    canvas.strokeStyle = canvas.fillStyle = style.color;
    canvas.lineWidth = 14;
    canvas.lineCap = canvas.lineJoin = 'round';
    for (const stroke of this.#strokes) {
      canvas.beginPath();
      stroke.forEach(([x, y], index) => (index === 0 ? canvas.moveTo(x, y) : canvas.lineTo(x, y)));
      if (stroke.length === 1) canvas.lineTo(stroke[0]![0] + 0.1, stroke[0]![1]);
      canvas.stroke();
    }
    if (document.activeElement !== this.#canvas) return;
    canvas.lineWidth = 1.5;
    canvas.beginPath();
    canvas.arc(this.#pen[0], this.#pen[1], this.#down ? 5 : 8, 0, 2 * Math.PI);
    canvas.stroke();
  }
}
