/** The page as people get it, in every browser engine: from a sub-path, under the strict policy, with a silent console. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { digests, scene } from './core.js';
import { canvases } from './deep.js';
import { engines } from './driver/index.js';
import { playground } from './playground.js';

const initial = digests(scene, 0);
/** Names, also those of keys, which Chinese writes as English does. */
const SAME_IN_BOTH = new Set(['Vanishing Point', 'tanh', 'minGRU', 'PyTorch', 'Xavier', 'RMSprop', 'Adam', 'Home', 'PageDown', 'PageUp', 'Escape']);
const poem = 'the gradient went back through time and came to nothing at all. '.repeat(8);

for (const name of engines) {
  describe(`the page in ${name}`, () => {
    const { browser, server, open, until, click, weightDigests } = playground(name);

    /** Puts text into a field as pasting does: at the caret, with the events of an input. */
    const paste = async (/** @type {string} */ selector, /** @type {string} */ text) => {
      await click(selector);
      await browser.evaluate(
        (selector, text) => {
          const field = /** @type {HTMLTextAreaElement} */ (globalThis.deep(selector)[0]);
          field.focus();
          field.select();
          document.execCommand('insertText', false, text);
        },
        selector,
        text,
      );
    };

    const status = () => browser.evaluate(() => globalThis.stage.status);

    test('opens, becomes ready and starts by itself on the default scene', async () => {
      await open();
      const experiment = await browser.evaluate(() => globalThis.stage.experiment);
      assert.deepEqual(experiment, scene);
      await until('training runs', () => globalThis.stage.status.state === 'running');
      await until('an update is made', () => globalThis.stage.status.updates >= 1);
    });

    test('plays and pauses with the mouse; updates rise and every loss changes', async () => {
      await open();
      await until('it runs', () => globalThis.stage.status.state === 'running');
      await click('[data-action="play"]');
      await until('it pauses', () => globalThis.stage.status.state === 'paused');
      const before = await status();
      await sleep(300);
      assert.deepEqual((await status()).updates, before.updates);

      await browser.evaluate(() => (globalThis.stage.speed = Infinity));
      await click('[data-action="play"]');
      await until('updates rise', (updates) => globalThis.stage.status.updates >= updates + 30, before.updates);
      await click('[data-action="play"]');
      await until('it pauses again', () => globalThis.stage.status.state === 'paused');
      const later = await status();
      for (const cell of scene.cells) {
        assert.ok(Number.isFinite(later.lanes[cell]?.loss));
        assert.notEqual(later.lanes[cell]?.loss, before.lanes[cell]?.loss);
      }
    });

    test('trains as many updates as it is asked to', async () => {
      await open();
      await browser.evaluate(() => globalThis.stage.pause());
      const before = await status();
      await browser.evaluate(() => globalThis.stage.train(40));
      const later = await status();
      assert.equal(later.updates, before.updates + 40);
      assert.notDeepEqual(later.lanes, before.lanes);
    });

    test('steps by one time step, by one pass and by one update', async () => {
      await open();
      await browser.evaluate(() => globalThis.stage.pause());
      await browser.evaluate(() => globalThis.stage.reset());
      await browser.evaluate(() => globalThis.stage.pause());
      const place = () => browser.evaluate(() => ({ ...globalThis.stage.progress, updates: globalThis.stage.status.updates }));

      await click('[data-granularity="time"]');
      for (const reached of [1, 2, 3]) {
        await click('[data-action="step"]');
        await until(
          `the forward pass reached t = ${reached}`,
          (reached) => globalThis.stage.progress.pass === 'forward' && globalThis.stage.progress.reached === reached,
          reached,
        );
      }
      assert.equal((await place()).steps, scene.length);

      await click('[data-granularity="pass"]');
      await click('[data-action="step"]');
      await until('the forward pass is done', () => {
        const { pass, reached, steps } = globalThis.stage.progress;
        return pass === 'backward' || reached === steps;
      });

      const { updates } = await place();
      await browser.evaluate(() => globalThis.stage.step('update'));
      assert.equal((await place()).updates, updates + 1);
    });

    test('gives the first weights back on reset, whatever was trained', async () => {
      await open();
      await browser.evaluate(() => globalThis.stage.pause());
      await browser.evaluate(() => globalThis.stage.train(30));
      const trained = await weightDigests();
      for (const cell of scene.cells) assert.notEqual(trained[cell], initial[cell]);
      await click('[data-action="reset"]');
      await until('it stands at update 0', () => globalThis.stage.status.updates === 0);
      assert.equal((await status()).state, 'paused');
      assert.deepEqual(await weightDigests(), initial);
    });

    test('has the same weights as Node after 200 updates', async () => {
      await open();
      await browser.evaluate(() => globalThis.stage.pause());
      const { updates } = await status();
      await browser.evaluate((left) => globalThis.stage.train(left), 200 - updates);
      assert.equal((await status()).updates, 200);
      assert.deepEqual(await weightDigests(), digests(scene, 200));
    });

    test('draws chart and strips: none of them is blank or of one colour', async () => {
      await open();
      await browser.evaluate(() => globalThis.stage.pause());
      await browser.evaluate(() => globalThis.stage.train(20));
      const strips = (/** @type {typeof drawn} */ all, /** @type {string} */ part) => all.filter((canvas) => canvas.name.includes(part));
      let drawn = await browser.evaluate(canvases);
      // Folded, every lane has its hidden states and its gradients; unfolded, the answers and the gates as well.
      for (const cell of scene.cells) assert.ok(strips(drawn, `cell-${cell}`).length >= 2, `${cell} has its strips while it is folded`);
      for (const cell of scene.cells) {
        await click(`.lane.cell-${cell} [data-action="fold"][aria-expanded="false"]`);
        await until(`${cell} is unfolded`, (cell) => globalThis.deep(`.lane.cell-${cell} [data-action="fold"][aria-expanded="true"]`).length === 1, cell);
      }
      await browser.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      drawn = await browser.evaluate(canvases);
      const named = (/** @type {string} */ part) => strips(drawn, part);
      assert.equal(named('hero').length, 1);
      for (const cell of scene.cells) {
        // At least the hidden states, the answers and the gradients of every lane.
        assert.ok(named(`cell-${cell}`).length >= 3, `${cell} has its strips`);
      }
      for (const canvas of drawn) {
        assert.ok(canvas.painted > 0.01, `${canvas.name} is painted: ${canvas.painted}`);
        // A forget gate that stands wide open for all units has few.
        assert.ok(canvas.colours > 4, `${canvas.name} has ${canvas.colours} colours`);
      }
    });

    test('keeps what the update before left ahead of the wave when the stage is laid out anew', async () => {
      await open();
      await browser.evaluate(async () => {
        const { stage } = globalThis;
        await stage.pause();
        await stage.train(3);
        await stage.step('pass');
        for (let step = 0; step < 10; step++) await stage.step('time');
      });
      // Of the gradients of every cell: how opaque the first step is, which the backward wave comes to last, and the last.
      const ahead = () => browser.evaluate(async () => {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return globalThis.deep('[data-row="log10AbsGradHidden"] canvas').map((canvas) => {
          const { width } = /** @type {HTMLCanvasElement} */ (canvas);
          const context = /** @type {CanvasRenderingContext2D} */ (/** @type {HTMLCanvasElement} */ (canvas).getContext('2d'));
          return [0, width - 1].map((column) => context.getImageData(column, 0, 1, 1).data[3]);
        }).concat(globalThis.deep('.hero-label').map((label) => [Number(label.classList.contains('stale'))]));
      });
      const painted = [...scene.cells.map(() => [0x66, 0xff]), ...scene.cells.map(() => [1])];
      assert.deepEqual(await ahead(), painted);
      for (const presenting of [true, false]) {
        await browser.evaluate((presenting) => globalThis.stage.toggleAttribute('present', presenting), presenting);
        assert.deepEqual(await ahead(), painted);
      }
    });

    test('learns a text that is pasted, and lets a model write', async () => {
      await open('#task=text&length=20');
      for (const section of ['own', 'write']) await click(`[data-section="${section}"] > summary`);
      await paste('#own-text', poem);
      await click('[data-action="use-text"]');
      await until('the text is read', (text) => globalThis.stage.text === text, poem);
      await browser.evaluate(() => globalThis.stage.pause());
      await browser.evaluate(() => globalThis.stage.train(30));
      await paste('#write-prompt', 'the ');
      await click('[data-action="write"]');
      await until('something is written', () => (globalThis.deep('#written')[0]?.textContent ?? '').length > 50);
      const written = await browser.evaluate(() => globalThis.deep('#written')[0]?.textContent ?? '');
      assert.match(written, /^the [a-z .]+$/);
    });

    test('refuses a text of one character with a sentence, and training goes on', async () => {
      await open('#task=text&length=20');
      await click('[data-section="own"] > summary');
      await paste('#own-text', 'a');
      await click('[data-action="use-text"]');
      await until('the sentence stands at the box', () => (globalThis.deep('#text-problem')[0]?.textContent ?? '') !== '');
      const sentence = await browser.evaluate(() => globalThis.deep('#text-problem')[0]?.textContent ?? '');
      assert.match(sentence, /\.$/);
      if (!(await browser.evaluate(() => globalThis.stage.playing))) await click('[data-action="play"]');
      const { updates } = await status();
      await until('updates rise', (updates) => globalThis.stage.status.updates > updates, updates);
    });

    test('puts defaults in the place of what an address may not ask for, and says so', async () => {
      await open('#hidden=9999&task=chess&rate=0.02');
      const experiment = await browser.evaluate(() => globalThis.stage.experiment);
      assert.deepEqual(experiment, { ...scene, units: 256, rate: 0.02 });
      const notices = await browser.evaluate(() => globalThis.deep('#notices')[0]?.innerText ?? '');
      assert.match(notices, /hidden|units/i);
      assert.match(notices, /chess/);
    });

    test('goes on when a worker is killed, and tells the user', async () => {
      await open();
      await browser.evaluate(() => globalThis.stage.pause());
      const { updates } = await status();
      await browser.evaluate(async (left) => {
        const trained = globalThis.stage.train(left);
        globalThis.__workers[2]?.terminate();
        await trained;
      }, 200 - updates);
      assert.deepEqual(await weightDigests(), digests(scene, 200));
      await until('a notice stands on the page', () => (globalThis.deep('#notices')[0]?.innerText ?? '') !== '');
    });

    test('survives a learning rate of 10 without clipping, and says which lane diverged', async () => {
      await open('#rate=10&clip=none&optimizer=sgd&activation=relu&radius=1.5');
      await browser.evaluate(() => globalThis.stage.pause());
      await browser.evaluate(() => globalThis.stage.train(50));
      const { lanes, updates } = await status();
      assert.equal(updates >= 50, true);
      assert.ok(lanes.rnn?.divergedAt);
      assert.equal(lanes.lstm?.divergedAt, null);
      assert.ok(Number.isFinite(lanes.lstm?.loss));
    });

    test('stays at hand when every lane diverges flat out, and starts over', async () => {
      await open('#task=adding&length=100&optimizer=sgd&rate=10&clip=none');
      await browser.evaluate(() => {
        globalThis.stage.speed = Infinity;
        void globalThis.stage.play();
      });
      await until('all have diverged', () => globalThis.stage.status.state === 'diverged');
      const { lanes, updates } = await status();
      const divergedAt = Object.values(lanes).map((lane) => lane.divergedAt ?? NaN);
      assert.ok(divergedAt.every((update) => update > 0));
      assert.equal(updates, Math.max(...divergedAt), 'no update is counted that no lane has tried');
      await browser.evaluate(() => globalThis.stage.train(1e9));
      await browser.evaluate(() => globalThis.stage.reset());
      assert.equal((await status()).updates, 0);
    });

    test('draws and answers all the while that it trains flat out', async () => {
      await open('#hidden=64&batch=64');
      const UPDATES = 200;
      const draw = () => browser.evaluate(async (updates) => {
        await globalThis.stage.reset();
        globalThis.stage.speed = Infinity;
        if (!globalThis.stage.playing) await globalThis.stage.play();
        const from = globalThis.stage.status.updates;
        const seen = [from];
        while (globalThis.stage.status.updates < from + updates) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          seen.push(globalThis.stage.frame?.update ?? 0);
        }
        return seen;
      }, UPDATES);
      // The frames lie all along the way: the picture never stands still for a quarter of it. A machine that is busy
      // elsewhere may stop everything for a while; a page that does not draw would stand still each time.
      let leaps = [UPDATES];
      let drawn = [0];
      for (let time = 0; time < 3 && Math.max(...leaps) >= UPDATES / 4; time++) {
        drawn = await draw();
        leaps = drawn.slice(1).map((update, index) => update - /** @type {number} */ (drawn[index]));
      }
      assert.ok(Math.max(...leaps) < UPDATES / 4, `leaps of ${leaps.filter((leap) => leap > 0).join(', ')} updates`);
      assert.ok(drawn.length > leaps.filter((leap) => leap > 0).length, 'the page has frames of its own between two updates');
      await click('[data-action="play"]');
      await until('the click has paused it', () => globalThis.stage.status.state === 'paused');
      const { updates } = await status();
      await browser.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      assert.equal((await status()).updates, updates);
    });

    test('asks for nothing but its own files, and only once', async () => {
      const from = server.requests.length;
      await open();
      const names = () => browser.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      // The module is the last that it asks for, and its answers on demand come from the same one.
      await until('the core has come', () => performance.getEntriesByType('resource').some(({ name }) => /vanishing_point[^/]*\.wasm$/.test(name)));
      await until('nothing more is coming', async () => {
        const count = () => performance.getEntriesByType('resource').length;
        const before = count();
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return count() === before;
      });
      const asked = await names();
      assert.ok(asked.length > 0);
      for (const url of asked) assert.ok(url.startsWith(server.url), `${url} lies beside the page`);
      // Each worker loads its script by itself; the module is compiled once for all of them. Browsers ask for the icon anew whenever the address changes, since this host forbids to keep it.
      const modules = asked.filter((url) => url.endsWith('.wasm'));
      assert.equal(new Set(modules).size, 1, modules.join(', '));
      // This WebKit takes nothing that was preloaded for fetch(), however small the page, and asks for it again.
      const once = name === 'webkit' ? 2 : 1;
      const sent = server.requests.slice(from).filter((path) => path.endsWith('.wasm'));
      assert.ok(modules.length <= once && sent.length <= once, `${sent.join(', ')}: at most once, and not where the browser has kept it`);
      const later = server.requests.length;
      await browser.evaluate(() => globalThis.stage.train(100));
      assert.deepEqual(server.requests.slice(later).filter((path) => !path.endsWith('/glyph.svg')), []);
    });

    test('stops where the gated cells have learned, says so, and goes on when asked', async () => {
      await open('#lang=en');
      const news = () => browser.evaluate(() => globalThis.deep('[data-news]')[0]?.textContent ?? '');
      // Only the automatic pace stops there, and from the beginning it would take half a minute.
      await browser.evaluate(async () => {
        await globalThis.stage.pause();
        await globalThis.stage.train(124);
        await globalThis.stage.play();
      });
      await until('it is said', () => (globalThis.deep('[data-news]')[0]?.textContent ?? '') !== '');
      assert.match(await news(), /^LSTM and GRU remember the letter\. The RNN guesses\. LSTM and GRU answer at least 95\u202f% of unseen sequences right; the RNN \d+\u202f%, no better than chance\.$/);
      // Those who see read the same in the head, and may go on or see what happens later.
      const head = await browser.evaluate(() => ({
        said: ['headline', 'finding'].map((part) => globalThis.deep(`[data-story="${part}"]`)[0]?.innerText ?? '').join(' '),
        provenance: globalThis.deep('[data-story="provenance"]')[0]?.innerText ?? '',
        choices: globalThis.deep('.choices > *').filter((choice) => choice.getBoundingClientRect().width > 0).map((choice) => choice.innerText),
        later: globalThis.deep('[data-action="later"]')[0]?.getAttribute('href'),
      }));
      assert.equal(head.said, await news());
      assert.match(head.provenance, /\b130\b/);
      assert.deepEqual(head.choices, ['What happens later?', 'Continue']);
      assert.equal(head.later, './scenes.html#closing');
      const { state, updates, lanes } = await status();
      assert.equal(state, 'paused');
      assert.equal(updates, 130);
      for (const cell of /** @type {const} */ (['lstm', 'gru'])) assert.ok((lanes[cell]?.accuracy ?? 0) >= 0.95);
      await click('[data-action="continue"]');
      await until('it goes on', (from) => globalThis.stage.status.updates > from + 30, updates);
      assert.equal(await news(), '');
      assert.equal(await browser.evaluate(() => globalThis.deep('.choices')[0]?.getBoundingClientRect().height), 0);
    });

    test('names the panels that it does not know', async () => {
      await open('#lang=en&panels=hero,heroes');
      const notices = await browser.evaluate(() => globalThis.deep('#notices')[0]?.innerText ?? '');
      assert.match(notices, /panels: “heroes” is not possible; allowed: all, chart, /);
    });

    test('speaks Chinese when it is asked to: nothing that English words say is left in English', async () => {
      /** Every text on the page with the parts of it, and their descriptions for screen readers. */
      const texts = () => browser.evaluate(() => {
        /** @type {Set<string>} */
        const found = new Set();
        for (const element of globalThis.deep('body *')) {
          if (/^(script|style|noscript)$/.test(element.localName) || element.closest('.languages') !== null) continue;
          for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.add((node.textContent ?? '').trim());
          for (const name of ['aria-label', 'title', 'placeholder']) found.add(element.getAttribute(name) ?? '');
        }
        return [...found];
      });
      const look = async (/** @type {string} */ language) => {
        await open(`#lang=${language}&update=0`);
        await until('the film has come', () => (globalThis.deep('.film-caption')[0]?.textContent ?? '') !== '');
        return texts();
      };
      const english = (await look('en')).filter((text) => /\p{Lowercase}{3}/u.test(text));
      const chinese = await look('zh');
      assert.match(await browser.evaluate(() => document.documentElement.lang), /^zh/);
      assert.ok(english.length > 60, `${english.length} English texts`);
      assert.deepEqual(chinese.filter((text) => english.includes(text) && !SAME_IN_BOTH.has(text)), []);
      assert.ok(chinese.filter((text) => /\p{Script=Han}/u.test(text)).length > english.length / 2);
    });

    test('loads one language, and changes to the other one all at once', async () => {
      await open('#lang=en');
      await until('the film has come', () => (globalThis.deep('.film-caption')[0]?.textContent ?? '') !== '');
      const texts = () => browser.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => /\/(en|zh)-/.exec(name)?.[1]).filter((language) => language !== undefined));
      assert.deepEqual(new Set(await texts()), new Set(['en']));
      const frames = await browser.evaluate(async () => {
        const parts = () => ['#brand', '#rail', '#transport', '.head h2', '.film-caption', '.provenance', '.axis-name', '.chart-options > summary', '#values'].map((part) => /\p{Script=Han}/u.test(globalThis.deep(part)[0]?.textContent ?? ''));
        /** @type {boolean[][]} */
        const seen = [];
        globalThis.deep('[data-lang="zh"]')[0]?.click();
        for (let look = 0; look < 300 && seen.at(-1)?.includes(true) !== true; look++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          seen.push(parts());
        }
        return seen;
      });
      assert.deepEqual(frames.at(-1), Array(9).fill(true));
      assert.deepEqual(frames.filter((parts) => parts.includes(true) && parts.includes(false)), []);
      assert.match(await browser.evaluate(() => document.documentElement.lang), /^zh/);
      assert.deepEqual(new Set(await texts()), new Set(['en', 'zh']));
    });
  });
}
