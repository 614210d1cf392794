/** The element in boxes that shrink to fit, or leave it next to no room: as wide as there is room for, about 640 px, and never tall and empty. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { engines, launch } from './driver/index.js';
import { serve } from './server.js';

const NATURAL = 640;
const tag = '<vanishing-point cells="rnn" length="8" panels="chart"></vanishing-point>';
const eager = tag.replace('<vanishing-point', '<vanishing-point loading="eager"');

/** Boxes in which it asks for its natural width; `style` is that of the box, `inside` that of the element. @type {Record<string, { style?: string, inside?: string, around?: string, open?: boolean }>} */
const SHRINKING = {
  'a row of flex items': { style: 'display: flex' },
  'a column of flex items, centred': { style: 'display: flex; flex-direction: column; align-items: center' },
  'an inline flex box': { style: 'display: inline-flex' },
  'a grid whose items are centred': { style: 'display: grid; justify-items: center' },
  'a grid with a column of its content': { style: 'display: grid; grid-template-columns: auto 1fr', around: '<p>Text</p>' },
  'a grid that is placed in the middle': { style: 'display: grid; place-content: center' },
  'a float': { inside: 'float: left' },
  'an inline block': { inside: 'display: inline-block' },
  'a box around it that is an inline block': { style: 'display: inline-block' },
  'a box around it that floats': { style: 'float: right' },
  'a box as wide as its content': { style: 'width: fit-content; margin: auto' },
  'an absolute box': { inside: 'position: absolute' },
  'a table cell': { style: 'display: table' },
};
const box = (/** @type {{ style?: string, inside?: string, around?: string }} */ { style = '', inside = '', around = '' }, /** @type {string} */ element) =>
  `<div class="room"><div class="box" style="${style}">${element.replace('<vanishing-point', `<vanishing-point style="${inside}"`)}${around}</div></div>`;

for (const engine of engines) {
  describe(`boxes of all kinds in ${engine}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'vanishing-point-'));
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;

    before(async () => {
      cpSync(fileURLToPath(new URL('../../dist-npm', import.meta.url)), folder, { recursive: true });
      server = await serve(folder, null);
      browser = await launch(engine);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
      rmSync(folder, { recursive: true });
    });

    /** Measures every element of the page, once two looks in a row see the same. */
    const look = () => browser.evaluate(async () => {
      const measure = () => Array.from(document.querySelectorAll('vanishing-point'), (element) => {
        const { width, height } = element.getBoundingClientRect();
        return { width, height, spill: Math.max(0, (element.closest('.room')?.scrollWidth ?? 0) - (element.closest('.room')?.clientWidth ?? 0)) };
      });
      for (let before = ''; ;) {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const found = measure();
        if (JSON.stringify(found) === before) return found;
        before = JSON.stringify(found);
      }
    });
    /** Gives all rooms another width, and measures again: loading the page anew takes long in WebKit. @param {number} room */
    const resized = async (room) => {
      await browser.evaluate((room) => {
        for (const each of document.querySelectorAll('.room')) /** @type {HTMLElement} */ (each).style.width = `${room}px`;
      }, room);
      return look();
    };
    /** Opens a page and measures every element in it, with the width of the room that it is in. @param {string} body @param {number} room */
    const sizes = async (body, room) => {
      writeFileSync(join(folder, 'post.html'), `<!doctype html><html lang="en"><head><title>A post</title><style>body { margin: 0 } .room { width: ${room}px; position: relative; overflow: hidden; min-height: 20px } td { padding: 0 }</style></head><body><script type="module" src="index.js"></script>${body}</body></html>`);
      await browser.open(`${server.url}post.html`);
      await browser.evaluate(async () => {
        await customElements.whenDefined('vanishing-point');
        const all = [...document.querySelectorAll('vanishing-point')];
        await Promise.all(all.filter((element) => element.getAttribute('loading') === 'eager').map((element) => element.ready));
      });
      return look();
    };

    test('the still picture takes its natural width where there is room, and what is there where there is less', async () => {
      const names = Object.keys(SHRINKING);
      const body = Object.values(SHRINKING).map((each) => box(each, tag)).join('');
      for (const [room, least, most] of /** @type {const} */ ([[1000, NATURAL, NATURAL], [360, 300, 360]])) {
        const found = room === 1000 ? await sizes(body, room) : await resized(room);
        for (const [index, { width, height, spill }] of found.entries()) {
          assert.ok(width >= least && width <= most, `${names[index]}, ${room} px: ${width} px wide`);
          assert.ok(height > 150 && height < 420, `${names[index]}, ${room} px: ${height} px tall`);
          assert.equal(spill, 0, `${names[index]}, ${room} px: it sticks out`);
        }
      }
    });

    test('the stage has the same width as its still picture', async () => {
      const some = ['a row of flex items', 'a float', 'a table cell', 'a grid whose items are centred', 'a box around it that is an inline block'];
      for (const [room, least, most] of /** @type {const} */ ([[1000, NATURAL, NATURAL], [360, 300, 360]])) {
        const found = room === 1000 ? await sizes(some.map((name) => box(SHRINKING[name] ?? {}, eager)).join(''), room) : await resized(room);
        for (const [index, { width, height, spill }] of found.entries()) {
          assert.ok(width >= least && width <= most, `${some[index]}, ${room} px: ${width} px wide`);
          assert.ok(height > 150 && height < 480, `${some[index]}, ${room} px: ${height} px tall`);
          assert.equal(spill, 0, `${some[index]}, ${room} px: it sticks out`);
        }
      }
    });

    test('a dialog is as wide as the element needs, and a cell of a real table shares with its neighbour', async () => {
      const [dialog, cell] = await sizes(`<dialog open style="position: static; padding: 0; border: 0">${tag}</dialog><div class="room"><table><tr><td>${tag}</td><td>Notes</td></tr></table></div>`, 1000);
      assert.equal(dialog?.width, Math.min(NATURAL, await browser.evaluate(() => document.documentElement.clientWidth)));
      assert.equal(cell?.width, NATURAL);
    });

    test('a box without any width leaves no tall and empty hole', async () => {
      for (const element of [tag, eager]) {
        const [none, little] = await sizes(`<div class="room"><div style="width: 0">${element}</div></div><div class="room"><div style="width: 40px">${element}</div></div>`, 600);
        assert.ok((none?.height ?? 0) < 520, `${none?.height} px tall without a width`);
        assert.ok((little?.height ?? 0) < 520, `${little?.height} px tall, 40 px wide`);
      }
    });

    test('a width that the page gives is the width it has', async () => {
      const found = await sizes([900, 400, 280].map((width) => `<div class="room"><div style="display: flex">${eager.replace('<vanishing-point', `<vanishing-point style="width: ${width}px"`)}</div></div>`).join('') + `<div class="room"><div>${eager}</div></div>`, 950);
      assert.deepEqual(found.map(({ width }) => width), [900, 400, 280, 950]);
    });
  });
}
