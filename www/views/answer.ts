import type { LaneFrame } from '../engine/frame';
import { answerAt, askedSteps, onlyAsked, wantedAt } from './answers';
import { fitCanvas } from './canvas';
import { h, rich, write } from './dom';
import { glyph, value } from './format';
import type { Row, RowContext, RowKind } from './row';

/** The model's answer at every step: bold in the cell's colour when right, grey when wrong, boxed where it is scored. */
export const answerRows: RowKind = (_run, words) => [new AnswerRow(words.rows.answer)];

const FRESH = 1;
const STALE = 2;

class AnswerRow implements Row {
  readonly panel = 'answer';
  readonly pass = 'forward';
  readonly height = 17;
  readonly stretches = false;
  readonly detail = true;
  readonly element: HTMLElement;

  readonly #canvas = h('canvas', { class: 'answers', 'aria-hidden': 'true' });
  readonly #result = h('div', { class: 'scale result', 'data-answer': true });
  #context: RowContext | null = null;
  /** Per step: the class answered (or −1), and whether it belongs to this pass or to an earlier one. */
  #answers = new Int32Array(0);
  #age = new Uint8Array(0);
  /** Per step: the class that would be right, or −1. */
  #wanted = new Int32Array(0);
  #asked: number[] = [];
  #only: number | null = null;
  /** The step whose loss is followed, when it is one of several. */
  #followed: number | null = null;
  /** The number answered at each asked step, for squared error. */
  #values = new Float32Array(0);

  constructor(label: string) {
    this.element = h('div', { class: 'row answer', 'data-row': 'answer', 'data-panel': 'answer', part: 'row answer' },
      h('div', { class: 'label' }, rich(label)),
      h('div', { class: 'track' }, this.#canvas),
      this.#result);
  }

  lay(context: RowContext): void {
    this.#context = context;
    const { run } = context;
    this.#answers = new Int32Array(run.steps).fill(-1);
    this.#age = new Uint8Array(run.steps);
    this.#values = new Float32Array(run.steps);
    this.#wanted = Int32Array.from({ length: run.steps }, (_, step) => wantedAt(run, step) ?? -1);
    this.#asked = askedSteps(run);
    this.#only = onlyAsked(run);
    this.#draw();
  }

  paint(lane: LaneFrame, from: number, to: number): void {
    const context = this.#context;
    if (context === null || from >= to) return;
    const { run, scale } = context;
    this.#followed = lane.followed;
    const outputs = lane.field('outputs');
    const end = Math.min(run.steps, to * scale.merged);
    for (let step = from * scale.merged; step < end; step++) {
      this.#age[step] = FRESH;
      if (run.loss === 'crossEntropy') this.#answers[step] = answerAt(outputs, step, run.outputs);
      else this.#values[step] = outputs[step * run.outputs]!;
    }
    this.#draw();
  }

  fade(): void {
    for (let step = 0; step < this.#age.length; step++) {
      if (this.#age[step] === FRESH) this.#age[step] = STALE;
    }
    this.#draw();
  }

  #draw(): void {
    const context = this.#context;
    if (context === null) return;
    const { run, scale, theme } = context;
    const height = Math.max(this.height, theme.small + 5);
    const canvas = fitCanvas(this.#canvas, scale.width + 2, height);
    canvas.clearRect(0, 0, scale.width + 2, height);
    canvas.textAlign = 'center';
    canvas.textBaseline = 'middle';
    if (run.loss === 'squaredError') this.#drawValues(canvas, height);
    else if (scale.hasLetters) this.#drawLetters(canvas, height);
    else this.#drawTicks(canvas, height);
    canvas.globalAlpha = 1;
    this.#writeResult();
  }

  #drawLetters(canvas: CanvasRenderingContext2D, height: number): void {
    const { run, scale, theme } = this.#context!;
    const colours = theme.cells[run.cell];
    const size = Math.min(theme.small + 1, scale.column);
    const bold = `700 ${size}px ${theme.font}`;
    const regular = `400 ${size}px ${theme.font}`;
    for (let step = 0; step < run.steps; step++) {
      const age = this.#age[step];
      if (age === 0) continue;
      const answer = this.#answers[step]!;
      const right = answer === this.#wanted[step];
      const boxed = step === this.#only || step === this.#followed;
      const x = scale.x(step);
      canvas.globalAlpha = age === FRESH ? 1 : 0.4;
      if (boxed) {
        canvas.beginPath();
        canvas.roundRect(scale.left(step) + 0.5, 0.75, scale.column - 1, height - 1.5, 3);
        if (right) {
          canvas.fillStyle = colours.text;
          canvas.fill();
        } else {
          canvas.strokeStyle = theme.tertiary;
          canvas.lineWidth = 1.25;
          canvas.stroke();
        }
      }
      canvas.font = right ? bold : regular;
      canvas.fillStyle = right ? (boxed ? theme.page : colours.text) : theme.tertiary;
      canvas.fillText(glyph(run.outputLabels?.[answer] ?? String(answer)), x, height / 2 + 0.5, scale.column);
    }
  }

  /** Too narrow for letters: a tall tick in the cell's colour when right, a short grey one when wrong. */
  #drawTicks(canvas: CanvasRenderingContext2D, height: number): void {
    const { run, scale, theme } = this.#context!;
    for (let column = 0; column < scale.columns; column++) {
      const first = column * scale.merged;
      const end = Math.min(run.steps, first + scale.merged);
      let seen = 0;
      let right = true;
      let compared = false;
      for (let step = first; step < end; step++) {
        seen = Math.max(seen, this.#age[step]!);
        if (this.#wanted[step] === -1) continue;
        compared = true;
        right &&= this.#answers[step] === this.#wanted[step];
      }
      if (seen === 0 || !compared) continue;
      canvas.globalAlpha = seen === FRESH ? 1 : 0.4;
      canvas.fillStyle = right ? theme.cells[run.cell].mark : theme.tertiary;
      const tick = right ? height - 4 : 4;
      canvas.fillRect(column * scale.column + 1, height - 2 - tick, scale.column - 2, tick);
    }
  }

  /** Squared error: the number answered at each asked step, as far as there is room. */
  #drawValues(canvas: CanvasRenderingContext2D, height: number): void {
    const { scale, theme, run } = this.#context!;
    let free = -Infinity;
    canvas.font = `700 ${theme.small + 1}px ${theme.font}`;
    for (const step of this.#asked) {
      const age = this.#age[step];
      const text = value(this.#values[step]!);
      const width = canvas.measureText(text).width + 4;
      const x = Math.max(width / 2, Math.min(scale.width - width / 2, scale.x(step)));
      if (age === 0 || x - width / 2 < free) continue;
      free = x + width / 2;
      canvas.globalAlpha = age === FRESH ? 1 : 0.4;
      canvas.fillStyle = theme.cells[run.cell].text;
      canvas.fillText(text, x, height / 2 + 0.5);
    }
  }

  /** Right of the row: a tick or a cross, the right number, or how many of all are right. */
  #writeResult(): void {
    const { run, words } = this.#context!;
    const seen = (step: number) => this.#age[step] !== 0;
    let text = '';
    let state = '';
    if (run.loss === 'squaredError') {
      const last = this.#asked.at(-1);
      const target = last === undefined ? undefined : run.probe.targets[last];
      if (Array.isArray(target)) text = `→ ${value(target[0] ?? NaN)}`;
    } else if (this.#only !== null) {
      if (seen(this.#only)) {
        state = this.#answers[this.#only] === this.#wanted[this.#only] ? 'right' : 'wrong';
        text = state === 'right' ? '✓' : '✕';
      }
    } else if (this.#asked.some(seen)) {
      const right = this.#asked.filter((step) => this.#answers[step] === this.#wanted[step]).length;
      text = `${right}/${this.#asked.length}`;
    }
    write(this.#result, text);
    this.#result.dataset.answer = state;
    const title = state === 'right' ? words.answer.right : state === 'wrong' ? words.answer.wrong : '';
    if (this.#result.title !== title) this.#result.title = title;
  }
}
