/** The tasks that read data, language and films, each chosen on one page: what is told of it, and the visitor's own data. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

for (const name of engines) describe(`tasks of words, series and films in ${name}`, () => {
  const { browser, open, until, click } = playground(name);

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
    // What comes late moves what is clicked.
    await until('the models run on', () => document.querySelectorAll('.task-forecast tbody tr').length === 2);
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
      // The choice of a column comes with the reader of tables, and moves what is clicked.
      await until('a column can be chosen', () => document.querySelector('[data-own="column"]')?.hasAttribute('hidden') === false);
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

  test('a series runs on, a number is written from own letters, and a character leads to what its prediction depends on', async () => {
    await choose('series');
    await until('the models run on', () => document.querySelectorAll('.task-forecast tbody tr').length === 2);
    // A window of sunspots is shorter than their season.
    const rows = (/** @type {string} */ selector) => browser.evaluate((selector) => [...document.querySelectorAll(selector)].map((row) => [...row.children].map((cell) => cell.textContent ?? '')), selector);
    // The visitor's own table is still there, of whose seasons nothing is known.
    await browser.evaluate(async () => {
      globalThis.stage.text = null;
      await globalThis.stage.settled;
      globalThis.stage.store.change({ series: 'co2' });
    });
    await until('CO₂ is held against the same month last year', () => (document.querySelector('.task-forecast tbody')?.textContent ?? '').includes('去年同月'));
    for (const [name, ...errors] of await rows('.task-forecast tbody tr')) {
      assert.ok(errors.length === 2 && errors.every((each) => Number(each) > 0), `${name}: ${errors.join(' ')}`);
    }
    await choose('translate');
    await until('each model writes', () => (document.querySelector('.task-writing tbody')?.textContent ?? '') !== '');
    assert.match((await sees('.task-writing')).join(), /[✓✕]/);
    const type = (/** @type {string} */ number) => browser.evaluate((number) => {
      const box = /** @type {HTMLInputElement} */ (document.querySelector('[data-own="number"]'));
      box.value = number;
      box.dispatchEvent(new Event('input'));
    }, number);
    await type('42');
    await until('the visitor’s number is written, and its answer is known', () => document.querySelector('[data-writing="target"]')?.textContent === '42 → 四十二' && (document.querySelector('[data-writing="part"]')?.textContent ?? '').includes('留出'));
    for (const answer of await sees('.task-writing td')) assert.match(answer, / [✓✕]$/);
    await type('0042');
    await until('one sentence names what is no number here, and nothing is asked', () => (document.querySelector('.task-writing [role="alert"]')?.textContent ?? '').includes('“0042”') && document.querySelector('.task-writing table')?.checkVisibility() === false);
    await type('43');
    await until('typing goes on', () => document.querySelector('[data-writing="target"]')?.textContent === '43 → 四十三' && document.querySelector('.task-writing [role="alert"]')?.checkVisibility() === false);
    await browser.evaluate(() => globalThis.stage.store.change({ translation: 'chineseToDigits' }));
    await until('words are read', () => /→ \d/.test(document.querySelector('[data-writing="target"]')?.textContent ?? ''));
    await type('四十二');
    await until('its answer and its part are those of 42', () => document.querySelector('[data-writing="target"]')?.textContent === '四十二 → 42' && (document.querySelector('[data-writing="part"]')?.textContent ?? '').includes('留出'));
    await choose('text');
    assert.equal(await browser.evaluate(() => globalThis.stage.experiment.heldOut), 0.2);
    await browser.evaluate(() => globalThis.stage.store.look({ of: 'all' }));
    await until('a character is to be chosen', () => (globalThis.deep('[data-row="reach"] .result')[0]?.textContent ?? '').includes('点选'));
    await browser.evaluate(() => globalThis.stage.store.look({ of: 20 }));
    await until('it stands there on what the prediction depends', () => (globalThis.deep('[data-row="reach"] .result')[0]?.textContent ?? '').includes('10⁻⁶'));
  });

  test('a voice of the visitor’s own is read at the same update; a microphone that is forbidden is one sentence', async () => {
    await choose('speech');
    await browser.evaluate(() => {
      /** @type {HTMLDetailsElement} */ (document.querySelector('[data-section="own-data"]')).open = true;
      const select = /** @type {HTMLSelectElement} */ (document.querySelector('[data-own="speaker"]'));
      select.value = '8';
      select.dispatchEvent(new Event('change'));
    });
    await click('[data-action="use-own"]');
    if (name === 'webkit') {
      // WebKitGTK records nothing without codecs that few machines have.
      await until('it says that nothing can be recorded', () => (document.querySelector('.own-panel [role="alert"]')?.textContent ?? '').includes('麦克风'));
      assert.equal(await browser.evaluate(() => globalThis.stage.frame?.update), 2);
      return;
    }
    await until('the voice is read', () => globalThis.stage.frame?.lanes[0]?.run.probe.targets.every((target) => target === 8) === true && globalThis.stage.frame.update === 2);
    assert.ok((await sees('.own-panel [role="status"]')).join() !== '');
    const steps = await browser.evaluate(() => globalThis.stage.frame?.lanes[0]?.run.steps ?? 0);
    assert.ok(steps >= 7 && steps <= 29, String(steps));
    await browser.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await click('[data-action="use-own"]');
    await until('it says that the microphone is forbidden', () => (document.querySelector('.own-panel [role="alert"]')?.textContent ?? '').includes('麦克风'));
    assert.equal(await browser.evaluate(() => globalThis.stage.frame?.update), 2);
    await click('[data-action="drop-own"]');
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
    await say('the film was');
    await until('what the models refuse is said at the box', () => document.querySelector('.own-panel [role="alert"]')?.checkVisibility() === true);
    assert.deepEqual(await sees('[data-notice]'), [], 'in one sentence');
    await say('The film was NOT wonderful.');
    await until('the sentence is read', () => globalThis.stage.frame?.lanes[0]?.run.steps === 6 && globalThis.stage.frame.update === 2);
    // Each English word has its meaning in Chinese above it.
    await until('the words have their meanings', () => (document.querySelector('.task-sentence rt')?.textContent ?? '') !== '');
    assert.match((await sees('.task-sentence')).join().replaceAll(/\p{Script=Han}/gu, ''), /the film was not wonderful/);
  });

  test('a text and a table dropped anywhere on the page go to their task; what is no text is said, and training goes on', async () => {
    const drop = (/** @type {string} */ name, /** @type {number[]} */ bytes) => browser.evaluate(([name, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(/** @type {number[]} */ (bytes))], /** @type {string} */ (name)));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }, [name, bytes]);
    const text = 'Der Regen fällt. '.repeat(8);
    await choose('text');
    await drop('rain.txt', [...Buffer.from(text)]);
    await until('the text is learned', (text) => globalThis.stage.text === text && globalThis.stage.frame?.update === 0, text);
    await drop('picture.png', [0x89, 0x50, 0x4e, 0x47, 0xff]);
    await until('what is no text is said', () => (document.querySelector('#text-problem')?.textContent ?? '').includes('UTF-8'));
    assert.equal(await browser.evaluate(() => globalThis.stage.text), text);
    await choose('series');
    await drop('heights.csv', [...Buffer.from('day,height\n1,2\n')]);
    await until('the table stands in its box', () => /** @type {HTMLTextAreaElement | null} */ (document.querySelector('[data-own="series"]'))?.value.includes('height') === true);
  });

  test('a model of PyTorch’s, dropped on the page: what it is is said, it is trained on, and one that reads both ways is refused by what it is', async () => {
    const drop = (/** @type {string} */ name) => browser.evaluate(([name, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }, /** @type {[string, string]} */ ([`${name}.safetensors`, readFileSync(new URL(`../fixtures/foreign/${name}.safetensors`, import.meta.url)).toString('base64')]));
    // What takes a file comes after the page; where nothing does, the browser's own answer is not prevented.
    await until('a file can be dropped', () => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([], 'any'));
      return !document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    });
    await drop('lstm-2');
    await until('what was read is said', () => (document.querySelector('[data-own="described"]')?.textContent ?? '').includes('lstm-2.safetensors'));
    assert.match((await sees('[data-own="described"]')).join(), /nn\.LSTM.*F64/);
    await click('[data-action="use-own"]');
    await until('a run of it is on view', () => globalThis.stage.frame?.lanes[0]?.run.units === 5 && globalThis.stage.frame.lanes[0].run.layers === 2);
    assert.deepEqual(await browser.evaluate(() => globalThis.stage.experiment.cells), ['lstm']);
    await drop('bidirectional');
    await until('it is refused', () => (document.querySelector('.own-panel [role="alert"]')?.textContent ?? '').includes('bidirectional'));
    assert.equal(await browser.evaluate(() => globalThis.stage.frame?.lanes[0]?.run.units), 5);
  });

  test('a script gives a model and a table: the gradients are those of autograd, and what does not fit is refused by a sentence', async () => {
    const fixture = /** @type {{ file: string, sequence: number[][], expected: { weights: Record<string, number[][]> } }[]} */ (JSON.parse(readFileSync(new URL('../fixtures/foreign.json', import.meta.url), 'utf8')))
      .find(({ file }) => file === 'gru-embedding');
    assert.ok(fixture);
    const bytes = readFileSync(new URL('../fixtures/foreign/gru-embedding.safetensors', import.meta.url)).toString('base64');
    const inspect = (/** @type {number[][]} */ inputs) => browser.evaluate(async ([model, table]) => {
      const read = await globalThis.stage.inspect(Uint8Array.from(atob(model), (letter) => letter.charCodeAt(0)), { inputs: table, loss: 'output', output: 1 });
      return { cell: read.cell, gradient: (await globalThis.stage.trace(read.cell)).paramGrads.weight_hh_l0 };
    }, /** @type {[string, number[][]]} */ ([bytes, inputs]));
    const { cell, gradient } = await inspect(fixture.sequence);
    const [own = [], torch = []] = [gradient, fixture.expected.weights.weight_hh_l0].map((rows) => /** @type {number[]} */ (rows?.flat(2)));
    assert.equal(cell, 'gru');
    const largest = Math.max(...torch.map(Math.abs));
    assert.ok(own.length > 0 && own.length === torch.length && own.every((each, index) => Math.abs(each - (torch[index] ?? NaN)) < 1e-9 * largest));
    await assert.rejects(inspect([[1, 2], [3, 4]]), /2 numbers a step|2/);
    assert.deepEqual(await browser.evaluate(() => globalThis.stage.experiment.cells), ['gru']);
  });

  test('a link leads to a file beside the page, whatever model is on view, and to none on another server', async () => {
    const bytes = readFileSync(new URL('../fixtures/foreign/rnn-3.safetensors', import.meta.url)).toString('base64');
    await browser.evaluate((model) => {
      const { fetch } = globalThis;
      // Only what is built lies beside the page.
      globalThis.fetch = (address, options) => (String(address).endsWith('/models/rnn-3.safetensors')
        ? Promise.resolve(new Response(Uint8Array.from(atob(model), (letter) => letter.charCodeAt(0)))) : fetch(address, options));
      location.hash = 'lang=en&model=models/rnn-3.safetensors';
    }, bytes);
    await until('what was read is said', () => /nn\.RNN.*layers: 3/.test(document.querySelector('[data-own="described"]')?.textContent ?? ''));
    // Nothing is left of the model that was on view before.
    await until('the example is on view', () => globalThis.stage.text === null && globalThis.stage.frame?.lanes.length === 3);
    await click('[data-action="use-own"]');
    await until('a run of it is on view', () => globalThis.stage.text !== null && globalThis.stage.frame?.lanes[0]?.run.layers === 3);
    assert.deepEqual(await sees('#notices [data-notice]'), []);
    await browser.evaluate(() => {
      location.hash = 'lang=en&model=https%3A%2F%2Fexample.invalid%2Fa.safetensors';
    });
    await until('another server is refused', () => /example\.invalid.*another server/.test(document.querySelector('#notices')?.textContent ?? ''));
    await browser.evaluate(() => globalThis.stage.store.change({ task: 'recall' }));
    await until('the link is one to the other task', () => !location.hash.includes('model='));
  });
});
