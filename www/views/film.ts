/** The run so far: a chart of the loss (or accuracy) over the film of gradients, updates × steps. */

import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import { Backdrop } from './backdrop';
import { colourMap, gradientPixel } from './colormap';
import { fitCanvas } from './canvas';
import { h } from './dom';
import { explain } from './terms';
import { drawEvents, eventsOf } from './film-events';
import { FilmScrubber, type FilmActions } from './film-scrubber';
import { count, loss as lossText, percent } from './format';
import type { History, LaneHistory } from './history';
import { LOOKS } from './cells/looks';
import { drawPinnedPast, type Pinned } from './pinned';
import { putPixels } from './pixels';
import { textWidth } from './ruler';
import type { Theme } from './theme';

export interface FilmContext {
  theme: Theme;
  words: Messages;
  cells: readonly CellKind[];
  baseline: { loss: number; accuracy: number };
  /** Whether accuracy means something: not for squared error. */
  hasAccuracy: boolean;
  /** Whether what is learned from is limited, so that it may be learned by heart: then its loss is a second line. */
  hasTraining: boolean;
  width: number;
  /** How much larger all is than in a window of one reader. */
  grow: number;
  /** Whether there is room right of the chart for what the trivial answer reaches. */
  hasGutter: boolean;
  /** Another run that stays on view. */
  pinned: Pinned | null;
  /** The same, where it is not the run on view itself: then it has strips of its own. */
  beside: Pinned | null;
}

export type Measure = 'loss' | 'accuracy';

const CHART = 30;
const AXIS = 16;
/** Room right of the chart, in label sizes. */
const GUTTER = 3.9;

export class FilmView {
  readonly #chart = h('canvas', { role: 'img', 'data-chart': 'loss' });
  readonly #box: HTMLElement;
  readonly #axis = h('canvas', { 'aria-hidden': 'true' });
  readonly #strips = h('div', { class: 'film-strips' });
  readonly #stripLabels = h('div', { class: 'film-labels' });
  readonly #measures = h('div', { class: 'film-measures', role: 'group' });
  /** Which of a lane's two lines is which. */
  readonly #lines = h('span', { class: 'film-lines', 'aria-hidden': 'true' });
  readonly #buttons: Record<Measure, HTMLButtonElement>;
  readonly #scrubber: FilmScrubber;
  readonly #caption = h('span', { class: 'film-caption' });
  readonly #backdrop = new Backdrop();
  readonly #events = new Backdrop();
  /** What the chart shows. */
  measure: Measure = 'loss';
  #context: FilmContext | null = null;
  #films: { row: HTMLElement; after: HTMLElement; canvas: HTMLCanvasElement; image: ImageData; pixels: Uint32Array }[] = [];
  #viewed = 0;
  #generation = -1;
  /** What the numbers under the film were drawn for. */
  #axisKey = '';
  #drawn = -1;
  #history: History | null = null;

  /** @param box what it is put into. */
  constructor(box: HTMLElement, actions: FilmActions) {
    this.#box = box;
    this.#scrubber = new FilmScrubber(actions, this.#chart, this.#strips, this.#axis);
    const choose = (measure: Measure) => {
      const button = h('button', { type: 'button', 'data-measure': measure, 'aria-pressed': String(measure === this.measure) });
      button.addEventListener('click', () => this.#choose(measure));
      return button;
    };
    this.#buttons = { loss: choose('loss'), accuracy: choose('accuracy') };
    this.#measures.append(this.#lines, this.#buttons.loss, this.#buttons.accuracy);
    box.replaceChildren(
      h('div', { class: 'film-side' }, this.#measures, h('div', { class: 'film-legend' }, this.#caption, this.#stripLabels)),
      this.#scrubber.track);
  }

  #choose(measure: Measure): void {
    this.measure = measure;
    this.#press();
    if (this.#history !== null) this.draw(this.#history, this.#viewed);
  }

  #press(): void {
    for (const [name, button] of Object.entries(this.#buttons)) button.setAttribute('aria-pressed', String(name === this.measure));
    this.#lines.hidden = this.#context?.hasTraining !== true || this.measure !== 'loss';
  }

  lay(context: FilmContext): void {
    this.#context = context;
    this.#backdrop.clear();
    this.#events.clear();
    const { words, cells, hasAccuracy, hasTraining, beside } = context;
    this.#box.classList.toggle('two-losses', hasTraining);
    // For the page, which says how high a film is that is presented.
    this.#box.part.toggle('two-losses', hasTraining);
    this.#buttons.loss.textContent = words.film.loss;
    explain(this.#buttons.loss, 'loss', words);
    this.#buttons.accuracy.textContent = words.film.accuracy;
    this.#buttons.accuracy.hidden = !hasAccuracy;
    if (!hasAccuracy) this.measure = 'loss';
    this.#lines.replaceChildren(h('span', {}, words.film.heldOut), h('span', {}, words.film.learned));
    this.#press();
    this.#measures.setAttribute('aria-label', words.film.measures);
    this.#caption.textContent = words.film.caption;
    this.#caption.title = words.film.explanation;
    this.#buttons.loss.title = hasTraining ? words.film.training : '';
    const others = (beside?.history.lanes ?? []).map(({ cell }) => cell);
    this.#stripLabels.replaceChildren(
      ...cells.map((cell) => h('span', { class: `cell-${cell}`, translate: 'no' }, words.cells[cell])),
      ...others.map((cell) => h('span', { class: `cell-${cell} pinned`, translate: 'no', title: words.tables.pinned(words.cells[cell], beside!.name) }, `${words.cells[cell]} ${beside!.name}`)));
    this.#scrubber.track.setAttribute('aria-label', words.past.slider);
    this.#scrubber.track.title = words.past.bound;
    this.#films = [...cells, ...others].map(() => {
      const canvas = h('canvas', { class: 'film-strip', 'aria-hidden': 'true' });
      const after = h('div', { class: 'film-after', hidden: true });
      return { row: h('div', { class: 'film-row' }, canvas, after), after, canvas, image: new ImageData(1, 1), pixels: new Uint32Array(1) };
    });
    this.#strips.replaceChildren(...this.#films.map((film) => film.row));
    this.#generation = -1;
    this.#axisKey = '';
  }

  /** Draws the run so far; `viewed` is the update on view. */
  draw(history: History, viewed: number): void {
    const context = this.#context;
    this.#history = history;
    this.#viewed = viewed;
    if (context === null || history.latest < 0) return;
    this.#drawFilms(history, context);
    this.#drawAxis(history, viewed, context);
    this.#drawChart(history, context);
    this.#scrubber.show(history, viewed, context.width, context.words, this.#losses(history, viewed));
  }

  #drawFilms(history: History, context: FilmContext): void {
    const fresh = history.generation !== this.#generation;
    const newest = history.columnOf(history.latest);
    const from = fresh ? 0 : Math.min(this.#drawn, newest);
    if (fresh) {
      this.#generation = history.generation;
      this.#drawBeside(history, context);
    }
    const table = colourMap('gradient', context.theme.scheme);
    history.lanes.forEach((lane, index) => {
      const film = this.#films[index];
      if (film === undefined) return;
      if (fresh) {
        film.canvas.width = history.columns;
        film.canvas.height = lane.rows;
        film.canvas.style.setProperty('width', `${context.width}px`);
        film.image = new ImageData(history.columns, lane.rows);
        film.pixels = new Uint32Array(film.image.data.buffer);
      }
      paintFilm(film.pixels, lane, table, history.columns, from, newest);
      putPixels(film.canvas, film.image, from, newest - from + 1);
      film.after.hidden = lane.divergedAt === null;
      if (lane.divergedAt !== null) {
        const place = (update: number) => (update / history.range) * context.width;
        film.after.style.setProperty('left', `${place(lane.divergedAt)}px`);
        film.after.style.setProperty('width', `${Math.max(0, place(history.latest + 1) - place(lane.divergedAt))}px`);
      }
    });
    this.#drawn = newest;
  }

  /** The strips of the run that stays on view, as long as those of the one that trains; what lies beyond is cut off. */
  #drawBeside(history: History, { beside, cells, theme, width }: FilmContext): void {
    if (beside === null) return;
    const { lanes, columns, range, latest } = beside.history;
    lanes.forEach((lane, index) => {
      const film = this.#films[cells.length + index]!;
      film.canvas.width = columns;
      film.canvas.height = lane.rows;
      film.canvas.style.setProperty('flex', 'none');
      film.canvas.style.setProperty('width', `${(range / history.range) * width}px`);
      const image = new ImageData(columns, lane.rows);
      const newest = beside.history.columnOf(latest);
      const pixels = new Uint32Array(image.data.buffer);
      paintFilm(pixels, lane, colourMap('gradient', theme.scheme), columns, 0, newest);
      // Of this run frames alone were written down: each stands until the next.
      for (let column = 1; column <= newest; column++) {
        if (!Number.isNaN(lane.loss[column])) continue;
        for (let row = 0; row < lane.rows; row++) pixels[row * columns + column] = pixels[row * columns + column - 1]!;
      }
      putPixels(film.canvas, image, 0, newest + 1);
    });
  }

  /** The numbers under the film; those where the cursor names an update of the past make room for it. */
  #drawAxis(history: History, viewed: number, { theme, width, words }: FilmContext): void {
    const number = viewed < history.latest ? this.#scrubber.numberAt(viewed, history.range, width, theme) : null;
    const quarters = [1, 2, 3, 4].filter((quarter) => {
      const half = textWidth(count((quarter / 4) * history.range), `400 ${theme.small}px ${theme.font}`) / 2 + 4;
      const x = (quarter / 4) * width;
      return number === null || x + half < number.left || x - half > number.right;
    });
    const isFree = number === null || number.left > textWidth(words.film.update, `400 ${theme.small}px ${theme.font}`) + 4;
    const key = `${history.generation} ${isFree} ${quarters.join()}`;
    if (key === this.#axisKey) return;
    this.#axisKey = key;
    const height = Math.max(AXIS, Math.ceil(theme.small * 1.25));
    const context = fitCanvas(this.#axis, width + GUTTER * theme.small, height);
    context.clearRect(0, 0, width + GUTTER * theme.small, height);
    context.font = `400 ${theme.small}px ${theme.font}`;
    context.fillStyle = theme.secondary;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    const first = words.film.update;
    if (isFree) context.fillText(first, 0, height / 2 + 1);
    const clear = context.measureText(first).width + 24;
    context.textAlign = 'center';
    for (const quarter of quarters) {
      const x = (quarter / 4) * width;
      if (x > clear) context.fillText(count((quarter / 4) * history.range), x, height / 2 + 1);
    }
  }

  #drawChart(history: History, { theme, width, grow, hasGutter, baseline, words, hasTraining, pinned }: FilmContext): void {
    const room = width + (hasGutter ? GUTTER * theme.small : 0);
    const height = Math.round(CHART * grow);
    const context = fitCanvas(this.#chart, room, height);
    context.clearRect(0, 0, room, height);
    const measure = this.measure;
    const level = baseline[measure];
    // Accuracy fills 0…1; a loss is drawn up to one and a half times its baseline, and clipped above.
    const top = measure === 'accuracy' ? 1 : level * 1.5;
    const y = (value: number) => 2 + (1 - Math.max(0, Math.min(1, value / top))) * (height - 4);
    this.#backdrop.show(context, room, height, `${measure} ${words.percentSign}`, (rule) => {
      const label = measure === 'accuracy' ? percent(level, words) : lossText(level);
      drawBaseline(rule, theme, width, y(level), height, hasGutter ? label : null);
      this.#chart.title = [words.film.baseline(label), ...(hasTraining && measure === 'loss' ? [words.film.training] : [])].join(' ');
    });
    if (pinned !== null) drawPinnedPast(context, pinned, measure, history.range, width, theme, y);
    const newest = history.columnOf(history.latest);
    const draw = (values: Float32Array) => {
      context.beginPath();
      for (let column = 0; column <= newest; column++) {
        const value = values[column]!;
        if (!Number.isNaN(value)) context.lineTo(((column + 0.5) / history.columns) * width, y(value));
      }
      context.stroke();
    };
    for (const lane of history.lanes) {
      context.strokeStyle = theme.cells[lane.cell].mark;
      if (hasTraining && measure === 'loss') {
        context.lineWidth = 0.9 * grow;
        context.globalAlpha = 0.75;
        draw(lane.trainLoss);
        context.globalAlpha = 1;
      }
      context.lineWidth = 1.75 * grow;
      context.setLineDash(LOOKS[lane.cell].dash);
      draw(lane[measure]);
      context.setLineDash([]);
    }
    const events = eventsOf(history, words);
    if (events.length === 0) return;
    this.#events.show(context, room, height, JSON.stringify([history.range, events]), (marks) => {
      drawEvents(marks, events, (update) => (update / history.range) * width, theme, width, height);
    });
  }

  /** The chart in words. */
  announce(history: History, viewed: number): void {
    const { words } = this.#context ?? {};
    if (words === undefined || history.latest < 0) return;
    const events = eventsOf(history, words).map(({ update, text }) => words.past.event(count(update), text));
    this.#chart.setAttribute('aria-label', [words.film.summary(count(viewed), this.#losses(history, viewed)), ...this.#training(history, viewed), ...events].join(' '));
  }

  /** The losses on what is learned from, in words. */
  #training(history: History, update: number): string[] {
    const { words, hasTraining } = this.#context ?? {};
    if (words === undefined || hasTraining !== true || update === 0) return [];
    const column = history.columnOf(update);
    return [words.film.trainingSummary(history.lanes.map((lane) => words.film.lossOf(words.cells[lane.cell], lossText(lane.trainLoss[column]!))))];
  }

  #losses(history: History, update: number): string[] {
    const { words } = this.#context ?? {};
    if (words === undefined) return [];
    const column = history.columnOf(update);
    return history.lanes.map((lane) => words.film.lossOf(words.cells[lane.cell], lossText(lane.loss[column]!)));
  }
}

/** The level that a trivial answer reaches, and what it is. */
function drawBaseline(context: CanvasRenderingContext2D, theme: Theme, width: number, y: number, height: number, label: string | null): void {
  context.strokeStyle = theme.tertiary;
  context.lineWidth = 1;
  context.setLineDash([1.5, 3]);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  if (label === null) return;
  context.font = `400 ${theme.small}px ${theme.font}`;
  context.fillStyle = theme.secondary;
  context.textBaseline = 'middle';
  context.fillText(label, width + 6, Math.max(theme.small / 2, Math.min(height - theme.small / 2, y)));
}

function paintFilm(pixels: Uint32Array, lane: LaneHistory, table: Uint32Array, columns: number, from: number, to: number): void {
  for (let column = from; column <= to; column++) {
    for (let row = 0; row < lane.rows; row++) {
      pixels[row * columns + column] = gradientPixel(table, lane.gradient[column * lane.rows + row]!);
    }
  }
}
