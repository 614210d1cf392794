/** The history of a run as a table for spreadsheets and programs: RFC 4180, numbers with a point. */

import { RECORDED, type RecordRow } from '../views/records';

/** One row an update and cell. `-inf` is the logarithm of exactly zero; before the first update there is no batch, and its fields are empty. */
export function historyCsv(rows: readonly RecordRow[]): string {
  const lines = [['update', 'cell', ...RECORDED], ...rows.map((row) => [String(row.update), row.cell, ...RECORDED.map((name) => field(row[name]))])];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function field(number: number): string {
  if (Number.isNaN(number)) return '';
  return Number.isFinite(number) ? String(number) : number > 0 ? 'inf' : '-inf';
}
