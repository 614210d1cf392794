/** The worksheet's numbers are the engine's, its formulas lead to them, and slips are told from each other. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

import { readSafetensors } from '../engine/safetensors';
import { initSync, Lane } from '../generated/vanishing_point.js';
import { LANGUAGES } from '../i18n/languages';
import { validate } from '../store/validate';
import { digits, judge, read, sheetOf, toleranceOf, type Field } from './by-hand';
import { loadLesson } from './list';
import { loadWorksheetText } from './texts';

initSync({ module: readFileSync(fileURLToPath(new URL('../generated/vanishing_point_bg.wasm', import.meta.url))) });

const { beats } = await loadLesson('learning');
const { experiment } = validate(beats.find(({ worksheet }) => worksheet === true)!.experiment);
const lane = new Lane(experiment, 'rnn');
const sheet = sheetOf(lane.describe(), lane.trace(), readSafetensors(lane.weights().slice().buffer), experiment.rate);
const field = (id: string): Field => sheet.fields.find((each) => each.id === id)!;

/** What a formula with numbers in it comes to. */
function calculate(numbers: string): number {
  const code = numbers.replaceAll('−', '-').replaceAll('·', '*').replaceAll('²', '**2').replaceAll(/tanh (\([^)]*\)|[\d.]+)/g, 'Math.tanh($1)');
  if (!/^[-\d.+*() e]|Math\.tanh/.test(code)) throw new Error(code);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function(`return ${code}`)() as number;
}

test('every number of the passes is asked for, and is the engine’s', () => {
  expect(sheet.fields.map(({ id }) => id)).toEqual(['a1', 'h1', 'a2', 'h2', 'a3', 'h3', 'y', 'L', 'dy', 'dh3', 'da3', 'dh2', 'da2', 'dh1', 'da1', 'dwy', 'dwh', 'dwv', 'dwm', 'db', 'new']);
  const { layers: [layer], outputs, loss } = lane.trace();
  for (const t of [0, 1, 2]) {
    expect(Math.tanh(field(`a${t + 1}`).value)).toBeCloseTo(layer!.hidden[t]![0]!, 12);
    expect(field(`dh${t + 1}`).value).toBe(layer!.gradHidden[t]![0]);
  }
  expect([field('y').value, field('L').value]).toEqual([outputs[2]![0], loss]);
});

test.each(sheet.fields)('$id: the numbers in its formula lead to it, and it is no slip', (each) => {
  expect(Math.abs(calculate(each.numbers) - each.value)).toBeLessThan(toleranceOf(each.value) / 2);
  expect(judge(each, Number(each.value.toFixed(3)))).toEqual({ right: true });
  // Too small a number could not be told from zero.
  expect(Math.abs(each.value)).toBeGreaterThan(10 * toleranceOf(0));
});

test('an update of the engine moves the weight to where the worksheet says', () => {
  expect(field('new').value).toBeCloseTo(sheet.weights.h - experiment.rate * field('dwh').value, 12);
});

describe('wrong answers get the reason from the numbers', () => {
  const slip = (id: string, given: number) => judge(field(id), given);

  test('each slip that changes the number is told', () => {
    let told = 0;
    for (const each of sheet.fields) {
      for (const [index, { slip: name, value }] of each.slips.entries()) {
        if (Math.abs(value - each.value) <= 2 * toleranceOf(each.value)) continue;
        // Of two slips that come to the same number the first is told.
        if (each.slips.slice(0, index).some((other) => Math.abs(other.value - value) <= 2 * toleranceOf(value))) continue;
        expect(judge(each, Number(value.toFixed(3))), `${each.id} ${name}`).toEqual({ right: false, slip: name });
        told++;
      }
    }
    expect(told).toBeGreaterThan(20);
  });

  test('a sign, a rounding, and anything else', () => {
    expect(slip('dh3', -field('dh3').value)).toEqual({ right: false, slip: 'sign' });
    expect(slip('h2', field('h2').value + 0.006)).toEqual({ right: false, slip: 'rounding' });
    expect(slip('h2', 17)).toEqual({ right: false, slip: null });
  });
});

test('numbers are read as people write them', () => {
  expect(['−0,425', ' .5', '-1', '+2.', '3'].map(read)).toEqual([-0.425, 0.5, -1, 2, 3]);
  for (const wrong of ['', 'x', '1e5', '1.2.3', '--1']) expect(read(wrong)).toBeNaN();
  expect(digits(-0.00001)).toBe('0.0000');
});

test('every slip has a sentence in every language', async () => {
  for (const language of LANGUAGES) {
    const { slips } = await loadWorksheetText(language);
    for (const each of sheet.fields) for (const { slip } of each.slips) expect(slips[slip], `${language} ${slip}`).toMatch(/./);
  }
});
