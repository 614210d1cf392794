/** What the film and the strips of the lanes show, as tables. Written only when things stand still. */

import type { StageFrame } from '../engine/frame';
import type { Messages } from '../i18n/load';
import { fillTable, strided } from './chart-table';
import { h } from './dom';
import { count, loss, magnitude, percent } from './format';
import type { LaneView } from './lane';
import type { RecordRow, Records } from './records';
import type { Pass } from './row';

/** Loss, accuracy and the share of the gradient that reaches the first step, update by update. */
export class FilmTable {
  readonly element = h('table', { 'data-chart-table': 'film' });

  write(records: Records, frame: StageFrame, words: Messages): void {
    const updates = new Map<number, RecordRow[]>();
    for (const row of records.rows()) updates.set(row.update, [...(updates.get(row.update) ?? []), row]);
    const hasAccuracy = frame.lanes[0]?.run.loss === 'crossEntropy';
    const texts = (row: RecordRow | undefined) =>
      row === undefined ? ['–', ...(hasAccuracy ? ['–'] : []), '–'] : [loss(row.loss), ...(hasAccuracy ? [percent(row.accuracy)] : []), magnitude(row.log10Ratio)];
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
