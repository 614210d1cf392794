/** The hero chart: the norm of the loss's gradient at every step, one line a cell, on a logarithmic axis. */

import type { LaneFrame, StageFrame } from '../engine/frame';
import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import type { Facts } from '../story/facts';
import { figure, ROUNDED_AWAY } from '../story/share';
import type { AskedChart } from './asked';
import { Backdrop } from './backdrop';
import { fitCanvas } from './canvas';
import { h, rich, write } from './dom';
import { explain } from './terms';
import { count, magnitude } from './format';
import { DecadeAxis, drawDecade } from './hero-axis';
import { drawCurves, entersOnce, entryStep, FRESH, STALE, ringRadius, type Curve, type Plane } from './hero-curves';
import { specOf } from './cells/spec';
import { drawExpected, drawPinnedCurves, pinnedValues, type Pinned } from './pinned';
import { gradientNorms, statesOf, type Quantity } from './quantity';
import { referenceNorm } from './reference';
import type { TimeScale } from './scale';
import type { Theme } from './theme';
import { walls } from './wall';

export interface HeroContext {
  /** For its lanes and their runs; the numbers come with `paint`. */
  frame: StageFrame;
  scale: TimeScale;
  theme: Theme;
  words: Messages;
  layer: number;
  quantity: Quantity;
  /** Relative to the last step, or absolute. */
  relative: boolean;
  /** k of truncated backpropagation, 0 for none. */
  truncate: number;
  /** Another run that stays on view. */
  pinned: Pinned | null;
  /** What a reader expected at each step, relative to the last one. */
  expected: Float64Array | null;
  /** Where the reader is to draw it: the axes alone. */
  asked: AskedChart | null;
  /** Height of the plot in CSS pixels. */
  height: number;
  /** Whether the labels stand left of the plot, each at the height of its line. */
  labelsBeside: boolean;
}

/** Room above the axis: a line of words, in label sizes, and half a mark; and below it. */
const LETTERS = 1.4;
const MARK = 6;
const PAD = 12;
/** The canvas reaches this far left of the axis, so that marks at t = 1 are whole. */
const MARGIN = 7;
/** Further, where labels stand beside the plot: lines lead from them to the ends of theirs. */
const LEADER = 24;
/** Room for the decades, in label sizes. */
const SCALE_WIDTH = 4.5;
/** Middle of a label's first line, and the room between two labels. */
const FIRST_LINE = 13;
const APART = 4;
/** Thickness of a wall: two lines and the gap between them. */
const WALL = 5;

/** What the chart keeps of one cell: its curve, and its label. */
interface Line extends Curve {
  label: HTMLElement;
  name: HTMLElement;
  share: HTMLElement;
  /** How it came to that: the mean gain of a step. */
  gain: HTMLElement;
  /** Of a lane that diverged: the update that its numbers belong to, and that at which it did. */
  ended: { shown: number; diverged: number } | null;
  y: number;
  /** Height of the label, and its place. */
  height: number;
  top: number;
}

export class HeroView {
  readonly element: HTMLElement;
  /** Whether it keeps its numbers to itself: in words, in tooltips and in the table. */
  outcomeHidden = false;
  readonly #canvas = h('canvas', { role: 'img', part: 'hero', 'data-hero': true });
  readonly #labels = h('div', { class: 'hero-labels', 'aria-hidden': 'true' });
  #facts: Facts | null = null;
  /** Whether the words of the labels are to be written anew. */
  #due = true;
  readonly #axis = new DecadeAxis();
  readonly #backdrop = new Backdrop();
  #lines: Line[] = [];
  #context: HeroContext | null = null;
  /** The curves of the run that is pinned. */
  #pinned: { cell: CellKind; values: Float64Array }[] = [];

  constructor() {
    this.element = h('div', { class: 'row hero', 'data-row': 'hero', 'data-panel': 'hero' }, this.#labels, h('div', { class: 'track' }, this.#canvas, h('slot', { name: 'chart' })));
  }

  lay(context: HeroContext): void {
    const former = this.#context;
    this.#context = context;
    this.#backdrop.clear();
    // A run begins with a range of its own, whatever was on view before it.
    if (former?.relative !== context.relative || former.layer !== context.layer || former.quantity !== context.quantity || former.asked !== context.asked || former.frame.lanes[0]?.run !== context.frame.lanes[0]?.run) this.#axis.reset();
    this.#labels.classList.toggle('beside', context.labelsBeside);
    this.#labels.style.setProperty('visibility', context.asked === null ? 'inherit' : 'hidden');
    this.#due = true;
    this.#pinned = (context.pinned?.frame.lanes ?? []).map((lane) => ({ cell: lane.cell, values: pinnedValues(lane, context.quantity, context.layer, context.relative) }));
    this.#lines = context.frame.lanes.map((lane) => {
      const name = h('span', { class: 'name', translate: 'no' }, ...nameOf(lane, context));
      const shareText = h('span', { class: 'share', translate: 'no' });
      const gain = h('span', { class: 'gain' });
      return {
        cell: lane.cell,
        values: new Float64Array(lane.run.steps),
        age: new Uint8Array(lane.run.steps),
        label: h('div', { class: `hero-label cell-${lane.cell}`, 'data-cell': lane.cell }, name, ' ', shareText, ' ', gain),
        name,
        share: shareText,
        gain,
        ended: null,
        y: 0,
        height: 0,
        top: 0,
      };
    });
    this.#labels.replaceChildren(...this.#lines.map((line) => line.label));
  }

  /** What the labels speak of; words change only with it. */
  set facts(facts: Facts) {
    this.#facts = facts;
    this.#due = true;
  }

  /** Takes the values of the steps in the columns from…to − 1 as fresh. */
  paint(frame: StageFrame, from: number, to: number): void {
    const context = this.#context;
    if (context === null) return;
    for (const lane of frame.lanes) {
      const line = this.#lines.find(({ cell }) => cell === lane.cell);
      if (line === undefined) continue;
      line.ended = lane.diverged === null ? null : { shown: lane.scalar('update'), diverged: lane.diverged.update };
      const norms = gradientNorms(lane, context.quantity, context.layer);
      const reference = context.relative ? referenceNorm(norms) : 0;
      const end = Math.min(norms.length, to * context.scale.merged);
      for (let step = from * context.scale.merged; step < end; step++) {
        line.values[step] = norms[step]! - reference;
        line.age[step] = FRESH;
      }
    }
  }

  fade(): void {
    for (const line of this.#lines) {
      for (let step = 0; step < line.age.length; step++) {
        if (line.age[step] === FRESH) line.age[step] = STALE;
      }
    }
  }

  draw(): void {
    const context = this.#context;
    if (context === null) return;
    this.#fitAxis();
    const { scale, height, theme } = context;
    const margin = this.#margin;
    const width = margin + scale.width + SCALE_WIDTH * theme.small;
    const canvas = fitCanvas(this.#canvas, width, height);
    canvas.clearRect(0, 0, width, height);
    this.#backdrop.show(canvas, width, height, `${this.#axis.top} ${this.#axis.bottom} ${this.#hasZeros}`, (grid) => {
      grid.translate(margin, 0);
      this.#drawGrid(grid, context);
      this.#drawWalls(grid, context);
    });
    canvas.translate(margin, 0);
    if (context.asked !== null) {
      const { offsetLeft: left, offsetTop: top } = this.#canvas;
      context.asked.lay({ x: (step) => left + margin + scale.x(Math.floor((step - 1) / scale.merged)), y: (log10) => top + this.#y(log10), width: left + width, height: top + height });
      return;
    }
    this.#writeLabels(context);
    if (!this.outcomeHidden) drawPinnedCurves(canvas, context.pinned?.name ?? '', this.#pinned, this.#plane(context));
    drawCurves(canvas, this.#lines, this.#plane(context));
    if (this.#expected !== null) drawExpected(canvas, this.#expected, this.#plane(context));
    if (context.labelsBeside) this.#drawLeaders(canvas, context);
  }

  /** What was expected, where the chart has the same steps and scale. */
  get #expected(): Float64Array | null {
    const { expected, relative, frame } = this.#context!;
    return relative && !this.outcomeHidden && expected?.length === frame.lanes[0]?.run.steps ? expected : null;
  }

  #plane({ scale, theme, truncate, relative, height, frame }: HeroContext): Plane {
    return { scale, theme, truncate, relative, foot: height - this.#pad, entry: entryStep(frame), y: (log10) => this.#y(log10), weight: theme.small > 12 ? theme.small / 8 : 1 };
  }

  /** The curves and the range they are drawn in, for whoever draws them again. */
  get curves(): readonly Curve[] {
    return this.#lines;
  }

  get axis(): DecadeAxis {
    return this.#axis;
  }

  /** How far the canvas reaches left of the axis. */
  get #margin(): number {
    return this.#context?.labelsBeside === true ? LEADER : MARGIN;
  }

  /** From each label to the end of its line, so that labels which had to move apart are told apart. */
  #drawLeaders(canvas: CanvasRenderingContext2D, { scale, theme }: HeroContext): void {
    canvas.lineWidth = 1;
    for (const line of this.#lines) {
      if (line.age[0] === 0) continue;
      const y = line.top + this.#firstLine;
      canvas.strokeStyle = theme.cells[line.cell].mark;
      canvas.globalAlpha = 0.75;
      canvas.beginPath();
      canvas.moveTo(-LEADER + 2, y);
      canvas.lineTo(-LEADER + 7, y);
      canvas.lineTo(scale.x(0) - 8, line.y);
      canvas.stroke();
    }
    canvas.globalAlpha = 1;
  }

  /** Whether there is room for words between two lines of the grid. */
  get #isRoomy(): boolean {
    const [upper = 0, lower = 0] = this.#axis.lines();
    return this.#y(lower) - this.#y(upper) > 2.2 * this.#context!.theme.small;
  }

  get #firstLine(): number {
    return FIRST_LINE * Math.max(1, this.#context!.theme.small / 14);
  }

  /** Room below the axis: for the lower half of a ring. */
  get #pad(): number {
    return Math.max(PAD, ringRadius(this.#context!.theme) + 2);
  }

  /** Where the axis begins. */
  get #top(): number {
    return Math.ceil(LETTERS * this.#context!.theme.small) + MARK * Math.max(1, this.#context!.theme.small / 16);
  }

  #y(log10: number): number {
    const inner = this.#context!.height - this.#top - this.#pad;
    return this.#top + Math.max(0, Math.min(1, this.#axis.place(log10))) * inner;
  }

  #fitAxis(): void {
    if (this.#context!.asked !== null) {
      this.#axis.fit(-this.#context!.asked.decades, 0);
      return;
    }
    let lowest = 0;
    let highest = -Infinity;
    for (const line of this.#lines) {
      for (let step = 0; step < line.values.length; step++) {
        const value = line.values[step]!;
        if (line.age[step] === 0 || !Number.isFinite(value)) continue;
        if (value < lowest) lowest = value;
        if (value > highest) highest = value;
      }
    }
    for (const value of [...this.#pinned.flatMap(({ values }) => [...values]), ...(this.#expected ?? [])]) {
      if (!Number.isFinite(value)) continue;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    this.#axis.fit(lowest, highest);
  }

  #drawGrid(canvas: CanvasRenderingContext2D, { frame, scale, theme, height, relative, truncate, words }: HeroContext): void {
    canvas.font = `400 ${theme.small}px ${theme.font}`;
    canvas.textBaseline = 'middle';
    canvas.textAlign = 'left';
    canvas.lineWidth = 1;
    const names: { text: string; y: number }[] = [];
    // What every step reads directly does not fade on the way: how much is left of it there says nothing.
    const fades = frame.lanes.every(({ run }) => !run.spec.attends);
    for (const decade of this.#axis.lines()) {
      const y = Math.round(this.#y(decade)) + 0.5;
      drawDecade(canvas, decade, y, scale.width, theme);
      const named = (words.hero.decades as Partial<Record<string, string>>)[decade];
      if (relative && fades && named !== undefined && scale.width >= 300 && this.#isRoomy) names.push({ text: named, y });
    }
    const free = this.#drawRoundedAway(canvas, { scale, theme, height, relative, truncate, words });
    canvas.textAlign = 'right';
    for (const { text, y } of names) {
      const middle = y - theme.small * 0.8;
      if (free !== null && Math.abs(middle - free) < theme.small * 1.2) continue;
      // Rings around zeros stand at the foot.
      if (this.#hasZeros && middle > height - this.#pad - 2 * theme.small) continue;
      canvas.fillStyle = theme.tertiary;
      canvas.fillText(text, scale.width - 6, middle);
    }
    canvas.textAlign = 'left';
  }

  /** The rule below which float32 sums lose a gradient; returns the height of its note, where there is one. */
  #drawRoundedAway(canvas: CanvasRenderingContext2D, { scale, theme, height, relative, truncate, words }: Pick<HeroContext, 'scale' | 'theme' | 'height' | 'relative' | 'truncate' | 'words'>): number | null {
    if (!relative || this.#axis.bottom > ROUNDED_AWAY) return null;
    const y = Math.round(this.#y(ROUNDED_AWAY)) + 0.5;
    hatch(canvas, scale.width, y, height - this.#pad, theme.hairline);
    canvas.strokeStyle = theme.tertiary;
    canvas.setLineDash([1.5, 3]);
    canvas.beginPath();
    canvas.moveTo(0, y);
    canvas.lineTo(scale.width, y);
    canvas.stroke();
    canvas.setLineDash([]);
    const note = words.hero.roundedAway;
    const room = height - this.#pad - y;
    // Where the rule is near the top, lines run through the place of the note; and zeros stand on it.
    if (this.#hasZeros || truncate > 0 || scale.width < 360 || room < (height - this.#pad - this.#top) * 0.15 || this.#axis.bottom < -16) return null;
    canvas.textAlign = 'right';
    const noteY = y + Math.min(room / 2, theme.small * 1.2);
    const width = canvas.measureText(note).width;
    canvas.fillStyle = theme.page;
    canvas.fillRect(scale.width - 8 - width, noteY - theme.small * 0.7, width + 8, theme.small * 1.4);
    canvas.fillStyle = theme.secondary;
    canvas.fillText(note, scale.width - 4, noteY);
    return noteY;
  }

  get #hasZeros(): boolean {
    const last = entryStep(this.#context!.frame) ?? Infinity;
    return this.#lines.some(({ age, values }) => values.some((value, step) => value === -Infinity && age[step] !== 0 && step <= last));
  }

  /** What stands above the axis at its left end where gradients are truncated; otherwise nothing. */
  get note(): string {
    const { truncate, words, frame } = this.#context!;
    if (walls(frame.lanes[0]?.run.steps ?? 0, truncate).length === 0) return '';
    const uncut = frame.lanes.filter(({ cell }) => specOf(cell).carried.length === 0).map(({ cell }) => words.cells[cell]);
    if (uncut.length === frame.lanes.length) return words.hero.nothingCut;
    return words.hero.wall(truncate) + (uncut.length === 0 ? '' : words.hero.uncut(uncut.join(', ')));
  }

  /** Truncation cuts the gradient at every k-th step: a double line that no curve crosses. */
  #drawWalls(canvas: CanvasRenderingContext2D, { scale, theme, height, truncate, frame }: HeroContext): void {
    const { note } = this;
    if (note === '') return;
    const cuts = frame.lanes.some(({ cell }) => specOf(cell).carried.length > 0);
    const places = cuts ? walls(frame.lanes[0]?.run.steps ?? 0, truncate).map((step) => (step / scale.merged) * scale.column) : [];
    const apart = places.length > 1 ? places[1]! - places[0]! : scale.width;
    // Where walls stand closer than they are thick there is only wall.
    const thick = Math.min(WALL, apart / 2);
    for (const x of places) {
      canvas.fillStyle = theme.ink;
      canvas.fillRect(x - thick / 2, this.#top - 4, thick, height - this.#top - this.#pad + 8);
      canvas.fillStyle = theme.page;
      if (thick === WALL) canvas.fillRect(x - 1, this.#top - 4, 2, height - this.#top - this.#pad + 8);
    }
    const width = canvas.measureText(note).width;
    canvas.textAlign = 'left';
    canvas.fillStyle = theme.page;
    canvas.fillRect(0, 0, width + 4, theme.small + 3);
    canvas.fillStyle = theme.ink;
    canvas.fillText(note, 0, theme.small / 2 + 2);
  }

  /** What reaches t = 1 and how it came to that, at the height of the line's left end; labels that would overlap move apart. */
  #writeLabels({ relative, labelsBeside, words, frame }: HeroContext): void {
    // Only of one loss alone is a ratio the gain of its steps.
    const single = entersOnce(frame);
    for (const [index, line] of this.#lines.entries()) {
      const first = line.values[0]!;
      line.y = this.#y(Number.isFinite(first) ? first : this.#axis.bottom);
      if (!this.#due) continue;
      const known = line.age[0] !== 0;
      write(line.share, !known ? '' : relative ? figure(first) : magnitude(first));
      line.label.classList.toggle('unseen-line', labelsBeside && !known);
      line.label.classList.toggle('stale', line.age[0] === STALE);
      const lane = this.#facts?.lanes[index];
      // Of the pass before, as its share is, until this one has come.
      const ended = line.ended === null ? null : words.hero.ended(count(line.ended.shown), count(line.ended.diverged));
      if (line.age[0] !== STALE) write(line.gain, known && ended !== null ? ended : known && relative && single && lane !== undefined && !this.outcomeHidden ? words.story.gain(lane) : '');
      line.height = line.label.offsetHeight;
    }
    this.#due = false;
    if (labelsBeside) this.#placeLabels(this.#context!);
  }

  #placeLabels({ height }: HeroContext): void {
    const sorted = [...this.#lines].sort((a, b) => a.y - b.y);
    const tops = sorted.map((line) => line.y - this.#firstLine);
    let below = height;
    for (let index = sorted.length - 1; index >= 0; index--) {
      tops[index] = Math.min(tops[index]!, below - sorted[index]!.height - APART);
      below = tops[index]!;
    }
    let above = 0;
    sorted.forEach((line, index) => {
      line.top = Math.max(tops[index]!, above);
      above = line.top + line.height + APART;
      line.label.style.setProperty('transform', `translateY(${line.top}px)`);
    });
  }

  /** What reaches t = 1 in each lane, null where no pass has been there; null while it keeps its numbers to itself. */
  get reached(): { cell: CellKind; log10: number | null }[] | null {
    if (this.#context === null || this.outcomeHidden) return null;
    return this.#lines.map(({ cell, age, values }) => ({ cell, log10: age[0] === 0 ? null : values[0]! }));
  }

  /** What is dotted: the curves of the run that is pinned. */
  get pinned(): { name: string; lanes: readonly { cell: CellKind; values: Float64Array }[] } | null {
    const pinned = this.#context?.pinned ?? null;
    return pinned === null || this.outcomeHidden ? null : { name: pinned.name, lanes: this.#pinned };
  }

  /** Gives the canvas its description. */
  label(text: string): void {
    this.#canvas.setAttribute('aria-label', text);
  }

  /** The normalised magnitude of a cell at a step, as painted: for tooltips. Null when no pass has been there. */
  valueAt(cell: CellKind, step: number): number | null {
    const line = this.#lines.find((candidate) => candidate.cell === cell);
    return !this.outcomeHidden && line?.age[step] === FRESH ? line.values[step]! : null;
  }
}

/** Hatches what lies between two heights, faintly: numbers there are lost in a float32 sum. */
function hatch(canvas: CanvasRenderingContext2D, width: number, top: number, bottom: number, colour: string): void {
  canvas.save();
  canvas.beginPath();
  for (let x = top - bottom; x < width; x += 7) {
    // Cut off at the sides by hand: a picture is made of the same lines, and knows no clipping.
    const [from, to] = [Math.max(0, x), Math.min(width, x + bottom - top)];
    canvas.moveTo(from, bottom - (from - x));
    canvas.lineTo(to, bottom - (to - x));
  }
  canvas.strokeStyle = colour;
  canvas.globalAlpha = 0.55;
  canvas.stroke();
  canvas.restore();
}

/** “LSTM, memory c”: where cells differ in what the chart follows, each says it. */
function nameOf(lane: LaneFrame, { words, quantity, frame }: HeroContext): (Node | string)[] {
  const name = words.cells[lane.cell];
  const states = statesOf(lane, quantity);
  if (states.length === 0 || frame.lanes.every((each) => statesOf(each, quantity).join() === 'h')) return [name];
  const symbol = states.length > 1 ? `(${states.map((state) => `*${state}*`).join(', ')})` : `*${states[0]}*`;
  const label = quantity === 'memory' && states[0] !== 'h' ? words.hero.memory(symbol) : symbol;
  const of = h('span', { class: 'of', 'data-states': states.join() }, words.hero.of, rich(label));
  return [name, label === symbol ? of : explain(of, 'memory', words)];
}
