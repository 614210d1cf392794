/** The tasks that read data, language and films, each chosen on one page: what is told of it, and the visitor's own data. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

describe('tasks of words, series and films', { skip: !engines.includes('chromium'), timeout: 300_000 }, () => {
  const { browser, open, until, click } = playground('chromium');

  /** Chooses a task in the rail, and has it trained a little. @param {string} task */
  const choose = async (task) => {
    await browser.evaluate((task) => {
      document.querySelector(/** @type {'button'} */ ('[data-action="change-task"]'))?.click();
      document.querySelector(/** @type {'button'} */ (`[data-task="${task}"]`))?.click();
    }, task);
    await until(`a run of ${task} is on view`, async (task) => {
      await globalThis.stage.settled;
      return globalThis.stage.experiment.task === task && globalThis.stage.frame?.update === 0;
    }, task);
    await browser.evaluate(async () => {
      await globalThis.stage.pause();
      await globalThis.stage.train(2);
    });
  };
  const sees = (/** @type {string} */ selector) => browser.evaluate((selector) => globalThis.deep(selector).filter((each) => each.getClientRects().length > 0).map((each) => (each.textContent ?? '').trim()), selector);
  const experiment = () => browser.evaluate(() => {
    const { units, batch, rate } = globalThis.stage.experiment;
    return { units, batch, rate };
  });

  test('a task proposes its sizes, says whose data it reads, and shows each answer', async () => {
    await open('#lang=zh&cells=rnn&engine=2');
    const before = await experiment();
    await choose('entities');
    assert.deepEqual(await experiment(), { ...before, batch: 32, rate: 0.01 });
    assert.equal((await sees('[data-row="answer"]')).length, 1);
    // Classes have names in Chinese.
    const names = await browser.evaluate(() => globalThis.deep('[data-chart-table="steps"] td').map((cell) => cell.textContent));
    assert.ok(names.includes('无') && !names.includes('none'), names.join(' '));
    await choose('video');
    assert.deepEqual(await experiment(), { units: 32, batch: 32, rate: 0.01 });
    assert.equal((await sees('[data-row="answer"]')).length, 1);
    const frame = () => browser.evaluate(() => document.querySelector('.task-film figcaption')?.textContent ?? '');
    await until('the film is there', () => (document.querySelector('.task-film figcaption')?.textContent ?? '').includes('40'));
    const last = await frame();
    await browser.evaluate(() => globalThis.stage.store.look({ t: 3 }));
    await until('the film stands at the selected step', () => document.querySelector('.task-film figcaption')?.textContent === '第 3 帧，共 40 帧');
    assert.match(last, /第 40 帧，共 40 帧 → [↺↻] \d/);
    await choose('recall');
    assert.deepEqual(await experiment(), before);
    assert.equal(await browser.evaluate(() => document.querySelector('.task-film')?.getClientRects().length ?? 0), 0);
  });

  test('a table of the visitor’s own: told by its row what is wrong, then trained on and held against its last value', async () => {
    await choose('series');
    await until('own data can be given', () => document.querySelector('[data-section="own-data"]') !== null);
    await browser.evaluate(() => {
      /** @type {HTMLDetailsElement} */ (document.querySelector('[data-section="own-data"]')).open = true;
    });
    const give = async (/** @type {string} */ text) => {
      await browser.evaluate((text) => {
        const box = /** @type {HTMLTextAreaElement} */ (document.querySelector('[data-own="series"]'));
        box.value = text;
        box.dispatchEvent(new Event('input'));
      }, text);
      await click('[data-action="use-own"]');
    };
    const rows = (/** @type {(index: number) => string} */ value) => ['day;height', ...Array.from({ length: 60 }, (_, index) => `${index};${value(index)}`)].join('\n');
    await give(rows((index) => (index === 7 ? 'n/a' : String(index))));
    await until('it says which row is no number', () => (document.querySelector('.own-panel [role="alert"]')?.textContent ?? '').includes('n/a'));
    assert.equal(await browser.evaluate(() => globalThis.stage.frame?.update), 2);
    await give(rows((index) => Math.sin(index).toFixed(3).replace('.', ',')));
    await until('the table is trained on', () => (document.querySelector('.own-panel [role="status"]')?.textContent ?? '').includes('height') && globalThis.stage.frame?.update === 0);
    const channel = await browser.evaluate(() => {
      const input = globalThis.stage.frame?.lanes[0]?.run.input;
      return input?.type === 'channels' ? input.channels[0]?.name : null;
    });
    assert.equal(channel, 'height');
    // The series that ship can only be chosen where they are read.
    assert.deepEqual(await sees('[data-key="series"]'), []);
    assert.match((await sees('[data-fact="right"]')).join(), /\d\.\d\d 倍/);
  });

  test('a sentence of the visitor’s own: a word that is not known is named; what is known is read at the same update', async () => {
    await choose('sentiment');
    const say = async (/** @type {string} */ text) => {
      await browser.evaluate((text) => {
        /** @type {HTMLDetailsElement} */ (document.querySelector('[data-section="own-data"]')).open = true;
        const box = /** @type {HTMLTextAreaElement} */ (document.querySelector('[data-own="sentence"]'));
        box.value = text;
        box.dispatchEvent(new Event('input'));
      }, text);
      await click('[data-action="use-own"]');
    };
    await say('the <b>film was xyzzy');
    await until('the unknown word is named', () => (document.querySelector('.own-panel [role="alert"]')?.textContent ?? '').includes('<b>film'));
    await say('The film was NOT wonderful.');
    await until('the sentence is read', () => globalThis.stage.frame?.lanes[0]?.run.steps === 6 && globalThis.stage.frame.update === 2);
    assert.match((await sees('.task-sentence')).join(), /the film was not wonderful/);
  });
});
