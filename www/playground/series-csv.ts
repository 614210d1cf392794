/** Tables of text that the visitor brings: a series, or rows of numbers. What cannot be used is told by its row. */

import Papa from 'papaparse';
import { npyOf } from '../engine/npy';
import type { OwnSeries } from '../engine/own';
import type { Messages } from '../i18n';
import { count } from '../views/format';

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
export type CsvProblem = { kind: 'empty' } | { kind: 'noNumbers' } | { kind: 'gap'; row: number } | { kind: 'text'; row: number; text: string } | { kind: 'few'; count: number; least: number } | { kind: 'same' } | { kind: 'ragged'; row: number; count: number; first: number };

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

/** The values of a column. Between rows of several columns a blank line is passed over; else what is empty is a gap. */
export function seriesOf({ columns, rows, header }: Table, column: number): OwnSeries | CsvProblem {
  if (rows.length === 0 || columns.length === 0) return { kind: 'empty' };
  if ((columns[column]?.numbers ?? 0) === 0) return { kind: 'noNumbers' };
  const values: number[] = [];
  for (const [index, cells] of rows.entries()) {
    if (columns.length > 1 && cells.length === 1 && cells[0] === '') continue;
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

/** What stands for a number that is not there. */
const MISSING = ['', '-', 'NA', 'nan', 'NaN'];

/** All rows as numbers, in a file that the core reads; NaN where a cell is empty. */
export function numbersOf(text: string): Uint8Array | CsvProblem {
  const lines = text.trim();
  const first = /^[^#].*$/m.exec(lines)?.[0] ?? '';
  // Between columns; a comma beside any of the others stands within numbers.
  const delimiter = ['\t', ';', '|', ','].find((each) => first.includes(each)) ?? ' ';
  const { data } = Papa.parse<string[]>(lines, { comments: '#', delimiter });
  const cells = data.map((row) => row.map((cell) => cell.trim()).filter((cell) => delimiter !== ' ' || cell !== ''));
  const isNumber = (cell: string) => numberOf(cell) !== null;
  const header = cells.length > 1 && !cells[0]!.some(isNumber) && cells[1]!.some(isNumber);
  const rows = header ? cells.slice(1) : cells;
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) return { kind: 'empty' };
  const values: number[] = [];
  let taken = 0;
  for (const [index, row] of rows.entries()) {
    const place = index + (header ? 2 : 1);
    if (row.length === 0 || (row.length === 1 && row[0] === '')) continue;
    if (row.length !== columns) return { kind: 'ragged', row: place, count: row.length, first: columns };
    for (const cell of row) {
      const number = MISSING.includes(cell) ? NaN : numberOf(cell);
      if (number === null) return { kind: 'text', row: place, text: Array.from(cell).slice(0, 40).join('') };
      values.push(number);
    }
    taken += 1;
  }
  return taken === 0 ? { kind: 'empty' } : npyOf(values, [taken, columns]);
}

/** The problem as a sentence. */
export function sentenceOf(problem: CsvProblem, csv: Messages['own']['problems']['csv']): string {
  switch (problem.kind) {
    case 'gap': return csv.gap(count(problem.row));
    case 'text': return csv.text(count(problem.row), problem.text);
    case 'few': return csv.few(problem.count, problem.least);
    case 'ragged': return csv.ragged(count(problem.row), problem.count, problem.first);
    default: return csv[problem.kind];
  }
}

/** A number as tables have them: with a point, or with a comma for one; no other signs. */
export function numberOf(text: string): number | null {
  if (!/^[+\-−]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+\-−]?\d+)?$/.test(text)) return null;
  const number = Number(text.replace(',', '.').replaceAll('−', '-'));
  // Beyond what a model's numbers hold.
  return Number.isFinite(number) && Math.abs(number) < 1e30 ? number : null;
}
