/** Every task of data, language and films in every engine: chosen, trained, paused, looked into, exported, and opened from its link. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

const TASKS = ['text', 'translate', 'sentiment', 'entities', 'series', 'speech', 'gesture', 'video', 'digits'];
/** The digests of the weights that the first engine came to: the others' are the same. @type {Map<string, string>} */
const first = new Map();

for (const name of engines) {
  describe(`each task in ${name}`, () => {
    const { browser, open, until, weightDigests } = playground(name);
    /** What each task's link was, and its weights. @type {Map<string, { hash: string, weights: string }>} */
    const walked = new Map();

    /** Waits for a run of the task at its beginning, and makes two updates. */
    const train = async (/** @type {string} */ task, /** @type {string} */ language) => {
      await until(`${task} is on view in ${language}`, async (task, language) => {
        await globalThis.stage.settled;
        return globalThis.stage.experiment.task === task && globalThis.stage.frame?.lanes[0]?.run !== undefined && document.documentElement.lang.startsWith(language);
      }, task, language);
      return browser.evaluate(async () => {
        const { stage } = globalThis;
        await stage.pause();
        await stage.reset();
        await stage.train(2);
        stage.store.look({ t: 2, unit: 0 });
        const trace = await stage.trace('gru');
        return { state: stage.status.state, update: stage.frame?.update, losses: trace.losses.filter((each) => each !== null).length };
      });
    };

    /** The picture of the run on view, as the page would save it. */
    const picture = async () => {
      await browser.evaluate(() => document.querySelector(/** @type {'button'} */ ('[data-action="share"]'))?.click());
      await until('a picture can be saved', () => document.querySelector('dialog[open] [data-share="svg"]') !== null);
      await browser.evaluate(() => {
        globalThis.kept = null;
        const create = URL.createObjectURL;
        const { click } = HTMLAnchorElement.prototype;
        URL.createObjectURL = (blob) => {
          if (blob instanceof Blob) globalThis.kept = { name: '', blob };
          return create.call(URL, blob);
        };
        // Nothing is put into the folder of downloads.
        HTMLAnchorElement.prototype.click = () => {
          URL.createObjectURL = create;
          HTMLAnchorElement.prototype.click = click;
        };
        /** @type {HTMLButtonElement} */ (document.querySelector('dialog[open] [data-share="svg"]')).click();
      });
      await until('the picture is saved', () => globalThis.kept !== null);
      return browser.evaluate(async () => {
        /** @type {HTMLDialogElement} */ (document.querySelector('dialog[open]')).close();
        const drawing = new DOMParser().parseFromString(await /** @type {{ blob: Blob }} */ (globalThis.kept).blob.text(), 'image/svg+xml');
        return {
          errors: drawing.querySelectorAll('parsererror').length,
          rows: [...drawing.querySelectorAll('[data-row]')].map((row) => row.getAttribute('data-row')),
          text: [...drawing.querySelectorAll('text')].map((each) => each.textContent).join('\n'),
        };
      });
    };

    test('is chosen in the rail, trained, paused, looked into and exported', async () => {
      await open('#lang=en&cells=gru&engine=2');
      for (const task of TASKS) {
        await browser.evaluate((task) => {
          document.querySelector(/** @type {'button'} */ ('[data-action="change-task"]'))?.click();
          document.querySelector(/** @type {'button'} */ (`[data-task="${task}"]`))?.click();
        }, task);
        const { state, update, losses } = await train(task, 'en');
        assert.deepEqual([state, update], ['paused', 2], task);
        assert.ok(losses > 0, task);
        const weights = (await weightDigests()).gru ?? '';
        assert.equal(weights, first.get(task) ?? weights, `${task}: the bits of the first engine`);
        first.set(task, weights);
        const { errors, rows, text } = await picture();
        assert.equal(errors, 0, task);
        for (const row of ['input', ['text', 'translate'].includes(task) ? 'surprise' : 'answer', 'log10AbsGradHidden']) assert.ok(rows.includes(row), `${row} of ${task} among ${rows.join(' ')}`);
        assert.match(text, /GRU/, task);
        await until('the address has the task', (task) => location.hash.includes(`task=${task}`), task);
        walked.set(task, { hash: await browser.evaluate(() => location.hash), weights });
      }
    });

    test('comes from its link with the same bits, in Chinese', async () => {
      for (const [task, { hash, weights }] of walked) {
        await browser.evaluate((hash) => {
          location.hash = hash;
        }, hash.replace('lang=en', 'lang=zh'));
        await train(task, 'zh');
        assert.equal((await weightDigests()).gru, weights, `${task} from ${hash}`);
        // The card of the task has its words in Chinese.
        const card = await browser.evaluate((task) => document.querySelector(`[data-task="${task}"] .task-text`)?.textContent ?? '', task);
        assert.match(card, /\p{Script=Han}/u, task);
      }
    });
  });
}
