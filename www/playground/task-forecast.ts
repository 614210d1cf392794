/** A series run on: the models read the first part of the window on view and then their own forecasts, beside the truth and the answers to beat. */

import type { LaneFrame } from '../engine/frame';
import type { CellKind, SeriesName } from '../generated/types';
import { subscribe } from '../store/subscribe';
import { LOOKS } from '../views/cells/looks';
import { h, write } from '../views/dom';
import { count, value } from '../views/format';
import { svg } from '../views/svg';
import { error, historyOf, sameSeason } from './forecast';
import type { Page } from './page';
import { lanesOf, Questions } from './questions';

/** Steps of a season, of the series that ship; of the sun's eleven years a window of months has less than one. */
const SEASONS: Readonly<Record<SeriesName, number>> = { sunspots: 132, sunspotsYearly: 11, co2: 12, elNino: 12, airline: 12, sines: 0 };
/** CSS pixels. */
const HEIGHT = 120;

interface Line {
  name: string;
  /** Of a model; null for an answer to beat. */
  cell: CellKind | null;
  /** From the first value that is forecast on. */
  values: readonly number[];
  next: readonly number[];
}

export class TaskForecast {
  readonly element = h('figure', { class: 'task-forecast', hidden: true });
  readonly #page: Page;
  readonly #chart = h('div');
  readonly #caption = h('figcaption');
  readonly #table = h('table');

  constructor(page: Page) {
    this.#page = page;
    const { store } = page;
    this.element.append(this.#caption, this.#chart, this.#table);
    const questions = new Questions(() => this.#ask());
    subscribe([page.texts, store.run.frame], () => {
      this.element.hidden = this.#lanes() === null;
      questions.ask();
    });
  }

  /** The lanes to be asked; null in other tasks. */
  #lanes(): readonly LaneFrame[] | null {
    const lanes = lanesOf('series', this.#page.store);
    return lanes?.[0]!.run.answer.type === 'values' ? lanes : null;
  }

  #ask(): Promise<void> | null {
    const lanes = this.#lanes();
    return lanes === null ? null : this.#show(lanes).catch(() => undefined);
  }

  async #show(lanes: readonly LaneFrame[]): Promise<void> {
    const { stage, words, store } = this.#page;
    const { run } = lanes[0]!;
    const channel = run.answer.type === 'values' ? run.answer.channels[0]! : null;
    if (channel === null || run.probe.values === null) return;
    const inUnit = (number: number) => channel.offset + channel.scale * number;
    const last = run.probe.targets.at(-1);
    const truth = [...run.probe.values.map(([first]) => inUnit(first!)), ...(Array.isArray(last) ? [inUnit(last[0]!)] : [])];
    const history = historyOf(run.probe.targets);
    const wanted = truth.slice(history);
    // What a frame holds is that of its moment: read before the lanes are asked.
    const next = lanes.map((lane) => [...lane.field('outputs')].slice(history - 1, truth.length - 1).map(inUnit));
    const season = store.text.peek() === null ? SEASONS[store.experiment.peek().series] : 0;
    const forecasts = await Promise.all(lanes.map(({ cell }) => stage.forecast(cell, history)));
    // Forecasts of another run do not belong to these values; its frame asks for its own.
    if (store.run.frame.peek()?.lanes[0]?.run !== run) return;
    const seasonal = sameSeason(truth, history, season);
    const texts = words.rail.forecast;
    const lines: Line[] = lanes.map(({ cell }, index) => ({ name: words.cells[cell], cell, values: forecasts[index]!.slice(0, wanted.length).map(inUnit), next: next[index]! }));
    lines.push({ name: texts.last, cell: null, values: wanted.map(() => truth[history - 1]!), next: truth.slice(history - 1, -1) });
    if (seasonal !== null) lines.push({ name: texts.season(season), cell: null, values: seasonal, next: truth.slice(history - season, truth.length - season) });
    const unit = channel.unit === null ? '' : ` (${channel.unit})`;
    write(this.#caption, texts.caption(count(history)));
    this.#chart.replaceChildren(chart(truth, history, lines, texts.chart(`${channel.name}${unit}`)));
    const row = ({ name, cell, values, next }: Line) => h('tr', cell === null ? {} : { class: `cell-${cell}`, 'data-cell': cell },
      h('th', { scope: 'row' }, name), ...[next, values].map((said) => h('td', { translate: 'no' }, value(error(said, wanted), channel.scale < 10 ? 2 : 1))));
    this.#table.replaceChildren(
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, `${texts.error}${unit}`), h('th', { scope: 'col' }, texts.next), h('th', { scope: 'col' }, texts.runOn))),
      h('tbody', {}, ...lines.map(row)));
  }
}

/** The truth in ink, each model in its colour over it, the answers to beat dotted. */
function chart(truth: readonly number[], history: number, lines: readonly Line[], title: string): SVGSVGElement {
  const width = 2 * truth.length;
  const shown = [...truth, ...lines.flatMap(({ values }) => values)].filter((each) => Number.isFinite(each));
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  // A model that runs away leaves the picture, not the truth.
  const room = Math.max(...truth) - Math.min(...truth);
  const [bottom, top] = [Math.max(low, Math.min(...truth) - room), Math.min(high, Math.max(...truth) + room)];
  const y = (number: number) => HEIGHT - 4 - ((number - bottom) / (top - bottom || 1)) * (HEIGHT - 8);
  const path = (values: readonly number[], first: number) => values.map((number, index) => `${index === 0 ? 'M' : 'L'}${2 * (first + index) + 1},${y(number).toFixed(2)}`).join('');
  return svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': title, height: HEIGHT },
    svg('rect', { class: 'forecast-part', x: 2 * history, y: 0, width: width - 2 * history, height: HEIGHT }),
    svg('path', { class: 'truth', d: path(truth, 0) }),
    ...lines.map(({ cell, values }) => svg('path', {
      class: cell === null ? 'naive' : `line cell-${cell}`,
      d: path([truth[history - 1]!, ...values], history - 1),
      'stroke-dasharray': cell === null ? '1 3' : LOOKS[cell].dash.join(' ') || null,
    })));
}
