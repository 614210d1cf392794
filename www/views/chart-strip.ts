/** The chart as a low strip: what stays in sight of it on a phone, while the lanes are read. */

import type { RunDescription } from '../generated/types';
import type { Messages } from '../i18n';
import { figure } from '../story/share';
import { targetOf } from './axis';
import { fitCanvas } from './canvas';
import { MARK_PATHS } from './cells/look';
import { LOOKS } from './cells/looks';
import { h, verbatim, write } from './dom';
import { glyph, magnitude } from './format';
import { readsWords } from './input';
import { areLetters, classNames, shortLabels } from './labels';
import { drawDecade, type DecadeAxis } from './hero-axis';
import { drawCurves, FRESH, type Curve } from './hero-curves';
import { icon } from './icons';
import type { Pass } from './row';
import { TimeScale } from './scale';
import type { Theme } from './theme';

export interface StripContext {
  run: RunDescription;
  theme: Theme;
  words: Messages;
  /** Of the strip, in CSS pixels. */
  width: number;
  relative: boolean;
  truncate: number;
}

/** What the chart has drawn, and where its wave is: `reached` counts steps along the pass. */
export interface Drawn {
  curves: readonly Curve[];
  axis: DecadeAxis;
  entry: number | null;
  wave: { pass: Pass | null; reached: number };
}

const MARGIN = 14;
/** Right of the axis: decades, and the target. */
const SIDE = 62;
/** The plot between half a mark above and below, and the numbers under it. */
const PLOT = 54;
const EDGE = 7;
const NUMBERS = 20;
/** Of the whole strip, with one line of names. */
const HEIGHT = 110;
/** So many symbols to remember have room between the numbers. */
const FEW = 2;

export class ChartStrip {
  /** A copy of what is told elsewhere. */
  readonly element = h('div', { class: 'chart-strip', part: 'chart-strip', 'aria-hidden': 'true', hidden: true });
  readonly #names = h('div', { class: 'strip-names' });
  readonly #canvas = h('canvas');
  #shares: HTMLElement[] = [];
  #cells = '';
  #context: (StripContext & { scale: TimeScale }) | null = null;
  #observer: IntersectionObserver | null = null;

  constructor() {
    this.element.append(this.#names, this.#canvas);
  }

  /** Shows itself from now on while the chart is above the window; `shown` is called when it comes. Null ends that. */
  follow(chart: Element | null, shown: () => void): void {
    this.#observer?.disconnect();
    this.#observer = null;
    this.element.hidden = true;
    if (chart === null) return;
    this.#observer = new IntersectionObserver((entries) => {
      const { isIntersecting, boundingClientRect } = entries.at(-1)!;
      this.element.hidden = isIntersecting || boundingClientRect.height === 0 || boundingClientRect.top > 0;
      if (!this.element.hidden) shown();
    }, { rootMargin: `-${HEIGHT}px 0px 0px` });
    this.#observer.observe(chart);
  }

  lay(context: StripContext): void {
    this.#context = { ...context, scale: new TimeScale(context.run.steps, context.width - MARGIN - SIDE) };
    this.#cells = '';
  }

  draw({ curves, axis, entry, wave }: Drawn): void {
    const context = this.#context;
    if (context === null) return;
    this.#write(curves, context);
    const { scale, theme, truncate, relative } = context;
    const canvas = fitCanvas(this.#canvas, context.width, PLOT + NUMBERS);
    canvas.clearRect(0, 0, context.width, PLOT + NUMBERS);
    canvas.translate(MARGIN, 0);
    const y = (log10: number) => EDGE + Math.max(0, Math.min(1, axis.place(log10))) * (PLOT - 2 * EDGE);
    this.#drawAxis(canvas, [axis.top, axis.bottom], y, context);
    drawCurves(canvas, curves, { scale, theme, truncate, relative, foot: PLOT - EDGE, entry, y, weight: 1 });
    if (wave.pass === null) return;
    const x = (wave.reached / scale.steps) * scale.width;
    canvas.fillStyle = theme.wave;
    canvas.fillRect((wave.pass === 'forward' ? x : scale.width - x) - 1, 0, 2, PLOT);
  }

  /** What reaches t = 1 in each model. */
  #write(curves: readonly Curve[], { relative, words }: StripContext): void {
    const cells = curves.map(({ cell }) => cell).join();
    if (cells !== this.#cells) {
      this.#cells = cells;
      this.#shares = curves.map(() => h('b'));
      this.#names.replaceChildren(...curves.map(({ cell }, index) => {
        const mark = icon(MARK_PATHS[LOOKS[cell].shape]);
        mark.classList.add('mark');
        return h('span', { class: `cell-${cell}` }, mark, verbatim(words.cells[cell]), this.#shares[index]!);
      }));
    }
    for (const [index, { age, values }] of curves.entries()) {
      const share = this.#shares[index]!;
      write(share, age[0] === 0 ? '' : relative ? figure(values[0]!) : magnitude(values[0]!));
      share.classList.toggle('stale', age[0] !== FRESH);
    }
  }

  #drawAxis(canvas: CanvasRenderingContext2D, decades: readonly number[], y: (log10: number) => number, { run, scale, theme, words }: StripContext & { scale: TimeScale }): void {
    canvas.font = `400 ${theme.small}px ${theme.font}`;
    canvas.textBaseline = 'middle';
    canvas.lineWidth = 1;
    canvas.textAlign = 'left';
    for (const decade of decades) {
      drawDecade(canvas, decade, Math.round(y(decade)) + 0.5, scale.width, theme);
    }
    const middle = PLOT + NUMBERS / 2;
    const target = targetOf(run, words);
    if (target !== null) canvas.fillText(`→ ${this.#shortened(classNames(run, words), target)}`, scale.width + 8, middle);
    const chips = this.#chips(run);
    canvas.textAlign = 'center';
    for (const step of scale.ticks()) {
      const x = Math.max(scale.x(step), canvas.measureText(String(step + 1)).width / 2);
      if (chips.every((chip) => Math.abs(scale.x(chip) - x) > theme.small * 2)) canvas.fillText(String(step + 1), x, middle);
    }
    canvas.font = `700 ${theme.small}px ${theme.font}`;
    for (const step of chips) {
      const x = Math.max(scale.x(step), 5);
      canvas.fillStyle = theme.ink;
      canvas.beginPath();
      canvas.roundRect(x - 9, middle - 9, 18, 18, 4);
      canvas.fill();
      canvas.fillStyle = theme.page;
      canvas.fillText(glyph(run.inputLabels?.[run.probe.symbols![step]!] ?? String(run.probe.symbols![step])), x, middle + 0.5, 16);
    }
  }

  /** A word cut to what tells it from the others, for there is room for a letter or two. */
  #shortened(names: readonly string[], target: string): string {
    const place = areLetters(names) ? -1 : names.indexOf(target);
    return place < 0 ? target : shortLabels(names)[place]!;
  }

  /** The steps whose symbols are to be remembered, where these are few. */
  #chips(run: RunDescription): readonly number[] {
    const { probe } = run;
    return probe.symbols !== null && !readsWords(run) && probe.marks.length <= FEW ? probe.marks : [];
  }
}
