/** What a chart shows as a table, for those who read it instead of seeing it. */

import { h } from './dom';

/** Rows of a table at most: a longer record is read in even strides, and always to its end. */
export const MOST_ROWS = 64;

/** An unseen table; the first text of a row is its heading. */
export function chartTable(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const table = h('table', { 'data-chart-table': true });
  fillTable(table, caption, columns, rows);
  return unseen(table);
}

/** A box that only those who listen find. Tables need one: by themselves they stay as wide as their columns. */
export function unseen(...content: HTMLElement[]): HTMLElement {
  return h('div', { class: 'unseen' }, ...content);
}

/** Writes a table anew. */
export function fillTable(table: HTMLTableElement, caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): void {
  table.replaceChildren(
    h('caption', {}, caption),
    h('thead', {}, h('tr', {}, ...columns.map((column) => h('th', { scope: 'col', translate: column.length === 1 ? 'no' : null }, column)))),
    h('tbody', {}, ...rows.map(([heading = '', ...texts]) => h('tr', {}, h('th', { scope: 'row', translate: /\d/.test(heading) ? 'no' : null }, heading), ...texts.map((text) => h('td', { translate: 'no' }, text))))));
}

/** At most `MOST_ROWS` of the rows, evenly strided, the last among them. */
export function strided<Row>(rows: readonly Row[]): Row[] {
  const stride = Math.ceil(rows.length / MOST_ROWS);
  return rows.filter((_, index) => (rows.length - 1 - index) % stride === 0);
}
