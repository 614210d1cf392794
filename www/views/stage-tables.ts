/** What the film and the strips of the lanes show, as tables. Written only when things stand still. */

import type { LaneFrame, StageFrame } from '../engine/frame';
import type { Messages } from '../i18n';
import { askedSteps } from './answers';
import { fillTable, MOST_ROWS, strided } from './chart-table';
import { h } from './dom';
import { count, loss, magnitude, percent } from './format';
import type { LaneView } from './lane';
import type { RecordRow, Records } from './records';
import type { Panel, Pass } from './row';
import { answerText, inputText, targetText } from './steps';

/** Loss, accuracy and the share of the gradient that reaches the first step, update by update. */
export class FilmTable {
  readonly element = h('table', { 'data-chart-table': 'film' });

  write(records: Records, frame: StageFrame, words: Messages): void {
    const updates = new Map<number, RecordRow[]>();
    for (const row of records.rows()) updates.set(row.update, [...(updates.get(row.update) ?? []), row]);
    const hasAccuracy = frame.lanes[0]?.run.loss === 'crossEntropy';
    const texts = (row: RecordRow | undefined) =>
      row === undefined ? ['–', ...(hasAccuracy ? ['–'] : []), '–'] : [loss(row.loss), ...(hasAccuracy ? [percent(row.accuracy, words)] : []), magnitude(row.log10Ratio)];
    const { tables, film, cells } = words;
    const columns = frame.lanes.flatMap(({ cell }) => [film.loss, ...(hasAccuracy ? [film.accuracy] : []), tables.reaches].map((name) => tables.of(cells[cell], name)));
    fillTable(this.element, tables.film, [film.update, ...columns],
      strided([...updates]).map(([update, rows]) => [count(update), ...frame.lanes.flatMap(({ cell }) => texts(rows.find((row) => row.cell === cell)))]));
  }
}

/** Every unit at the selected step, in every strip on view. */
export class StripsTable {
  readonly element = h('table', { 'data-chart-table': 'strips' });

  /** `reached` says whether a pass has been at the step. */
  write(frame: StageFrame, lanes: readonly LaneView[], step: number, reached: (pass: Pass) => boolean, words: Messages): void {
    const strips = lanes.flatMap((view) => {
      const lane = frame.lanes.find(({ cell }) => cell === view.cell);
      return lane === undefined ? [] : view.numbersAt(lane, step).map((strip) => ({ ...strip, label: words.tables.of(words.cells[view.cell], strip.label) }));
    });
    const units = Math.max(0, ...strips.map(({ texts }) => texts.length));
    fillTable(this.element, words.tables.strips(step + 1), [words.tooltip.unit, ...strips.map(({ label }) => label)],
      Array.from({ length: units }, (_, unit) => [String(unit + 1), ...strips.map(({ pass, texts }) => (reached(pass) ? (texts[unit] ?? '–') : '–'))]));
  }
}

/** What is read, asked for and answered at every step: the input's axis and the rows of answers. */
export class StepsTable {
  readonly element = h('table', { 'data-chart-table': 'steps' });

  /** `reached` says whether the forward pass has been at a step (from 0). */
  write(frame: StageFrame, panels: ReadonlySet<Panel>, reached: (step: number) => boolean, words: Messages): void {
    const run = frame.lanes[0]?.run;
    const hasInput = panels.has('input');
    const answered = panels.has('answer') ? frame.lanes : [];
    this.element.hidden = run === undefined || (!hasInput && answered.length === 0);
    if (run === undefined || this.element.hidden) return;
    const { tables, tooltip, cells } = words;
    const asked = new Set(askedSteps(run));
    const marked = new Set(run.probe.marks.length < run.steps / 2 ? run.probe.marks : []);
    const input = (step: number) => (marked.has(step) ? tables.marked(inputText(run, step)) : inputText(run, step) || '–');
    fillTable(this.element, tables.steps, [tables.step, ...(hasInput ? [tooltip.input] : []), tables.asked, ...answered.map(({ cell }) => tables.of(cells[cell], tables.answer))],
      stepsToTell(run.steps, [...marked, ...asked]).map((step) => [
        String(step + 1),
        ...(hasInput ? [input(step)] : []),
        asked.has(step) ? targetText(run, run.probe.targets[step]!, words) : '–',
        ...answered.map((lane) => (reached(step) ? answeredText(lane, step, asked, words) : '–')),
      ]));
  }
}

/** Every step of a short sequence; of a long one even strides, and those that matter if they are few. */
function stepsToTell(steps: number, important: readonly number[]): number[] {
  const told = new Set(strided(Array.from({ length: steps }, (_, step) => step)));
  if (important.length <= MOST_ROWS) for (const step of important) told.add(step);
  return [...told].sort((a, b) => a - b);
}

/** Numbers are answered only where they are asked for, as in the picture. */
function answeredText(lane: LaneFrame, step: number, asked: ReadonlySet<number>, words: Messages): string {
  return lane.run.loss === 'crossEntropy' || asked.has(step) ? answerText(lane.run, lane.field('outputs'), step, words, true) : '–';
}
