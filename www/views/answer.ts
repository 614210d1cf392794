import type { LaneFrame } from '../engine/frame';
import type { RunDescription } from '../generated/types';
import { answerAt, askedSteps, onlyAsked, wantedAt } from './answers';
import { fitCanvas } from './canvas';
import { h, rich, write } from './dom';
import { glyph, value } from './format';
import { drawCurve } from './input/channels';
import { areLetters, classNames, labelsFor, shortLabels } from './labels';
import type { Row, RowContext, RowKind } from './row';
import { textWidth } from './ruler';
import { targetText } from './steps';

/** The model's answer at every step: bold in the cell's colour when right, grey when wrong, boxed where it is scored. */
export const answerRows: RowKind = (run, words) => [new AnswerRow(words.rows.answer, run)];

/** Heights in CSS pixels: of letters, of words cut short over how sure the model is, and of curves. */
const HEIGHTS = { letters: 17, words: 22, curves: 40 } as const;
/** From so many target steps on, numbers are drawn as curves. */
const CURVE = 8;

/** How far letters may be pressed together to stand in a column of their own. */
const PRESSED = 1.15;

/** How the answers of a run are drawn. */
export function answerForm(run: RunDescription): keyof typeof HEIGHTS {
  if (run.loss === 'squaredError') return askedSteps(run).length >= CURVE ? 'curves' : 'letters';
  return areLetters(run.outputLabels) ? 'letters' : 'words';
}

/** Whether the answer at every step is what there is to see: where data or films are read, but not in a text, which answers with its next letter. */
const isTold = (run: RunDescription): boolean => answerForm(run) === 'curves' || ((run.dataSha256 !== null || run.input.type === 'image') && !run.runsOn);

const FRESH = 1;
const STALE = 2;

/** Of the letters of answers, in CSS pixels. */
const letterSize = ({ scale, theme }: RowContext): number => Math.min(theme.small + 1, scale.column);

class AnswerRow implements Row {
  readonly panel = 'answer';
  readonly pass = 'forward';
  readonly height: number;
  readonly stretches = false;
  readonly detail: boolean;
  readonly element: HTMLElement;

  readonly #canvas = h('canvas', { class: 'answers', 'aria-hidden': 'true' });
  readonly #result = h('div', { class: 'scale result', 'data-answer': true });
  readonly #label = h('div', { class: 'label' });
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
  /** The number answered at each asked step, for squared error; else how sure the model is of what would be right. */
  #values = new Float32Array(0);
  /** What stands for each class. */
  #labels: readonly string[] = [];
  /** Whether each of them has room in a column. */
  #hasRoom = false;

  constructor(label: string, run: RunDescription) {
    this.height = HEIGHTS[answerForm(run)];
    this.detail = !isTold(run);
    this.element = h('div', { class: 'row answer', 'data-row': 'answer', 'data-panel': 'answer', part: 'row answer' },
      this.#label,
      h('div', { class: 'track' }, this.#canvas),
      this.#result);
    this.#label.append(rich(label));
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
    const labels = classNames(run, context.words);
    this.#labels = answerForm(run) === 'words' ? labelsFor(labels, context.scale.column, context.theme) : labels.map(glyph);
    const { hasLetters, column } = context.scale;
    const size = letterSize(context);
    this.#hasRoom = hasLetters && this.#labels.every((label) => textWidth(label, `700 ${size}px ${context.theme.font}`) <= PRESSED * column);
    this.#label.title = answerForm(run) === 'words' ? shortLabels(labels).map((short, index) => `${short} ${labels[index]}`).join(', ') : '';
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
      if (run.loss === 'crossEntropy') {
        this.#answers[step] = answerAt(outputs, step, run.outputs);
        this.#values[step] = this.#wanted[step] === -1 ? NaN : outputs[step * run.outputs + this.#wanted[step]!]!;
      } else this.#values[step] = outputs[step * run.outputs]!;
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
    if (answerForm(run) === 'curves') this.#drawCurves(canvas, height);
    else if (run.loss === 'squaredError') this.#drawValues(canvas, height);
    else if (this.#hasRoom) this.#drawLetters(canvas, height);
    else this.#drawTicks(canvas, height);
    canvas.globalAlpha = 1;
    this.#writeResult();
  }

  #drawLetters(canvas: CanvasRenderingContext2D, height: number): void {
    const { run, scale, theme } = this.#context!;
    const colours = theme.cells[run.cell];
    const size = letterSize(this.#context!);
    const bold = `700 ${size}px ${theme.font}`;
    const regular = `400 ${size}px ${theme.font}`;
    if (answerForm(run) === 'words') this.#drawSureness(canvas, height);
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
      canvas.fillText(this.#labels[answer] ?? '', x, height / 2 + 0.5, scale.column);
    }
  }

  /** Behind the letters a ground as high as the model is sure of what is right, so that it shows since when. */
  #drawSureness(canvas: CanvasRenderingContext2D, height: number): void {
    const { run, scale, theme } = this.#context!;
    canvas.fillStyle = theme.cells[run.cell].mark;
    for (let step = 0; step < run.steps; step++) {
      const sure = this.#values[step]!;
      if (this.#age[step] === 0 || !(sure > 0)) continue;
      canvas.globalAlpha = this.#age[step] === FRESH ? 0.22 : 0.09;
      canvas.fillRect(scale.left(step), height * (1 - sure), scale.column, height * sure);
    }
    canvas.globalAlpha = 1;
  }

  /** Squared error at many steps: what was asked as a dotted line in ink, what was answered in the cell's colour. */
  #drawCurves(canvas: CanvasRenderingContext2D, height: number): void {
    const { run, scale, theme } = this.#context!;
    const wanted = run.probe.targets.map((target) => (Array.isArray(target) ? (target[0] ?? NaN) : NaN));
    const asked = wanted.filter(Number.isFinite);
    // An answer far outside of what is asked ends at the edge, so that the curve that is asked keeps its height.
    const room = (Math.max(...asked) - Math.min(...asked) || 1) * 0.15;
    const [least, most] = [Math.min(...asked) - room, Math.max(...asked) + room];
    const y = (number: number) => height - 1 - ((Math.max(least, Math.min(most, number)) - least) / (most - least)) * (height - 2);
    canvas.lineWidth = theme.small > 12 ? 2.5 : 1.5;
    canvas.strokeStyle = theme.secondary;
    canvas.setLineDash([2, 2]);
    drawCurve(canvas, run.steps, scale, (step) => y(wanted[step]!));
    canvas.setLineDash([]);
    canvas.strokeStyle = theme.cells[run.cell].mark;
    for (const age of [STALE, FRESH]) {
      canvas.globalAlpha = age === FRESH ? 1 : 0.4;
      drawCurve(canvas, run.steps, scale, (step) => (this.#age[step] === age && Number.isFinite(wanted[step]) ? y(this.#values[step]!) : NaN));
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
      if (Array.isArray(target) && answerForm(run) !== 'curves') text = `→ ${targetText(run, target, words)}`;
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
