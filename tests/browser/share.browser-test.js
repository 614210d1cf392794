/** What can be shared and kept of a run, in every browser engine: each file by its button, read as its readers would. */

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { engineNumber, numbersOf } from './core.js';
import { engines } from './driver/index.js';
import { playground } from './playground.js';

const STEPS = 12;
const UPDATES = 20;
const CELLS = /** @type {const} */ (['rnn', 'lstm']);

/**
 * The frames of a GIF: how many images it has, and its size.
 *
 * @param {Uint8Array} bytes
 */
function readGif(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  assert.equal(Buffer.from(bytes.slice(0, 6)).toString(), 'GIF89a');
  const table = (/** @type {number} */ flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + table(/** @type {number} */ (bytes[10]));
  let frames = 0;
  const skipBlocks = () => {
    while (bytes[at] !== 0) at += 1 + /** @type {number} */ (bytes[at]);
    at += 1;
  };
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x2c) {
      frames += 1;
      at += 10 + table(/** @type {number} */ (bytes[at + 9])) + 1;
    } else {
      assert.equal(bytes[at], 0x21);
      at += 2;
    }
    skipBlocks();
  }
  return { frames, width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

for (const name of engines) {
  describe(`sharing in ${name}`, () => {
    const { browser, open, until: comesAbout } = playground(name);

    /** Waits, and says what the dialog said where it was in vain. @type {typeof comesAbout} */
    const until = (what, condition, ...args) =>
      comesAbout(what, condition, ...args).catch(async (error) => {
        throw new Error(`${error.message} The dialog says: “${await browser.evaluate(() => document.querySelector('[data-share="status"]')?.textContent)}”.`);
      });

    /** Presses the button that has the focus by the keyboard. */
    const enter = () => browser.press('Enter');
    const press = (/** @type {string} */ selector) => browser.evaluate((selector) => /** @type {HTMLElement} */ (document.querySelector(selector)).click(), selector);

    /** Presses a button and returns the file that it offers, in base64. */
    const keep = async (/** @type {string} */ selector) => {
      await browser.evaluate(() => (globalThis.kept = null));
      await press(selector);
      await until(`${selector} offers a file`, () => globalThis.kept !== null);
      return browser.evaluate(async () => {
        const { name, blob } = /** @type {{ name: string, blob: Blob }} */ (globalThis.kept);
        let binary = '';
        for (const byte of new Uint8Array(await blob.arrayBuffer())) binary += String.fromCharCode(byte);
        return { name, type: blob.type, base64: btoa(binary) };
      });
    };
    const text = (/** @type {{ base64: string }} */ { base64 }) => Buffer.from(base64, 'base64').toString('utf8');

    before(async () => {
      await open(`#lang=en&theme=light&cells=${CELLS.join(',')}&length=${STEPS}&hidden=6&seed=7`);
      await browser.evaluate(async (updates) => {
        await globalThis.stage.pause();
        await globalThis.stage.reset();
        await globalThis.stage.train(updates);
        // What the page would hand to the browser's downloads comes here.
        const blobs = new Map();
        const original = URL.createObjectURL.bind(URL);
        URL.createObjectURL = (blob) => {
          const url = original(blob);
          blobs.set(url, blob);
          return url;
        };
        HTMLAnchorElement.prototype.click = function click() {
          globalThis.kept = { name: this.download, blob: blobs.get(this.href) };
        };
        // And what it would put on the clipboard, which may be forbidden.
        const clipboard = {
          /** @param {ClipboardItem[]} items */
          write: async ([item]) => {
            if (globalThis.forbidden) throw new DOMException('no', 'NotAllowedError');
            globalThis.copied = await (await /** @type {ClipboardItem} */ (item).getType('text/plain')).text();
          },
          /** @param {string} text */
          writeText: async (text) => {
            if (globalThis.forbidden) throw new DOMException('no', 'NotAllowedError');
            globalThis.copied = text;
          },
        };
        Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
      }, UPDATES);
    });

    test('opens by the keyboard, copies the link, and says so', async () => {
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="share"]')).focus());
      await enter();
      await until('the dialog has the focus', () => (document.activeElement?.closest('dialog.share') ?? null) !== null);
      await enter();
      await until('it says that it copied', () => document.querySelector('[data-share="status"]')?.textContent === 'Copied.');
      const { copied, href } = await browser.evaluate(() => ({ copied: globalThis.copied, href: location.href }));
      assert.equal(copied, href);
      assert.match(href, /seed=7/);
    });

    test('selects the link where the clipboard is forbidden', async () => {
      await browser.evaluate(() => (globalThis.forbidden = true));
      await press('[data-share="copy-link"]');
      await until('the link is selected', () => {
        const field = document.activeElement;
        return field instanceof HTMLTextAreaElement && field.value === location.href && field.selectionEnd === field.value.length && field.selectionStart === 0;
      });
      await browser.evaluate(() => (globalThis.forbidden = false));
    });

    test('keeps the history: a row an update and cell, the last ones those on view', async () => {
      const file = await keep('[data-share="history"]');
      assert.equal(file.name, `vanishing-point-recall-seed7-update${UPDATES}-history.csv`);
      const lines = text(file).split('\r\n');
      const columns = 'update,cell,loss,accuracy,probeLoss,trainLoss,gradNorm,log10Ratio,log10RatioMemory'.split(',');
      assert.deepEqual(lines[0]?.split(','), columns);
      assert.equal(lines.pop(), '');
      const rows = lines.slice(1).map((line) => Object.fromEntries(line.split(',').map((field, index) => [columns[index], field])));
      assert.deepEqual([rows[0]?.update, rows[0]?.gradNorm], ['0', '']);
      const { lanes } = await browser.evaluate(() => globalThis.stage.status);
      for (const [index, cell] of CELLS.entries()) {
        const last = /** @type {Record<string, string>} */ (rows.at(index - CELLS.length));
        const { loss, accuracy, log10Ratio, log10RatioMemory } = /** @type {NonNullable<typeof lanes[typeof cell]>} */ (lanes[cell]);
        assert.deepEqual([last.update, last.cell], [String(UPDATES), cell]);
        assert.deepEqual([last.loss, last.accuracy, last.log10Ratio, last.log10RatioMemory].map(Number), [loss, accuracy, log10Ratio, log10RatioMemory]);
        assert.ok(Number(last.gradNorm) > 0);
      }
    });

    test('keeps the trace of a cell, and those of all', async () => {
      const file = await keep('tr[data-cell="lstm"] [data-share="trace"]');
      assert.equal(file.name, `vanishing-point-recall-seed7-update${UPDATES}-lstm.json`);
      const trace = await browser.evaluate(async () => JSON.stringify(await globalThis.stage.trace('lstm')));
      assert.deepEqual(JSON.parse(text(file)), JSON.parse(trace));
      const all = JSON.parse(text(await keep('[data-share="all-traces"]')));
      assert.deepEqual(Object.keys(all.traces), CELLS);
      assert.deepEqual(all.traces.lstm, JSON.parse(trace));
      assert.equal(all.experiment.seed, 7);
      assert.equal(all.update, UPDATES);
    });

    test('keeps the weights, and a PyTorch script that holds them', async () => {
      const weights = await keep('tr[data-cell="rnn"] [data-share="weights"]');
      assert.match(weights.name, /-rnn\.safetensors$/);
      const saved = Buffer.from(weights.base64, 'base64');
      const header = JSON.parse(saved.subarray(8, 8 + Number(saved.readBigUInt64LE(0))).toString());
      assert.ok('weight_hh_l0' in header);
      const link = await browser.evaluate(() => location.href);
      assert.deepEqual(header.__metadata__, { format: 'pt', cell: 'rnn', activation: 'tanh', engine: String(engineNumber()), link });
      await browser.evaluate(() => (globalThis.copied = ''));
      await press('tr[data-cell="rnn"] [data-share="copy-pytorch"]');
      await until('the script is copied', () => globalThis.copied !== '');
      const script = await browser.evaluate(() => globalThis.copied);
      const held = Buffer.from(/b64decode\("""\n([^"]+)\n"""\)/.exec(script)?.[1]?.replaceAll('\n', '') ?? '', 'base64');
      assert.deepEqual(numbersOf(held), numbersOf(saved));
      assert.match(script, /"update": 20\b/);
    });

    test('draws the chart and the lanes as a PNG of twice their size, with something in it', async () => {
      const file = await keep('[data-share="png"]');
      const seen = await browser.evaluate(async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.width, image.height];
        const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
        context.drawImage(image, 0, 0);
        /** How many colours a horizontal band of the picture has. */
        const colours = (/** @type {number} */ from, /** @type {number} */ to) =>
          new Set(new Uint32Array(context.getImageData(0, Math.round(from * image.height), image.width, Math.round((to - from) * image.height)).data.buffer)).size;
        return { width: image.width, height: image.height, head: colours(0, 0.1), chart: colours(0.15, 0.4), lanes: colours(0.5, 0.9) };
      }, file.base64);
      assert.equal(seen.width, 2240);
      assert.ok(seen.height > 600 && seen.height < 3000, String(seen.height));
      assert.ok(seen.head > 8 && seen.chart > 50 && seen.lanes > 200, JSON.stringify(seen));
    });

    test('draws them as an SVG with lines and text, and the experiment in it', async () => {
      const file = await keep('[data-share="svg"]');
      const seen = await browser.evaluate((source) => {
        const drawing = new DOMParser().parseFromString(source, 'image/svg+xml');
        const style = getComputedStyle(/** @type {Element} */ (/** @type {Element} */ (document.querySelector('vanishing-point')).shadowRoot?.querySelector('.stage')));
        const hero = drawing.querySelector('[data-row="hero"]');
        return {
          errors: drawing.querySelectorAll('parsererror').length,
          strange: drawing.querySelectorAll('foreignObject, style, script, use').length,
          // Each cell's line through all time steps.
          lines: ['rnn', 'lstm'].map((cell) => {
            const colour = style.getPropertyValue(`--${cell}`).trim();
            const paths = [...(hero?.querySelectorAll(`path[stroke="${colour}"]`) ?? [])];
            return Math.max(...paths.map((path) => (path.getAttribute('d')?.match(/[ML]/g) ?? []).length));
          }),
          images: [...drawing.querySelectorAll('image')].filter((image) => image.getAttribute('href')?.startsWith('data:image/png;base64,')).length,
          strips: drawing.querySelectorAll('[data-cell="lstm"][data-row^="gates."]').length,
          // The picture holds the rows that are unfolded on the page.
          shown: globalThis.deep('.lane.cell-lstm [data-row^="gates."]').filter((row) => /** @type {HTMLElement} */ (row).offsetHeight > 0).length,
          // The loss of each cell over the updates so far, and a film of its gradients.
          film: drawing.querySelectorAll('[data-panel="film"] path[stroke-linejoin], [data-panel="film"] path[d*="L"][stroke]').length,
          films: drawing.querySelectorAll('[data-panel="film"] image').length,
          text: [...drawing.querySelectorAll('text')].map((each) => each.textContent).join('\n'),
        };
      }, text(file));
      assert.deepEqual([seen.errors, seen.strange], [0, 0]);
      assert.deepEqual(seen.lines, [STEPS, STEPS]);
      assert.ok(seen.images >= 6, JSON.stringify(seen));
      assert.equal(seen.strips, seen.shown);
      assert.ok(seen.strips > 0);
      assert.ok(seen.film >= CELLS.length, JSON.stringify(seen));
      assert.equal(seen.films, CELLS.length);
      for (const part of ['Recall the first letter · update 20', 'seed 7', `length ${STEPS}`, 'RNN', 'LSTM', '10⁻³', 'seed=7']) assert.ok(seen.text.includes(part), `${part} is in it`);
    });

    test('draws both passes as an animation, and stops when asked to', async () => {
      await press('[data-share="animation"]');
      await until('it is under way', () => (document.querySelector('progress')?.value ?? 0) > 0);
      await press('[data-share="cancel"]');
      await until('it has stopped', () => document.querySelector('[data-share="status"]')?.textContent === 'Cancelled.');
      const file = await keep('[data-share="animation"]');
      assert.equal(file.type, 'image/gif');
      const { frames, width, height } = readGif(Buffer.from(file.base64, 'base64'));
      assert.equal(frames, 2 * STEPS + 2);
      assert.equal(width, 1120);
      assert.ok(height > 300);
    });

    test('closes with Escape and gives the focus back', async () => {
      await browser.press('Escape');
      await until('the dialog is gone', () => document.querySelector('dialog.share') === null);
      assert.equal(await browser.evaluate(() => document.activeElement?.getAttribute('data-action')), 'share');
      assert.equal((await browser.evaluate(() => globalThis.stage.status)).updates, UPDATES);
    });

    test('a saved run goes on with the weights of one that never stopped, and a damaged file leaves the run as it is', async () => {
      if (!await browser.evaluate(() => document.querySelector('dialog.share') !== null)) await press('[data-action="share"]');
      const { name: file, base64 } = await keep('[data-share="save-run"]');
      assert.equal(file, `vanishing-point-recall-seed7-update${UPDATES}.run.safetensors`);
      const weightsLater = () => browser.evaluate(async () => {
        await globalThis.stage.train(10);
        return [...new Uint8Array(await globalThis.stage.weights('lstm'))].join();
      });
      const whole = await weightsLater();
      const records = await browser.evaluate(async () => {
        const { length } = globalThis.stage.records;
        await globalThis.stage.reset();
        return length;
      });
      const choose = (/** @type {string} */ base64) => browser.evaluate((base64) => {
        const input = /** @type {HTMLInputElement} */ (document.querySelector('[data-share="run-file"]'));
        const chosen = new DataTransfer();
        chosen.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], 'a.run.safetensors'));
        input.files = chosen.files;
        input.dispatchEvent(new Event('change'));
      }, base64);
      await choose(`${base64.slice(0, -20)}${base64.at(-20) === 'A' ? 'B' : 'A'}${base64.slice(-19)}`);
      await until('a damaged file is told', () => document.querySelector('[data-share="status"]')?.textContent?.includes('damaged') ?? false);
      assert.equal(await browser.evaluate(() => globalThis.stage.status.updates), 0);
      await choose(base64);
      await until('the run stands where it was saved', (updates) => globalThis.stage.status.updates === updates && document.querySelector('dialog.share') === null, UPDATES);
      assert.equal(await weightsLater(), whole);
      assert.equal(await browser.evaluate(() => globalThis.stage.records.length), records);
    });
  });
}
