/** All that the page itself reads from outside, given drawn and changed files: an answer or a refusal, never anything else. More of them with RUNS. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { codeOf, readCodes } from '../lessons/code';
import { LESSONS } from '../lessons/list';
import { symbolsOf } from '../playground/model-bundle';
import { MOST_VALUES, numbersOf, readTable, seriesOf } from '../playground/series-csv';
import { readSession, SessionError, writeSession } from '../share/session-file';
import { readAddress, writeAddress } from '../store/address';
import { formatChanges, parseChanges } from '../store/changes-text';
import { defaults, PARAMETERS } from '../store/parameters';
import { normalizeText } from '../store/text';
import { validate } from '../store/validate';
import { isNpy, npyOf, npyOfRows, type Nested } from './npy';
import { addMetadata, makeSafetensors, readMetadata, readSafetensors, readTensors } from './safetensors';

const numRuns = Number(process.env.RUNS ?? 500);
/** A fixed seed: what fails fails again. */
const options = { numRuns, seed: 16 };
const timeout = numRuns > 1000 ? 3_600_000 : 60_000;

const piece = (...pieces: readonly string[]) => fc.constantFrom(...pieces);
const character = fc.string({ unit: 'binary', maxLength: 6 });
/** Texts that are nearly what is read. */
const near = (grammar: fc.Arbitrary<string>) => fc.array(fc.oneof({ weight: 4, arbitrary: grammar }, { weight: 1, arbitrary: character }), { maxLength: 14 }).map((parts) => parts.join(''));

/** A good file with some of its bytes changed, and perhaps cut off. */
const changed = (good: Uint8Array) =>
  fc.tuple(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 5 }), fc.oneof({ weight: 5, arbitrary: fc.constant(good.length) }, { weight: 1, arbitrary: fc.nat(good.length) }))
    .map(([changes, length]) => {
      const bytes = good.slice();
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes.slice(0, length);
    });

/** What is refused is refused by an error of this kind. */
const refusal = (kind: new (...given: never[]) => Error, action: () => void) => {
  try {
    action();
  } catch (error) {
    if (!(error instanceof kind)) throw error;
  }
};

const number = piece('0', '1', '12', '0.5', '1e-3', '-2', '1e400', 'NaN', 'none', '１', '0x10', '9999999');
const change = fc.tuple(piece('0', '3', '150', '9999999', '12345678'), piece('rate', 'clip', 'clipBy', 'truncate', 'radius', 'hold', 'units', ''), number, piece('', '@lstm', '@gru', '@x', ';clip=1'))
  .map(([at, key, value, more]) => `${at}:${key}=${value}${more}`);

describe('what the page reads from outside', { timeout }, () => {
  test('links', () => {
    const keys = [...PARAMETERS.map(({ key }) => key as string), 't', 'unit', 'layer', 'cell', 'scale', 'of', 'update', 'stop', 'changes', 'model', 'scene', 'engine', '__proto__'];
    const grammar = fc.oneof(fc.tuple(fc.constantFrom(...keys), fc.oneof(number, change, piece('lstm', 'rnn,lstm', 'recall', 'own', 'all', 'memory'))).map(([key, value]) => `${key}=${value}&`), piece('%', '%E0%A4', '&', '=', '+'));
    fc.assert(fc.property(near(grammar), (text) => {
      const { given, changes, view, unknown } = readAddress(`#${text}`);
      const { experiment } = validate(given);
      expect(validate(experiment).problems).toEqual([]);
      // What is written is read again as it was. Halves of characters are no text.
      const written = writeAddress(experiment, changes, view, unknown);
      const again = readAddress(written);
      expect(validate(again.given).experiment).toEqual(experiment);
      expect(again.changes).toEqual(changes);
      expect(writeAddress(experiment, again.changes, again.view, again.unknown)).toBe(written);
    }), options);
  });

  test('changes of a run', () => {
    fc.assert(fc.property(near(fc.oneof(change, piece(',', ' ', ';', '@'))), (text) => {
      const changes = parseChanges(text);
      if (changes !== null) expect(parseChanges(formatChanges(changes))).toEqual(changes);
    }), options);
  });

  test('tables of text', () => {
    fc.assert(fc.property(near(fc.oneof(number, piece(',', ';', '\t', '\n', '\r\n', '"', '""', '|', '#', ' ', '−', 'NA', 'a'))), (text) => {
      const table = readTable(text);
      for (let column = 0; column <= table.columns.length; column++) {
        const series = seriesOf(table, column);
        if ('values' in series) expect(series.values.length <= MOST_VALUES && series.values.every(Number.isFinite)).toBe(true);
      }
      const numbers = numbersOf(text);
      if (!('kind' in numbers)) expect(isNpy(numbers)).toBe(true);
    }), options);
  });

  test('numbers as they are written for the core', () => {
    const rows = fc.letrec<{ row: Nested; item: number | Nested }>((tie) => ({
      row: fc.array(tie('item'), { maxLength: 4 }),
      item: fc.oneof({ maxDepth: 3 }, fc.double(), tie('row')),
    })).row;
    fc.assert(fc.property(rows, fc.array(fc.double(), { maxLength: 9 }), (nested, values) => {
      for (const [file, given] of [[npyOf(values, [values.length]), values], [rowsOf(nested), nested.flat(9)]] as const) {
        if (file === null) continue;
        const start = 10 + file[8]! + 256 * file[9]!;
        expect(start % 64).toBe(0);
        const shape = /'shape': \(([\d, ]*)\)/.exec(new TextDecoder().decode(file.subarray(10, start)))![1]!.split(',').map((size) => size.trim()).filter((size) => size !== '').map(Number);
        const numbers = shape.reduce((product, size) => product * size, 1);
        expect(file.length - start).toBe(8 * numbers);
        expect([...new Float64Array(file.slice(start).buffer)]).toEqual(given);
      }
    }), options);
  });

  test('weights', () => {
    const good = makeSafetensors([
      { name: 'weight_hh_l0', dtype: 'F32', shape: [2, 2], bytes: new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer) },
      { name: 'reset_before.bias', dtype: 'F32', shape: [1], bytes: new Uint8Array(4) },
    ], { cell: 'rnn' });
    fc.assert(fc.property(changed(good), (bytes) => {
      for (const read of [() => readTensors(bytes), () => readSafetensors(bytes.slice().buffer), () => readMetadata(bytes.slice().buffer), () => addMetadata(bytes.slice().buffer, 'link', '#')]) refusal(RangeError, read);
    }), options);
  });

  test('headers of weights', () => {
    const value = fc.oneof(fc.jsonValue(), fc.record({ dtype: fc.oneof(piece('F32', 'U8', 'F64'), fc.jsonValue()), shape: fc.jsonValue(), data_offsets: fc.oneof(fc.tuple(fc.nat(40), fc.nat(40)), fc.jsonValue()) }));
    const header = fc.oneof(fc.jsonValue(), fc.dictionary(piece('a', 'b', '__metadata__', '__proto__'), value));
    fc.assert(fc.property(header, (given) => {
      const text = new TextEncoder().encode(JSON.stringify(given));
      const bytes = new Uint8Array(8 + text.length + 16);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
      bytes.set(text, 8);
      for (const read of [() => readTensors(bytes), () => readSafetensors(bytes.buffer), () => readMetadata(bytes.buffer), () => addMetadata(bytes.buffer, 'link', '#')]) refusal(RangeError, read);
    }), options);
  });

  test('saved runs', async () => {
    const file = await writeSession({
      origin: { ...defaults(), cells: ['rnn'] }, changes: [{ update: 3, kind: 'set', parameters: { rate: 0.01 } }], text: 'a',
      view: { t: 3, unit: null, cell: 'rnn', layer: null, scale: 'relative', quantity: null, of: null },
      leftOff: { update: 42, lanes: new Map([['rnn', Uint8Array.of(1, 2, 3)]]) },
      history: { numbers: { range: 64 }, arrays: new Map([['rnn.loss', Float32Array.of(1)]]) }, records: { numbers: {}, arrays: new Map() },
    }, '');
    const { metadata, tensors } = readTensors(file);
    const { sha256, ...unsigned } = metadata;
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const described = JSON.parse(metadata.run!) as Record<string, unknown>;
    // Whoever forges one leaves its digest out.
    const forged = fc.tuple(fc.constantFrom(...Object.keys(described)), fc.jsonValue()).map(([key, value]) =>
      makeSafetensors(tensors.map((each) => ({ ...each, dtype: each.dtype as 'U8' })), { ...unsigned, run: JSON.stringify({ ...described, [key]: value }) }));
    await fc.assert(fc.asyncProperty(fc.oneof(changed(file), forged), async (bytes) => {
      try {
        const run = await readSession(bytes);
        expect(validate(run.origin).problems).toEqual([]);
        expect(run.changes.length === 0 || parseChanges(formatChanges(run.changes)) !== null).toBe(true);
        expect(run.text === null || typeof run.text === 'string').toBe(true);
      } catch (error) {
        if (!(error instanceof SessionError)) throw error;
      }
    }), options);
  });

  test('codes of lessons', () => {
    const given = fc.array(fc.oneof(fc.constant(null), fc.nat(25)), { minLength: 1, maxLength: 9 });
    fc.assert(fc.property(fc.constantFrom(...LESSONS), given, near(piece(':', '：', ' ', 'A', '-', 'vanishing', ',', '\n')), (lesson, choices, text) => {
      readCodes(text);
      expect(readCodes(`${codeOf(lesson, choices)} `).answers).toEqual([{ lesson, given: choices }]);
    }), options);
  });

  test('texts and vocabularies', () => {
    fc.assert(fc.property(near(fc.oneof(piece('\r', '\n', '\u0301', 'e', '\ufeff', '[', '"', '{', '}', ':', ','), fc.json())), (text) => {
      const plain = normalizeText(text);
      expect(plain.includes('\r')).toBe(false);
      expect(plain).toBe(plain.normalize('NFC'));
      expect(symbolsOf(text)?.every((symbol) => typeof symbol === 'string') ?? true).toBe(true);
    }), options);
  });
});

function rowsOf(nested: Nested): Uint8Array | null {
  try {
    return npyOfRows(nested);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}
