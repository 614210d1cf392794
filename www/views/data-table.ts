/** The hero chart as a table, for those who read it instead of seeing it. Written only when things stand still. */

import type { StageFrame } from '../engine/frame';
import type { Messages } from '../i18n';
import { h } from './dom';
import { magnitude } from './format';
import type { HeroView } from './hero';

export class DataTable {
  readonly element = h('table', { part: 'data-table' });

  write(frame: StageFrame, hero: HeroView, words: Messages): void {
    const steps = frame.lanes[0]?.run.steps ?? 0;
    const { pinned } = hero;
    const head = h('tr', {}, h('th', { scope: 'col' }, words.tables.step), ...frame.lanes.map(({ cell }) => h('th', { scope: 'col', translate: 'no' }, words.cells[cell])),
      ...(pinned?.lanes ?? []).map(({ cell }) => h('th', { scope: 'col' }, words.tables.pinned(words.cells[cell], pinned!.name))));
    const rows = Array.from({ length: steps }, (_, step) =>
      h('tr', {}, h('th', { scope: 'row', translate: 'no' }, String(step + 1)), ...frame.lanes.map(({ cell }) => {
        const value = hero.valueAt(cell, step);
        return h('td', { translate: 'no' }, value === null ? '–' : magnitude(value));
      }), ...(pinned?.lanes ?? []).map(({ values }) => h('td', { translate: 'no' }, values[step] === undefined ? '–' : magnitude(values[step])))));
    this.element.replaceChildren(h('caption', {}, words.tables.hero), h('thead', {}, head), h('tbody', {}, ...rows));
  }
}
