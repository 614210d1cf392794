/** The history of a run as a table for spreadsheets and programs: RFC 4180, numbers with a point. */

import { RECORDED, type RecordRow } from '../views/records';

/** A run that stays on view beside the one that trains. */
export interface OtherRun {
  name: string;
  rows: Iterable<RecordRow>;
}

/**
 * One row an update and cell. `-inf` is the logarithm of exactly zero; before the first update there is no batch, and its fields are empty.
 * With another run beside it, a first column names the run; it is empty for the one on view.
 */
export function historyCsv(rows: readonly RecordRow[], other: OtherRun | null = null): string {
  const line = (row: RecordRow) => [String(row.update), row.cell, ...RECORDED.map((name) => field(row[name]))];
  const plain = [['update', 'cell', ...RECORDED], ...rows.map(line)];
  const lines = other === null ? plain : [...plain.map((each, index) => [index === 0 ? 'run' : '', ...each]), ...Array.from(other.rows, (row) => [other.name, ...line(row)])];
  return lines.map((each) => `${each.join(',')}\r\n`).join('');
}

function field(number: number): string {
  if (Number.isNaN(number)) return '';
  return Number.isFinite(number) ? String(number) : number > 0 ? 'inf' : '-inf';
}
