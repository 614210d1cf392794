/** A series from a table that the visitor pasted or dropped. What cannot be used is told by its row. */

import Papa from 'papaparse';
import type { OwnSeries } from '../engine/own';

/** Longer series than this are cut, so that nothing becomes slow. */
export const MOST_VALUES = 20_000;
/** So many are needed for windows to learn from and a part to hold out. */
export const LEAST_VALUES = 24;

export interface Column {
  name: string;
  /** How many of its rows are numbers. */
  numbers: number;
}

export interface Table {
  /** Whether the first row names the columns. */
  header: boolean;
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
}

/** Why no series comes out; `row` counts from 1, as a spreadsheet does. */
export type CsvProblem = { kind: 'empty' } | { kind: 'noNumbers' } | { kind: 'gap'; row: number } | { kind: 'text'; row: number; text: string } | { kind: 'few'; count: number; least: number } | { kind: 'same' };

/** Reads a text as a table; whatever stands between its columns. */
export function readTable(text: string): Table {
  const { data } = Papa.parse<string[]>(text.trim(), { skipEmptyLines: false, delimitersToGuess: [',', '\t', ';', '|'] });
  const cells = data.map((row) => row.map((cell) => cell.trim()));
  const width = Math.max(0, ...cells.map((row) => row.length));
  const header = cells.length > 1 && (cells[0] ?? []).every((cell) => numberOf(cell) === null) && cells[1]!.some((cell) => numberOf(cell) !== null);
  const rows = header ? cells.slice(1) : cells;
  const columns = Array.from({ length: width }, (_, index): Column => ({
    name: header && cells[0]![index] !== undefined && cells[0]![index] !== '' ? cells[0]![index] : String(index + 1),
    numbers: rows.filter((row) => numberOf(row[index] ?? '') !== null).length,
  }));
  return { header, columns, rows };
}

/** The column that is chosen as long as nobody chooses: the last with many numbers, for dates and counts of rows stand first. */
export function likeliest({ columns }: Table): number {
  const most = Math.max(0, ...columns.map(({ numbers }) => numbers));
  return columns.findLastIndex(({ numbers }) => 2 * numbers >= most);
}

/** The values of a column; rows that are empty altogether are passed over. */
export function seriesOf({ columns, rows, header }: Table, column: number): OwnSeries | CsvProblem {
  if (rows.length === 0 || columns.length === 0) return { kind: 'empty' };
  if ((columns[column]?.numbers ?? 0) === 0) return { kind: 'noNumbers' };
  const values: number[] = [];
  for (const [index, cells] of rows.entries()) {
    if (cells.every((cell) => cell === '')) continue;
    const row = index + (header ? 2 : 1);
    const text = cells[column] ?? '';
    if (text === '') return { kind: 'gap', row };
    const number = numberOf(text);
    if (number === null) return { kind: 'text', row, text: Array.from(text).slice(0, 40).join('') };
    values.push(number);
  }
  if (values.length < LEAST_VALUES) return { kind: 'few', count: values.length, least: LEAST_VALUES };
  if (values.every((value) => value === values[0])) return { kind: 'same' };
  const series = { name: header ? columns[column]!.name : 'y', unit: '' };
  return values.length > MOST_VALUES ? { ...series, values: values.slice(0, MOST_VALUES), given: values.length } : { ...series, values };
}

/** A number as tables have them: with a point, or with a comma for one; no other signs. */
export function numberOf(text: string): number | null {
  if (!/^[+\-−]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+\-−]?\d+)?$/.test(text)) return null;
  const number = Number(text.replace(',', '.').replaceAll('−', '-'));
  // Beyond what a model's numbers hold.
  return Number.isFinite(number) && Math.abs(number) < 1e30 ? number : null;
}
