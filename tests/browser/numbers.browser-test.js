/** What the page says in numbers and words: of each gradient, in the formulas, and in the analysis. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { scene } from './core.js';
import { engines } from './driver/index.js';
import { playground } from './playground.js';

/** What the words for a share say in numbers. */
const WORDS = { all: 1, most: 0.8, half: 1 / 2, third: 1 / 3, fifth: 1 / 5, tenth: 1e-1, twentieth: 1 / 20, thirtieth: 1 / 30, fiftieth: 1 / 50, hundredth: 1e-2, thousandth: 1e-3, millionth: 1e-6, billionth: 1e-9, trillionth: 1e-12, two: 1 / 2, three: 1 / 3, five: 1 / 5, ten: 1e-1, twenty: 1 / 20, thirty: 1 / 30, fifty: 1 / 50, hundred: 1e-2 };

for (const name of engines) {
  describe(`the numbers of the page in ${name}`, () => {
    const { browser, open, until, click } = playground(name);

    /** Opens the tools of the chart, where they are not open. */
    const openChartOptions = async () => {
      if (!(await browser.evaluate(() => globalThis.deep('.chart-options')[0]?.hasAttribute('open')))) await click('.chart-options > summary');
      await until('the tools of the chart are open', () => globalThis.deep('.chart-options[open] [data-quantity]').length > 0);
    };

    test('says in words what became of the gradient of each cell', async () => {
      await open('#lang=en');
      const seen = await browser.evaluate(async () => {
        const { stage } = globalThis;
        await stage.pause();
        await stage.reset();
        await stage.train(60);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const { lanes } = stage.status;
        const told = (/** @type {string} */ part) => globalThis.deep(`[data-story="${part}"]`)[0];
        return {
          headline: told('headline')?.textContent ?? '',
          meaning: told('meaning')?.textContent ?? '',
          cells: globalThis.deep('.hero-label').map((label) => {
            const cell = /** @type {'rnn'} */ (label.dataset.cell);
            return {
              // Of what carries the memory: c, where there is one.
              ratio: lanes[cell]?.log10RatioMemory ?? lanes[cell]?.log10Ratio ?? NaN,
              share: label.querySelector('.share')?.textContent ?? '',
              words: [...(told('finding')?.querySelectorAll(`[data-cell="${cell}"]`) ?? [])].map(({ textContent }) => textContent ?? ''),
            };
          }),
        };
      });
      assert.equal(seen.cells.length, scene.cells.length);
      for (const { ratio, words: [amount = ''] } of seen.cells) {
        const said = Object.entries(WORDS).reduce((log10, [word, size]) => (new RegExp(`\\b${word}\\b`).test(amount) ? log10 + Math.log10(size) : log10), 0);
        assert.match(amount, /all|most|half|third|fifth|th$/);
        assert.ok(Math.abs(said - ratio) < 0.25, `${ratio} is “${amount}”`);
      }
      for (const { ratio, share } of seen.cells) {
        const [, digits = '', , power = ''] = /^([\d.]+)(·10⁻([⁰¹²³⁴-⁹]+))?/.exec(share)?.map((group) => group ?? '') ?? [];
        const log10 = Math.log10(Number(digits)) - Number([...power].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)).join(''));
        assert.ok(Math.abs(log10 - ratio) < 0.1, `${ratio} reads ${share}`);
      }
      // The RNN's has faded by then, and the others' has not; the head says so, and what it comes to.
      const fades = seen.cells.filter(({ ratio }) => ratio < -3);
      assert.ok(fades.length > 0 && fades.length < seen.cells.length);
      assert.equal(seen.headline, 'The error signal fades on its way back. Open gates keep it alive.');
      assert.equal(seen.meaning, 'So the RNN can learn practically nothing from the first of these 40 steps now. The other two can: their gates are open.');
    });

    test('says where costs are compared how long an update takes, how many weights each model has, and of attention no factor a step', async () => {
      await open('#lang=en&engine=2&cells=gru,attention&match=weights');
      await until('each gradient has its milliseconds', () => {
        const notes = globalThis.deep('.lane [data-panel="gradient"] .note').map((note) => note.textContent ?? '');
        return notes.filter((note) => /^[\d.]+\sms$/.test(note)).length === 2;
      });
      const lanes = await browser.evaluate(() => globalThis.deep('.lane').map((lane) => {
        const [weights, fold] = [...lane.querySelectorAll('.weight-count, .fold')];
        return { weights: weights?.getBoundingClientRect(), text: weights?.textContent ?? '', fold: fold?.getBoundingClientRect() };
      }));
      for (const { weights, text, fold } of lanes) {
        assert.match(text, /^[\d\s]+ weights/);
        assert.ok(weights !== undefined && weights.height > 0 && fold !== undefined && fold.height > 0);
        assert.ok(weights.bottom <= fold.top + 1 || weights.right <= fold.left, text);
      }
      const gains = await browser.evaluate(() => globalThis.deep('.hero-label').map((label) => label.textContent ?? ''));
      assert.match(gains[0] ?? '', /×[\d.]+ a step/);
      assert.match(gains[1] ?? '', /read directly|then level/);
    });

    test('shows the gradient of the cell state and at the input as well', async () => {
      // Beside a model that carries no state the chart would begin with the input.
      await open('#lang=en&cells=lstm,window&t=20&quantity=memory');
      await browser.evaluate(() => globalThis.stage.pause());
      await browser.evaluate(() => globalThis.stage.train(1));
      /** What stands at the left ends of the lines, once all of them are drawn. */
      const shown = () => browser.evaluate(async () => {
        for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
        return globalThis.deep('.hero-label').map((label) => label.textContent);
      });
      const memory = await shown();
      await openChartOptions();
      await click('[data-quantity="states"]');
      const states = await shown();
      assert.notEqual(states[0], memory[0]);
      assert.equal(states[1], memory[1]);
      await openChartOptions();
      await click('[data-quantity="hidden"]');
      const hidden = await shown();
      assert.notEqual(hidden[0], memory[0]);
      await openChartOptions();
      await click('[data-quantity="input"]');
      const input = await shown();
      assert.notEqual(input[0], hidden[0]);
      // Beyond the window the gradient is exactly zero, whatever it is taken of.
      assert.match(input[1] ?? '', /\s0 exactly 0$/);
    });

    for (const { cell, hash, layers = 1 } of [
      { cell: 'rnn', hash: 'cells=rnn' },
      { cell: 'rnn', hash: 'cells=rnn&activation=relu&truncate=7' },
      { cell: 'lstm', hash: 'cells=lstm&layers=2', layers: 2 },
      { cell: 'gru', hash: 'cells=gru' },
      { cell: 'gru', hash: 'cells=gru&reset=before&task=text&truncate=5' },
      { cell: 'window', hash: 'cells=window&task=adding' },
    ]) {
      test(`puts numbers into formulas that add up, forward and backward: ${hash}`, async () => {
        await open(`#lang=en&length=12&hidden=6&${hash}`);
        // The values are behind the handle at the right edge; where the window is small, in a tab.
        await click('#values, button[data-tab="cell"]');
        await browser.evaluate(() => globalThis.stage.pause());
        await browser.evaluate(() => globalThis.stage.train(25));
        let compared = 0;
        for (const layer of layers === 1 ? [1] : [1, 2]) {
          for (const { t, unit } of [{ t: 1, unit: 1 }, { t: 5, unit: 3 }, { t: 7, unit: 2 }, { t: 12, unit: 6 }]) {
            await browser.evaluate((view) => (globalThis.stage.view = { ...globalThis.stage.view, ...view }), { t, unit, layer, cell: /** @type {import('./core.js').CellKind} */ (cell) });
            await until('the formulas stand there', (t, unit) => {
              const title = globalThis.deep('.inspector h2')[0]?.textContent ?? '';
              return title === `t = ${t} · unit ${unit}` && globalThis.deep('[data-pass="backward"] .formula').length > 0;
            }, t, unit);
            const formulas = await browser.evaluate(() => {
              for (const details of globalThis.deep('[data-details^="gate"]')) /** @type {HTMLDetailsElement} */ (details).open = true;
              const numbers = (/** @type {Element} */ box) => [...box.querySelectorAll('data')].map((each) => ({ exact: Number(each.getAttribute('value')), shown: each.textContent ?? '' }));
              return globalThis.deep('.formula[data-formula]').map((formula) => ({
                id: formula.getAttribute('data-formula'),
                wrap: formula.getAttribute('data-wrap'),
                terms: [...formula.querySelectorAll('.term')].map(numbers),
                result: numbers(/** @type {Element} */ (formula.querySelector('b')))[0],
              }));
            });
            assert.ok(formulas.length >= 4);
            for (const { id, wrap, terms, result } of formulas) {
              const products = terms.map((factors) => factors.reduce((product, { exact }) => product * exact, 1));
              const sum = products.reduce((a, b) => a + b, 0);
              const wanted = wrap === 'tanh' ? Math.tanh(sum) : wrap === 'σ' ? 1 / (1 + Math.exp(-sum)) : wrap === 'relu' ? Math.max(0, sum) : sum;
              const size = Math.max(Math.abs(wanted), ...products.map(Math.abs));
              assert.ok(result && Math.abs(wanted - result.exact) <= 1e-9 * size, `${id} at t = ${t}, unit ${unit}, layer ${layer}: ${wanted} is shown as ${result?.exact}`);
              for (const { exact, shown } of [...terms.flat(), result]) {
                const read = Number(shown.replaceAll(/[()]/g, '').replaceAll('−', '-'));
                assert.ok(Math.abs(read - exact) <= 0.006 * Math.abs(exact), `${exact} reads ${shown}`);
              }
              compared += 1;
            }
          }
        }
        assert.ok(compared >= 16);
      });
    }

    test('shows which step hears which loss, what steps and weights do to it, how saturated the gates are, and what is clipped', async () => {
      await open('#lang=en&task=parity&length=24&truncate=8');
      await browser.evaluate(() => globalThis.stage.pause());
      await browser.evaluate(() => globalThis.stage.train(10));
      await click('[data-action="analysis"]');
      await until('every cell has its matrix, and its weights were looked at', (cells) => globalThis.deep('.flow canvas').length === cells && globalThis.deep('[data-section="weights"] [data-radius]').length === cells, scene.cells.length);
      const shown = await browser.evaluate(async () => {
        const { flow, spectrum } = await globalThis.stage.trace('rnn');
        const number = (/** @type {string} */ selector, /** @type {string} */ name) => Number(globalThis.deep(selector)[0]?.getAttribute(name));
        const horizon = Number(globalThis.deep('[data-cell="rnn"] [data-horizon]')[0]?.getAttribute('data-horizon'));
        const last = /** @type {(number | null)[]} */ (flow.at(-1));
        return { horizon, last, walls: globalThis.deep('[data-cell="rnn"] .flow .wall')[0]?.getAttribute('d'), spectrum: spectrum.hidden,
          radius: number('[data-section="weights"] [data-radius]', 'data-radius'), norm: number('[data-section="weights"] [data-norm]', 'data-norm'),
          clipped: number('[data-clipped]', 'data-clipped'), steps: globalThis.deep('[data-section="steps"] .fact').length, marks: globalThis.deep('.saturation circle').length, units: globalThis.stage.experiment.units };
      });
      // The number is the step at which the last loss falls to a thousandth, read off the trace itself.
      const own = shown.last.at(-1) ?? NaN;
      const faint = shown.last.findLastIndex((value) => value === null || value - own < -3);
      assert.equal(shown.horizon, faint < 0 ? shown.last.length - 1 : shown.last.length - 1 - faint);
      assert.equal(shown.marks, 5 * shown.units);
      assert.equal(shown.walls, 'M8,8V24M16,16V24');
      // Spectral radius and largest singular value are two numbers, and those of the trace.
      assert.deepEqual([shown.radius, shown.norm], [shown.spectrum?.radius, shown.spectrum?.norm]);
      assert.ok(shown.norm > shown.radius && shown.clipped >= 0 && shown.clipped <= 10);
      assert.equal(shown.steps, 6);
      await click('[data-action="close-analysis"]');
      assert.equal(await browser.evaluate(() => globalThis.stage.inert), false);
    });
  });
}
