/** The past of a run on the page, in every browser engine: looking back, rewinding, changing a model in training, and links to all of it. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { engineNumber, explosive, Lane, numbersOf, scene, sha256 } from './core.js';
import { engines } from './driver/index.js';
import { playground } from './playground.js';

// A link that names no engine is an old one, and the page has a notice on it that takes room until the run is changed.
const small = `#lang=en&length=12&hidden=6&batch=8&engine=${engineNumber()}`;
const fragment = (/** @type {Record<string, unknown>} */ keys) => Object.entries(keys).map(([key, value]) => `&${key}=${value ?? 'none'}`).join('');

/** What Node's weights are at update 30 of a run that was changed on the way, the weights of its LSTM rescaled. */
const changed = Object.fromEntries(scene.cells.map((cell) => {
  const experiment = { ...scene, length: 12, units: 6, batch: 8 };
  const lane = new Lane(experiment, cell);
  lane.train(10);
  lane.set({ ...experiment, rate: 0.02, clip: null });
  lane.train(10);
  if (cell === 'lstm') lane.rescale(1.2);
  lane.train(10);
  return [cell, sha256(numbersOf(lane.weights()))];
}));

for (const name of engines) {
  describe(`the past in ${name}`, () => {
    const { browser, open, until, weightDigests } = playground(name);

    const press = (/** @type {string} */ selector) => browser.evaluate((selector) => globalThis.deep(selector)[0]?.click(), selector);
    /** Everything visible: the numbers of the frame and of the trace, all texts and all pixels outside the film. */
    const look = () => browser.evaluate(async () => {
      const { stage } = globalThis;
      await new Promise((resolve) => setTimeout(resolve, 300));
      const film = globalThis.deep('.film')[0];
      const canvases = /** @type {HTMLCanvasElement[]} */ (globalThis.deep('canvas')).filter((canvas) => !film?.contains(canvas));
      const shown = ['#inspector', '.facts', '.hero'].flatMap((selector) => globalThis.deep(selector).map((element) => element.innerText));
      return {
        frames: JSON.stringify(stage.frame?.lanes.map((/** @type {any} */ lane) => Array.from(lane.data, String))),
        trace: JSON.stringify(await stage.trace('gru')),
        shown: shown.join('\n'),
        // What differs is told by the canvas's name.
        pixels: canvases.map((canvas, index) => `${index} ${canvas.parentElement?.className} ${canvas.width}×${canvas.height} ${canvas.toDataURL()}`),
      };
    });
    /**
     * What is seen once it stands still: three looks in a row see the same.
     *
     * @template T
     * @param {() => Promise<T>} look
     */
    const atRest = async (look) => {
      let [last, same] = [await look(), 0];
      for (let again = 0; again < 100; again++) {
        const next = await look();
        same = JSON.stringify(next) === JSON.stringify(last) ? same + 1 : 0;
        if (same === 2) return next;
        last = next;
      }
      return assert.fail('The picture does not come to rest.');
    };
    const visible = () => atRest(look);

    test('everything visible at an update is the same after scrubbing away and back', async () => {
      await open(`${small}&t=5&update=0`);
      await browser.evaluate(() => globalThis.stage.train(23));
      const then = await visible();
      // Until here the film ended there; from here on what is past changes on the way.
      await browser.evaluate(async () => {
        await globalThis.stage.train(8);
        globalThis.stage.experiment = { ...globalThis.stage.experiment, rate: 0.02, truncate: 3 };
        await globalThis.stage.settled;
        await globalThis.stage.train(9);
      });
      const now = await visible();
      assert.notDeepEqual(now, then);
      await browser.evaluate(() => globalThis.stage.past.visit(23));
      assert.deepEqual(await visible(), then);
      await browser.evaluate(() => globalThis.stage.past.visit(5));
      await browser.evaluate(() => globalThis.stage.past.leave());
      assert.deepEqual(await visible(), now);
    });

    test('the analysis of an update is the same after scrubbing away and back', async () => {
      await open(`${small}&t=5&analysis=open&update=0`);
      // The sections on weights and clipping show all of the training, not one update.
      const sections = ['flow', 'steps', 'saturation'].map((section) => `#analysis [data-section="${section}"]`);
      const read = async (/** @type {number} */ update) => {
        await until(`update ${update} is analysed`, () => globalThis.deep('#analysis [data-section="flow"] canvas').length === globalThis.stage.experiment.cells.length);
        // Exact numbers come a moment after the frame that they belong to.
        return atRest(() => browser.evaluate(async (sections) => {
          await new Promise((resolve) => setTimeout(resolve, 300));
          return sections.map((section) => ({
            text: globalThis.deep(section).map((element) => element.textContent),
            pixels: /** @type {HTMLCanvasElement[]} */ (globalThis.deep(`${section} canvas`)).map((canvas) => canvas.toDataURL()),
            lines: globalThis.deep(`${section} svg`).map((line) => line.innerHTML),
          }));
        }, sections));
      };
      await browser.evaluate(() => globalThis.stage.train(23));
      const then = await read(23);
      assert.ok(then.every(({ text, pixels, lines }) => text.join('').length > 100 && pixels.length + lines.length > 0), JSON.stringify(then).slice(0, 500));
      await browser.evaluate(() => globalThis.stage.train(17));
      const now = await read(40);
      // Gates may be as open as they were.
      for (const index of [0, 1]) assert.notDeepEqual(now[index], then[index]);
      await browser.evaluate(() => globalThis.stage.past.visit(23));
      assert.deepEqual(await read(23), then);
      await browser.evaluate(() => globalThis.stage.past.leave());
      assert.deepEqual(await read(40), now);
    });

    test('a rewound run trains to the same weights again, and what is past is told and left by buttons and keys', async () => {
      await open(`${small}&update=0`);
      await browser.evaluate(() => globalThis.stage.train(40));
      const end = await weightDigests();
      await browser.evaluate(() => globalThis.deep('[role="slider"].film-track')[0]?.focus());
      await browser.press('Home');
      await until('the first update is on view', () => globalThis.stage.past.viewed === 0);
      await browser.press('ArrowRight');
      await until('the next one is, and is told', () => globalThis.deep('.film-track')[0]?.getAttribute('aria-valuetext')?.startsWith('update 1 of 40. RNN ') === true);
      await press('[data-action="newest"]');
      await until('the newest is on view', () => globalThis.stage.past.viewed === null);
      assert.deepEqual(await weightDigests(), end);
      await browser.evaluate(() => globalThis.stage.past.visit(17));
      await until('the page offers to rewind', () => globalThis.deep('.past-bar')[0]?.hidden === false);
      await press('[data-action="rewind"]');
      await until('the run ends there', () => globalThis.stage.past.newest === 17 && globalThis.stage.past.viewed === null);
      await browser.evaluate(() => globalThis.stage.train(23));
      assert.deepEqual(await weightDigests(), end);
    });

    test('a link to a run that was changed on the way reaches the numbers that Node reaches, and pauses there', async () => {
      const changes = 'changes=10:rate=0.02;clip=none,20:radius=1.2@lstm';
      await open(`${small}&${changes}&update=30&t=4`);
      await until('it is at update 30', () => globalThis.stage.frame?.update === 30 && !globalThis.stage.playing);
      assert.deepEqual(await weightDigests(), changed);
      assert.equal(await browser.evaluate(() => globalThis.stage.experiment.rate), 0.02);
      await until('the address tells the same', (changes) => location.hash.includes(changes) && location.hash.includes('update=30'), changes);
    });

    test('what is done on the page makes a link that leads there again, and back and forward work', async () => {
      await open(`${small}&update=0`);
      await browser.evaluate(async () => {
        await globalThis.stage.train(6);
        await globalThis.stage.rescale(0.5);
        await globalThis.stage.train(5);
      });
      const wanted = await weightDigests();
      await until('the address tells of it', () => location.hash.includes('changes=6:radius=0.5') && location.hash.includes('update=11'));
      await press('[data-task="parity"]');
      await until('another run is on', () => globalThis.stage.frame?.update === 0 && location.hash.includes('task=parity'));
      await browser.evaluate(() => history.back());
      await until('the first is on again', () => globalThis.stage.experiment.task === 'recall' && globalThis.stage.frame?.update === 11);
      assert.deepEqual(await weightDigests(), wanted);
      await browser.evaluate(() => history.forward());
      await until('and the second', () => globalThis.stage.experiment.task === 'parity');
    });

    test('the dial rescales the recurrent weights to what it says, and verifying finds the gradients right', async () => {
      await open(`${small}&update=0&t=5`);
      await browser.evaluate(() => globalThis.stage.train(5));
      await browser.evaluate(() => {
        const dial = /** @type {HTMLInputElement} */ (globalThis.deep('[data-dial="radius"]')[0]);
        dial.value = '800';
        dial.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await until('the change is made', () => globalThis.stage.past.changes.length > 0);
      const asked = await browser.evaluate(() => {
        const [change] = globalThis.stage.past.changes;
        return change !== undefined && 'radius' in change ? change.radius : NaN;
      });
      assert.ok(asked > 1 && asked < 3);
      for (const cell of scene.cells) {
        const radii = await browser.evaluate((cell) => globalThis.stage.past.radii(cell), cell);
        for (const radius of radii) assert.ok(Math.abs(radius - asked) < 1e-5, `${cell}: ${radius}`);
      }
      await press('[data-action="verify"]');
      await until('every lane is verified', (cells) => globalThis.deep('[data-verified]').length === cells, scene.cells.length);
      const found = await browser.evaluate(() => globalThis.deep('[data-verified]').map(({ dataset }) => [Number(dataset.worst), Number(dataset.compared)]));
      for (const [worst = NaN, compared = NaN] of found) {
        assert.ok(worst < 1e-4, `${worst}`);
        assert.ok(compared > 20, `${compared}`);
      }
    });

    test('a lane that diverges says where, and goes on from a rewind with clipping', async () => {
      await open(`#lang=en${fragment(explosive)}&update=0`);
      await browser.evaluate(() => globalThis.stage.train(30));
      const { rnn, gru } = (await browser.evaluate(() => globalThis.stage.status)).lanes;
      assert.ok(rnn !== undefined && rnn.divergedAt !== null && rnn.divergedAt <= 30);
      assert.equal(gru?.divergedAt, null);
      const badge = await browser.evaluate(() => globalThis.deep('.lane[data-cell="rnn"] .badge')[0]?.innerText ?? '');
      assert.match(badge, new RegExp(`Diverged at update ${rnn.divergedAt}\\s+First not finite: .+`));
      await press('.lane[data-cell="rnn"] [data-action="clip"]');
      await until('the lane trains past that', (at) => globalThis.stage.status.lanes.rnn?.divergedAt === null && (globalThis.stage.frame?.update ?? 0) > at, rnn.divergedAt);
      assert.equal(await browser.evaluate(() => globalThis.stage.experiment.clip), 1);
    });

    test('a gate that is dragged is held at once: the gradient becomes f to the power of T − 1', async () => {
      await open('#lang=en&cells=lstm&length=40&update=0&t=20&unit=1&hold=input:0,forget:0.9');
      await browser.evaluate(() => globalThis.stage.ready);
      const ratio = () => browser.evaluate(() => globalThis.stage.status.lanes.lstm?.log10RatioMemory ?? 0);
      await until('the run is on view', () => globalThis.stage.status.lanes.lstm !== undefined);
      assert.ok(Math.abs(await ratio() - 39 * Math.log10(0.9)) < 1e-5);
      // The sliders of the settings: those beside the diagram are the same.
      await browser.evaluate(() => {
        const range = /** @type {HTMLInputElement} */ (document.querySelector('[data-hold-slider="forget"]'));
        range.value = '50';
        range.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await until('the gradient is halved at every step', () => Math.abs((globalThis.stage.status.lanes.lstm?.log10RatioMemory ?? 0) - 39 * Math.log10(0.5)) < 1e-4);
      const held = await browser.evaluate(() => ({ hash: location.hash, rows: globalThis.deep('[data-held]').map((each) => each.textContent?.trim()), hold: globalThis.stage.experiment.hold }));
      assert.deepEqual([held.hold, held.rows], ['input:0,forget:0.5', ['held: 0.5']]);
      await until('the link tells of it', () => /changes=0:hold=input:0,forget:0.5|hold=input:0,forget:0.5/.test(location.hash));
    });

    test('a pinned run stays on view while another is tried, and the list opens it again', async () => {
      await open('#lang=en&cells=lstm&length=12&units=6&batch=8&engine=' + engineNumber());
      await browser.evaluate(async () => {
        await globalThis.stage.ready;
        await globalThis.stage.pause();
        await globalThis.stage.train(5);
      });
      await browser.press('Escape');
      await until('runs are listed', () => document.querySelector('[data-action="pin-run"]') !== null);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="pin-run"]')).click());
      const pinned = await browser.evaluate(() => globalThis.stage.status.lanes.lstm?.log10RatioMemory);
      await browser.evaluate(async () => {
        globalThis.stage.experiment = { ...globalThis.stage.experiment, forgetBias: 0 };
        await globalThis.stage.ready;
        await globalThis.stage.pause();
      });
      await until('another run is on view', () => document.querySelector('[data-pinned="A"] a') !== null && globalThis.stage.experiment.forgetBias === 0);
      await until('the table has both runs', () => globalThis.deep('table[part="data-table"] th').some((each) => each.textContent === 'LSTM (run A)'));
      assert.deepEqual(await browser.evaluate(() => globalThis.deep('.film-labels span').map((each) => each.textContent)), ['LSTM', 'LSTM A'], 'the film has strips of both');
      const { first, kept } = await browser.evaluate(() => {
        const { frame, name } = globalThis.stage.store.run.pinned.peek() ?? {};
        return { first: frame?.lanes[0]?.scalar('log10RatioMemory'), kept: name };
      });
      assert.deepEqual([first, kept], [pinned, 'A']);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="list-runs"]')).click());
      const rows = await browser.evaluate(() => [...document.querySelectorAll('.runs-dialog [data-run]')].map((row) => row.children[1]?.textContent));
      assert.deepEqual(rows, ['Forget bias 0', 'Forget bias 4']);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.runs-dialog [data-run="A"] a')).click());
      await until('it is opened where it ended', () => globalThis.stage.experiment.forgetBias === 4 && globalThis.stage.status.updates === 5);
    });
  });
}
