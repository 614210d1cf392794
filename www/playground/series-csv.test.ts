import { expect, test } from 'vitest';
import { npyOf } from '../engine/npy';
import { LEAST_VALUES, MOST_VALUES, likeliest, numberOf, numbersOf, readTable, seriesOf } from './series-csv';

const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index));
const csv = (rows: readonly string[]) => rows.join('\n');

test('of a table with dates the values are taken, by the name of their column', () => {
  const table = readTable(csv(['month;passengers', ...lines(30, (index) => `1949-${index + 1};${100 + index}`)]));
  expect(table.columns.map(({ name }) => name)).toEqual(['month', 'passengers']);
  const series = seriesOf(table, likeliest(table));
  expect(series).toMatchObject({ name: 'passengers', unit: '' });
  expect('values' in series && series.values.slice(0, 3)).toEqual([100, 101, 102]);
});

test('numbers alone, one a line, are a series', () => {
  const table = readTable(csv(lines(LEAST_VALUES, (index) => String(index ** 2))));
  expect(table.header).toBe(false);
  expect(seriesOf(table, 0)).toMatchObject({ values: lines(LEAST_VALUES, (index) => String(index ** 2)).map(Number) });
});

test.each<[string, string[], object]>([
  ['a gap', ['t,y', ...lines(5, (index) => `${index},${index}`), '5,', ...lines(30, (index) => `${index},1`)], { kind: 'gap', row: 7 }],
  ['a text', ['t,y', ...lines(5, (index) => `${index},${index}`), '5,n/a', ...lines(30, (index) => `${index},1`)], { kind: 'text', row: 7, text: 'n/a' }],
  ['too few', ['t,y', ...lines(5, (index) => `${index},${index}`)], { kind: 'few', count: 5, least: LEAST_VALUES }],
  ['the same throughout', lines(40, () => '3'), { kind: 'same' }],
  ['prose', ['It was a bright cold day', 'and the clocks were striking'], { kind: 'noNumbers' }],
  ['nothing', [''], { kind: 'empty' }],
])('%s is told by its row', (_name, rows, problem) => {
  const table = readTable(csv(rows));
  expect(seriesOf(table, Math.max(0, likeliest(table)))).toEqual(problem);
});

test('a blank line is passed over between rows of several columns, and is a gap in a single one; rows are counted as in the file', () => {
  const table = readTable(csv(['t,y', '1,1', '', '2,x', ...lines(30, (index) => `${index},1`)].flat()));
  expect(seriesOf(table, 1)).toEqual({ kind: 'text', row: 4, text: 'x' });
  const single = readTable(csv(['y', '1', '', '2', ...lines(30, String)].flat()));
  expect(seriesOf(single, 0)).toEqual({ kind: 'gap', row: 3 });
});

test.each<[string, number | null]>([['3.5', 3.5], ['3,5', 3.5], ['−2', -2], ['1e3', 1000], ['.5', 0.5], ['', null], ['1.2.3', null], ['0x10', null], ['Infinity', null], ['1e99', null], ['=1+1', null]])('%s', (text, number) => {
  expect(numberOf(text)).toBe(number);
});

test('of a series longer than can be trained on quickly the first values are taken, and it is said how many there were', () => {
  const series = seriesOf(readTable(csv(lines(MOST_VALUES + 5, String))), 0);
  expect(series).toMatchObject({ given: MOST_VALUES + 5 });
  expect('values' in series && series.values.length).toBe(MOST_VALUES);
  expect(seriesOf(readTable(csv(lines(30, String))), 0)).not.toHaveProperty('given');
});

test('rows of numbers may have names, comments and gaps, between whatever signs', () => {
  const square = npyOf([1, 2, NaN, 45], [2, 2]);
  for (const text of ['a,b\n1,2\n,4.5e1\n', '# a b\n1 2\nnan 45', '1;2\n\n;45,0', '1\t2\nNA\t45']) expect(numbersOf(text)).toEqual(square);
  // A row of gaps is a row, an empty line is none.
  expect(numbersOf('1,2\n,\n\n3,4')).toEqual(npyOf([1, 2, NaN, NaN, 3, 4], [3, 2]));
  expect(numbersOf('1\n2')).toEqual(npyOf([1, 2], [2, 1]));
  expect(numbersOf('1,2\n3')).toEqual({ kind: 'ragged', row: 2, count: 1, first: 2 });
  expect(numbersOf('a,b\n1,x')).toEqual({ kind: 'text', row: 2, text: 'x' });
  expect(numbersOf(' ')).toEqual({ kind: 'empty' });
});
