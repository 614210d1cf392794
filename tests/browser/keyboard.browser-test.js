/** A whole session with the keyboard alone: no stop without a visible focus, no trap. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

/** More presses of Tab than the page has stops. */
const MOST_STOPS = 150;
/** How often it is looked whether what has the focus has come on view. */
const LOOKS = 100;

/**
 * What has the focus, and how one sees it. It travels as text.
 *
 * @param {string | null} selector
 */
function focus(selector) {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (element === null || element === document.body) return { name: 'body', matches: false, trouble: null };
  const style = getComputedStyle(element);
  /** The colour on which the ring lies: that of the nearest ancestor that has one. @param {Element | null} from @returns {string} */
  const ground = (from) => {
    if (from === null) return 'rgb(255, 255, 255)';
    const colour = getComputedStyle(from).backgroundColor;
    const parent = from.assignedSlot ?? from.parentElement ?? /** @type {ShadowRoot} */ (from.getRootNode()).host ?? null;
    return /^rgba\(.*, 0\)$|^transparent$/.test(colour) ? ground(parent) : colour;
  };
  const parent = element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host ?? null;
  const box = element.getBoundingClientRect();
  const faults = [
    parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none' ? '' : `the ring is ${style.outlineStyle} ${style.outlineWidth}`,
    style.outlineColor === ground(parent) ? `the ring has the colour of its ground, ${style.outlineColor}` : '',
    box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth ? '' : 'it is not on view',
  ].filter((fault) => fault !== '');
  const name = `${element.localName}${[...element.attributes].filter((each) => /^(id|class|data-.*)$/.test(each.name)).map((each) => `[${each.name}="${each.value}"]`).join('')}`;
  return { name, matches: selector !== null && element.matches(selector), trouble: faults.length === 0 ? null : `${name}: ${faults.join(', ')}` };
}

for (const name of engines) {
  describe(`the keyboard in ${name}`, () => {
    const { browser, open, until } = playground(name);

    /** Presses Tab until an element has the focus; every stop on the way has to be seen. @param {string} selector @param {'Tab' | 'Shift+Tab'} key */
    const tabTo = async (selector, key = 'Tab') => {
      /** @type {string[]} */
      const stops = [];
      for (let press = 0; press < MOST_STOPS; press++) {
        await browser.press(key);
        let stop = await browser.evaluate(focus, selector);
        // What gets the focus is scrolled to in one of the next frames.
        for (let look = 0; look < LOOKS && stop.trouble?.includes('not on view') === true; look++) {
          await sleep(50);
          stop = await browser.evaluate(focus, selector);
        }
        const { name, matches, trouble } = stop;
        assert.equal(trouble, null);
        stops.push(name);
        if (matches) return;
      }
      assert.fail(`Tab does not lead to ${selector}, but to ${stops.join(', ')}.`);
    };
    const press = async (/** @type {string[]} */ ...keys) => {
      for (const key of keys) await browser.press(key);
    };
    const view = () => browser.evaluate(() => globalThis.stage.view);
    const updates = () => browser.evaluate(() => globalThis.stage.status.updates);
    const spoken = () => browser.evaluate(() => globalThis.deep('[aria-live="polite"]').map((region) => region.textContent).join(' '));

    /** What one does in a session, one after the other; each step says what it proves. */
    const SESSION = /** @type {const} */ ([
      ['opens the values with the handle at the right edge, closes them, and opens them again', async () => {
        const seen = () => browser.evaluate(() => globalThis.deep('#inspector')[0]?.getClientRects().length);
        assert.equal(await seen(), 0);
        await tabTo('#values');
        await press('Enter');
        await until('the values are on view, and have the focus', () => globalThis.deep('#inspector')[0]?.getClientRects().length === 1 && document.activeElement?.id === 'inspector');
        await press('Escape');
        await until('they are closed, and the handle has the focus', () => globalThis.deep('#inspector')[0]?.getClientRects().length === 0 && document.activeElement?.id === 'values');
        await press('Enter');
        await until('they are on view again', () => globalThis.deep('#inspector')[0]?.getClientRects().length === 1 && document.querySelector('#values')?.getAttribute('aria-expanded') === 'true');
      }],
      ['chooses a task among those that it asked for', async () => {
        // Backwards: past the last control the focus would leave the page for the browser's own.
        await tabTo('[data-action="change-task"]', 'Shift+Tab');
        await press('Enter');
        await tabTo('[data-task="order"]');
        await press('Enter');
        await until('the task is in force', () => globalThis.stage.experiment.task === 'order' && globalThis.stage.status.state !== 'loading');
      }],
      ['pauses and trains', async () => {
        await tabTo('.root');
        if (await browser.evaluate(() => globalThis.stage.playing)) await press(' ');
        await until('it pauses', () => globalThis.stage.status.state === 'paused');
        await browser.evaluate(() => (globalThis.stage.speed = Infinity));
        const before = await updates();
        const silent = await spoken();
        await press(' ');
        await until('updates rise', (before) => globalThis.stage.status.updates > before + 20, before);
        assert.equal(await spoken(), silent, 'nothing is spoken while it trains');
        await press(' ');
        await until('it pauses again', () => globalThis.stage.status.state === 'paused');
        assert.notEqual(await spoken(), silent, 'where it stands is spoken when it pauses');
        assert.ok((await spoken()).includes(String(await updates())));
      }],
      ['moves in time', async () => {
        await press('Home', 'ArrowRight', 'ArrowRight');
        assert.equal((await view()).t, 3);
        await press('End', 'ArrowLeft');
        assert.equal((await view()).t, 39);
        assert.match(await spoken(), /Step 39, unit/);
      }],
      ['moves among the units and the lanes', async () => {
        await press('2');
        assert.equal((await view()).cell, 'lstm');
        const { unit } = await view();
        await press('ArrowDown', 'ArrowDown');
        assert.notEqual((await view()).unit, unit);
        await press('1');
        assert.equal((await view()).cell, 'rnn');
      }],
      ['reads the formulas of what it selected', async () => {
        const { t, unit } = await view();
        await until('the formulas stand there', (title) => globalThis.deep('#inspector h2')[0]?.textContent === title && globalThis.deep('[data-pass="backward"] .formula').length > 0, `t = ${t} · unit ${unit}`);
      }],
      ['steps by one update', async () => {
        const before = await updates();
        const silent = await spoken();
        await press('.');
        await until('one update is made', (before) => globalThis.stage.status.updates === before + 1, before);
        await until('it is spoken', (silent) => globalThis.deep('[aria-live="polite"]').map((region) => region.textContent).join(' ') !== silent, silent);
      }],
      ['scrubs back along the film, and by one update', async () => {
        await tabTo('.film-track');
        const newest = await updates();
        await press('Home');
        await until('the first update is on view', () => globalThis.stage.past.viewed === 0);
        await press('ArrowRight');
        await until('the next one is', () => globalThis.stage.past.viewed === 1);
        await press('End');
        await until('the newest is', () => globalThis.stage.past.viewed === null);
        await press(',');
        await until('the one before it is', (newest) => globalThis.stage.past.viewed === newest - 1, newest);
        await press('.');
        await until('the newest is again', (newest) => globalThis.stage.past.viewed === null && globalThis.stage.frame?.update === newest, newest);
      }],
      ['steps by one time step, with the button', async () => {
        await tabTo('[data-action="step"]');
        await press('Enter');
        await until('the forward pass began', () => globalThis.stage.progress.pass === 'forward' && globalThis.stage.progress.reached === 1);
        await press(' ');
        await until('it went on', () => globalThis.stage.progress.reached === 2);
      }],
      ['reaches the last control of the page', async () => {
        await tabTo('#speed');
      }],
      ['opens what can be shared, back at the head of the page', async () => {
        await tabTo('[data-action="share"]', 'Shift+Tab');
        await press('Enter');
        await until('the dialog has the focus', () => document.activeElement?.matches('dialog[open] [data-share="copy-link"]') === true);
      }],
      ['copies the link, or is given it to copy', async () => {
        await press('Enter');
        await until('what came of it is said', () => document.querySelector('dialog [data-share="status"]')?.textContent !== '');
        assert.equal(await browser.evaluate(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('#share-link')).value === location.href), true);
        assert.match(await browser.evaluate(() => location.href), new RegExp(`update=${await updates()}`));
      }],
      ['exports the history', async () => {
        await tabTo('dialog [data-share="history"]');
        await press('Enter');
        await until('the file is named', () => /\.csv/.test(document.querySelector('dialog [data-share="status"]')?.textContent ?? ''));
      }],
      ['comes back to where it was', async () => {
        await press('Escape');
        await until('the dialog is gone', () => document.querySelector('dialog[open]') === null);
        const { matches, trouble } = await browser.evaluate(focus, '[data-action="share"]');
        assert.ok(matches);
        assert.equal(trouble, null);
      }],
    ]);

    test('runs a whole session', async (t) => {
      await open('#lang=en&seed=2');
      for (const [what, step] of SESSION) await t.test(what, step);
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
    });

    test('opens the analysis, goes into it, and comes back to where it was', async () => {
      await open('#lang=en');
      await tabTo('[data-action="analysis"]');
      await press('Enter');
      await until('it is on view', () => globalThis.deep('#analysis')[0]?.hidden === false);
      await tabTo('[data-action="close-analysis"]');
      await press('Escape');
      await until('it is closed', () => globalThis.deep('#analysis')[0]?.hidden === true);
      const { matches, trouble } = await browser.evaluate(focus, '[data-action="analysis"]');
      assert.ok(matches);
      assert.equal(trouble, null);
    });

    test('gives every chart a name, what it shows as a table, and not more than one stop', async () => {
      await open('#lang=en');
      await browser.evaluate(async () => {
        await globalThis.stage.pause();
        await globalThis.stage.train(5);
      });
      const charts = await browser.evaluate(() => globalThis.deep('canvas, svg').filter((chart) => chart.getClientRects().length > 0 && chart.closest('[aria-hidden="true"]') === null).map((chart) => ({
        html: chart.cloneNode(false).toString() + chart.getAttribute('class'),
        role: chart.getAttribute('role'),
        name: chart.getAttribute('aria-label') ?? '',
        stops: [chart, ...chart.querySelectorAll('*')].filter((each) => /** @type {HTMLElement} */ (each).tabIndex >= 0).length,
      })));
      assert.ok(charts.length >= 3);
      for (const { html, role, name, stops } of charts) {
        assert.equal(role, 'img', html);
        assert.ok(name.length > 3, html);
        assert.ok(stops <= 1, html);
      }
      const table = await browser.evaluate(() => {
        const found = globalThis.deep('[part="data-table"]')[0];
        return { caption: found?.querySelector('caption')?.textContent ?? '', rows: found?.querySelectorAll('tbody tr').length, columns: found?.querySelectorAll('thead th').length };
      });
      assert.deepEqual({ rows: table.rows, columns: table.columns }, { rows: 40, columns: 4 });
      assert.notEqual(table.caption, '');
      assert.equal(await browser.evaluate(() => /** @type {HTMLElement | null | undefined} */ (globalThis.stage.shadowRoot?.querySelector('.root'))?.tabIndex), 0);
    });

    test('tells every chart of the stage, the values and the analysis as a table, none of which is empty', async () => {
      await open('#lang=en&length=12&hidden=6&batch=8&t=5&update=0');
      await browser.evaluate(async () => {
        // The film records what was on view.
        for (let update = 0; update < 5; update++) await globalThis.stage.train(1);
        globalThis.deep('[data-action="analysis"]')[0]?.click();
        globalThis.deep('#values')[0]?.click();
      });
      await until('the exact numbers are there', () => globalThis.deep('.flow-grid:not(.paths)').length === 3 && globalThis.deep('#inspector .plane').length > 0);
      /** The rows and columns of the tables below an element. @param {string} selector */
      const tables = (selector) => browser.evaluate((selector) => globalThis.deep(selector).map((table) => {
        const texts = [...table.querySelectorAll('tbody td')].map(({ textContent }) => textContent);
        return {
          named: (table.querySelector('caption')?.textContent ?? '').length > 3,
          columns: table.querySelectorAll('thead th').length,
          rows: table.querySelectorAll('tbody tr').length,
          filled: texts.length > 0 && texts.every((text) => text !== '') && texts.some((text) => /\d/.test(text ?? '')),
        };
      }), selector);
      const whole = { named: true, filled: true };
      // The unit; RNN h and gradient; LSTM and GRU h, the gate that keeps, and gradient.
      assert.deepEqual(await tables('[data-chart-table="strips"]'), [{ ...whole, columns: 1 + 2 + 3 + 3, rows: 6 }]);
      await browser.evaluate(() => {
        for (const fold of globalThis.deep('.lane:is([data-cell="lstm"], [data-cell="gru"]) [data-action="fold"]')) fold.click();
      });
      await until('every gate is told', () => globalThis.deep('[data-chart-table="strips"] thead th').length > 9);
      // The unit; RNN h and gradient; LSTM h, three gates and gradient; GRU h, two gates and gradient.
      assert.deepEqual(await tables('[data-chart-table="strips"]'), [{ ...whole, columns: 1 + 2 + 5 + 4, rows: 6 }]);
      // The step, the input, what is asked for, and each cell's answer.
      const { told, meant } = await browser.evaluate(() => {
        const lanes = globalThis.stage.frame?.lanes ?? [];
        const { symbols, targets } = /** @type {import('../../www/generated/types').RunDescription} */ (lanes[0]?.run).probe;
        const best = (/** @type {Float32Array} */ outputs) => outputs.indexOf(Math.max(...outputs));
        return {
          told: globalThis.deep('[data-chart-table="steps"] tr').slice(1).map((row) => [...row.children].map(({ textContent }) => textContent)),
          meant: (symbols ?? []).map((symbol, step) => [
            String(step + 1),
            `${lanes[0]?.run.inputLabels?.[symbol]}${step === 0 ? ' (to be remembered)' : ''}`,
            targets[step] === null ? '–' : lanes[0]?.run.outputLabels?.[/** @type {number} */ (targets[step])],
            ...lanes.map((lane) => lane.run.outputLabels?.[best(lane.field('outputs').subarray(step * lane.run.outputs, (step + 1) * lane.run.outputs))]),
          ]),
        };
      });
      assert.equal(told.length, 12);
      assert.deepEqual(told, meant);
      assert.deepEqual(await tables('#inspector .cell-diagram [data-chart-table]'), [{ ...whole, columns: 3, rows: 9 }]);
      assert.deepEqual(await tables('[data-chart-table="film"]'), [{ ...whole, columns: 1 + 3 * 3, rows: 6 }]);
      assert.deepEqual(await tables('#inspector .spectrum [data-chart-table]'), [{ ...whole, columns: 4, rows: 6 }]);
      assert.deepEqual((await tables('#inspector [data-section="gains"] [data-chart-table]')).map(({ columns, named, filled }) => ({ columns, named, filled })), [{ ...whole, columns: 4 }]);
      assert.deepEqual(await tables('#analysis [data-section="flow"] [data-chart-table]'), Array(3).fill({ ...whole, columns: 2, rows: 12 }));
      assert.deepEqual(await tables('#analysis [data-section="steps"] [data-chart-table]'), Array(3).fill({ ...whole, columns: 4, rows: 11 }));
      assert.deepEqual(await tables('#analysis [data-section="saturation"] [data-chart-table]'), Array(5).fill({ ...whole, columns: 3, rows: 6 }));
      const weights = await tables('#analysis [data-section="weights"] [data-chart-table]');
      assert.deepEqual(weights.map(({ columns, named, filled }) => ({ columns, named, filled })), Array(3).fill({ ...whole, columns: 3 }));
      // The strips' table follows the selection.
      const caption = () => browser.evaluate(() => globalThis.deep('[data-chart-table="strips"] caption')[0]?.textContent);
      assert.match(String(await caption()), /step 5$/);
      await browser.evaluate(() => (globalThis.stage.view = { ...globalThis.stage.view, t: 9 }));
      assert.match(String(await caption()), /step 9$/);
    });
  });
}
