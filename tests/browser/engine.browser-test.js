/** The engine by itself, in every browser engine: workers, frames, the same bits as in Node, and what goes wrong. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { digests, explosive, Lane, scene } from './core.js';
import { engines, launch } from './driver/index.js';
import { serve } from './server.js';

const harness = fileURLToPath(new URL('output/harness', import.meta.url));
/** What Node's weights are after 200 updates of the default scene. */
const expected = digests(scene, 200);
const initial = digests(scene, 0);

/** What golden.node-test.js holds to the native bits; of the tasks by rule, which need no file. */
/** @type {{ updates: number, cases: { experiment: import('../../www/generated/types').Experiment }[] }} */
const golden = JSON.parse(await readFile(new URL('../fixtures/golden.json', import.meta.url), 'utf8'));
const younger = golden.cases.map(({ experiment }) => ({ experiment, updates: golden.updates }))
  .filter(({ experiment: { cells, task } }) => ['attention', 'mingru', 'lru'].includes(String(cells)) && task !== 'text');
const expectedOfYounger = younger.map(({ experiment, updates }) => digests(experiment, updates));

for (const name of engines) {
  describe(`the engine in ${name}`, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;

    before(async () => {
      server = await serve(harness);
      browser = await launch(name);
    });

    after(async () => {
      await browser?.close();
      await server?.close();
    });

    beforeEach(async () => {
      await browser.open(`${server.url}engine.html`);
      // What several tests need, in the page: digests of all lanes, and the events told of them.
      await browser.evaluate(() => {
        Object.assign(globalThis, {
          /** @param {InstanceType<typeof Engine>} engine @param {string[]} cells */
          digests: async (engine, cells) => {
            /** @type {Record<string, string>} */
            const all = {};
            for (const cell of cells) {
              const weights = await engine.weights(/** @type {any} */ (cell));
              const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', weights.slice(8 + Number(new DataView(weights).getBigUint64(0, true)))));
              all[cell] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
            }
            return all;
          },
          /** @param {InstanceType<typeof Engine>} engine */
          listen: (engine) => {
            /** @type {{ cell: string, state: string, message: string }[]} */
            const events = [];
            engine.addEventListener('lane', (/** @type {any} */ event) => events.push(event.detail));
            return events;
          },
        });
      });
    });

    afterEach(async () => {
      assert.deepEqual(await browser.evaluate(() => globalThis.__troubles), []);
      assert.deepEqual(server.missing.filter((path) => !path.endsWith('favicon.ico')), []);
    });

    test('trains all lanes to the same update, and their losses change', async () => {
      const frames = await browser.evaluate(async () => {
        const engine = await Engine.create();
        const shown = [await engine.start(scene)];
        for (let index = 0; index < 3; index++) shown.push(await engine.advance(20));
        const seen = shown.map(({ update, lanes }) => ({
          update,
          lanes: lanes.map((lane) => ({ update: lane.scalar('update'), loss: lane.scalar('loss'), cell: lane.cell })),
        }));
        engine.dispose();
        return seen;
      });
      assert.deepEqual(frames.map(({ update }) => update), [0, 20, 40, 60]);
      for (const { update, lanes } of frames) {
        assert.deepEqual(lanes.map(({ cell }) => cell), scene.cells);
        for (const lane of lanes) assert.equal(lane.update, update);
      }
      for (const index of scene.cells.keys()) {
        const losses = frames.map(({ lanes }) => lanes[index]?.loss);
        assert.equal(new Set(losses).size, losses.length, `the losses ${losses} are all different`);
      }
    });

    test('has the same weights as Node after 200 updates, and learns at the same ones, however they are cut into calls', async () => {
      const { found, learned } = await browser.evaluate(async () => {
        const engine = await Engine.create();
        engine.release(await engine.start(scene));
        // Two calls are under way at once, as while the page draws.
        const calls = [3, 90, 107].map(async (updates) => {
          const frame = await engine.advance(updates);
          const learned = frame.lanes.map(({ cell, learnedAt }) => [cell, learnedAt]);
          engine.release(frame);
          return learned;
        });
        const learned = (await Promise.all(calls)).at(-1);
        const found = await globalThis.digests(engine, scene.cells);
        engine.dispose();
        return { found, learned };
      });
      assert.deepEqual(found, expected);
      // Found in the worker at fixed updates, so that no machine and no drawing moves it; natively it is the same.
      assert.deepEqual(learned, [['rnn', null], ['lstm', 40], ['gru', 130]]);
    });

    test('has the same weights as Node in the golden table’s runs of the younger cells', async () => {
      const found = await browser.evaluate(async (runs) => {
        const engine = await Engine.create();
        const found = [];
        for (const { experiment, updates } of runs) {
          engine.release(await engine.start(experiment));
          engine.release(await engine.advance(updates));
          found.push(await globalThis.digests(engine, experiment.cells));
        }
        engine.dispose();
        return found;
      }, younger);
      assert.deepEqual(found, expectedOfYounger);
      assert.deepEqual([...new Set(found.flatMap((run) => Object.keys(run)))].sort(), ['attention', 'lru', 'mingru']);
    });

    test('gives the same initial weights back on reset', async () => {
      const found = await browser.evaluate(async () => {
        const engine = await Engine.create();
        await engine.start(scene);
        const first = await globalThis.digests(engine, scene.cells);
        await engine.advance(25);
        const trained = await globalThis.digests(engine, scene.cells);
        const frame = await engine.reset();
        const again = await globalThis.digests(engine, scene.cells);
        engine.dispose();
        return { first, trained, again, update: frame.update };
      });
      assert.deepEqual(found.first, initial);
      assert.deepEqual(found.again, initial);
      assert.equal(found.update, 0);
      for (const cell of scene.cells) assert.notEqual(found.trained[cell], initial[cell]);
    });

    test('replaces a worker that is ended from outside, and the lane goes on with the same bits', async () => {
      const { events, found, workers } = await browser.evaluate(async () => {
        const engine = await Engine.create();
        const events = globalThis.listen(engine);
        engine.release(await engine.start(scene));
        engine.release(await engine.advance(60));
        const underWay = engine.advance(140);
        globalThis.__workers[1]?.terminate();
        const frame = await underWay;
        engine.release(frame);
        const found = await globalThis.digests(engine, scene.cells);
        engine.dispose();
        return { events, found, workers: globalThis.__workers.length };
      });
      assert.deepEqual(events.map(({ cell, state }) => ({ cell, state })), [{ cell: scene.cells[1], state: 'replaced' }]);
      assert.match(events[0]?.message ?? '', /a new one went on from update 60/);
      assert.equal(workers, scene.cells.length + 1);
      assert.deepEqual(found, expected);
    });

    test('replaces a worker that dies while nothing is asked of it', async () => {
      const { events, found } = await browser.evaluate(async () => {
        const engine = await Engine.create();
        const events = globalThis.listen(engine);
        engine.release(await engine.start(scene));
        engine.release(await engine.advance(200));
        const told = new Promise((resolve) => engine.addEventListener('lane', resolve, { once: true }));
        globalThis.__workers[0]?.terminate();
        await told;
        const found = await globalThis.digests(engine, scene.cells);
        engine.dispose();
        return { events, found };
      });
      assert.deepEqual(events.map(({ cell, state }) => ({ cell, state })), [{ cell: scene.cells[0], state: 'replaced' }]);
      assert.deepEqual(found, expected);
    });

    test('freezes a lane that diverges at its last finite gradients, and the others go on', async () => {
      const { events, first, second } = await browser.evaluate(async (explosive) => {
        const engine = await Engine.create();
        const events = globalThis.listen(engine);
        await engine.start({ ...scene, ...explosive, cells: ['rnn', 'lstm'] });
        const look = (/** @type {import('../../www/engine/engine').StageFrame} */ frame) => ({
          update: frame.update,
          lanes: frame.lanes.map((lane) => ({
            cell: lane.cell,
            update: lane.scalar('update'),
            diverged: lane.diverged,
            finite: lane.field('log10GradHidden', 0).every(Number.isFinite),
          })),
        });
        const frame = await engine.advance(50);
        const first = look(frame);
        engine.release(frame);
        const second = look(await engine.advance(50));
        engine.dispose();
        return { events, first, second };
      }, explosive);
      assert.deepEqual(events.map(({ cell, state }) => ({ cell, state })), [{ cell: 'rnn', state: 'diverged' }]);
      assert.deepEqual([first.update, second.update], [50, 100]);
      const [frozen, live] = second.lanes;
      assert.deepEqual(frozen, first.lanes[0]);
      // The last update whose weights were finite may have had gradients that were not.
      assert.ok((frozen?.update ?? 50) < (frozen?.diverged?.update ?? 0) && (frozen?.diverged?.update ?? 50) < 50, JSON.stringify(frozen));
      assert.equal(frozen?.finite, true);
      assert.deepEqual(live, { cell: 'lstm', update: 100, diverged: null, finite: true });
    });

    test('refuses a bad experiment with one sentence, and the run before it goes on', async () => {
      const { errors, update } = await browser.evaluate(async () => {
        const engine = await Engine.create();
        await engine.start(scene);
        await engine.advance(10);
        const errors = [];
        const bad = [{ hidden: 0 }, { task: 'chess' }, { tempo: 3 }, { rate: NaN }];
        for (const change of bad) {
          const error = await engine.start(/** @type {any} */ ({ ...scene, ...change })).catch((reason) => reason);
          errors.push({ name: error.name, kind: error.kind, key: error.key, message: error.message });
        }
        for (const text of ['', 'a']) {
          const error = await engine.start({ ...scene, task: 'text' }, new TextEncoder().encode(text)).catch((reason) => reason);
          errors.push({ name: error.name, kind: error.kind, key: error.key, message: error.message });
        }
        const { update } = await engine.advance(10);
        engine.dispose();
        return { errors, update };
      });
      assert.deepEqual(errors.map(({ kind }) => kind), [
        'outOfRange',
        'wrongValue',
        'unknownKey',
        'notFinite',
        'text',
        'text',
      ]);
      for (const { name, message } of errors) {
        assert.equal(name, 'VanishingError');
        assert.match(message, /^[^\n]+\.$/);
      }
      assert.equal(update, 20);
    });

    test('leaves the page its turns all the while that it trains flat out', async () => {
      const { turns, training } = await browser.evaluate(async () => {
        const engine = await Engine.create();
        await engine.start({ ...scene, units: 64, batch: 64 });
        // One call, far longer than a thousand messages take however busy the machine is.
        let training = true;
        const ended = engine.advance(400).then(
          () => (training = false),
          () => {},
        );
        let turns = 0;
        // A turn is a task of the page's own; messages between its two ends are not throttled as timers are.
        const { port1, port2 } = new MessageChannel();
        const enough = new Promise((resolve) => {
          port1.onmessage = () => {
            turns += 1;
            if (turns === 1000) resolve(undefined);
            else port2.postMessage(null);
          };
        });
        port2.postMessage(null);
        await Promise.race([enough, ended]);
        const seen = { turns, training };
        engine.dispose();
        return seen;
      });
      assert.ok(training && turns === 1000, `the page had ${turns} turns of its own until training ended`);
    });

    test('sends the buffers of released frames back to the workers', async () => {
      const { lengths, buffers } = await browser.evaluate(async () => {
        const engine = await Engine.create();
        const first = await engine.start(scene);
        engine.release(first);
        const second = await engine.advance(1);
        const lengths = first.lanes.map(({ data }) => data.length);
        const buffers = second.lanes.map(({ data, run }) => data.length === run.frameLength);
        engine.dispose();
        return { lengths, buffers };
      });
      // A transferred array is empty on the side that sent it.
      assert.deepEqual(lengths, scene.cells.map(() => 0));
      assert.deepEqual(buffers, scene.cells.map(() => true));
    });

    test('reads a pasted text and lets the model write', async () => {
      const { texts, refusal } = await browser.evaluate(async () => {
        const engine = await Engine.create();
        const poem = 'the gradient went back through time and came to nothing. '.repeat(20);
        await engine.start({ ...scene, task: 'text', length: 16 }, new TextEncoder().encode(poem));
        await engine.advance(10);
        const texts = [];
        for (const cell of scene.cells) texts.push(await engine.generate(cell, 'the ', 30, 0.8));
        await engine.start(scene);
        const refusal = await engine.generate('rnn', 'the ', 30, 0.8).catch((error) => error.message);
        engine.dispose();
        return { texts, refusal };
      });
      for (const text of texts) {
        assert.equal([...text].length, 30);
        assert.match(text, /^[a-z .]+$/);
      }
      assert.match(refusal, /\.$/);
    });

    test('gives the trace that Node gives, number by number', async () => {
      const trace = await browser.evaluate(async () => {
        const engine = await Engine.create();
        await engine.start(scene);
        const trace = await engine.trace('lstm');
        engine.dispose();
        return trace;
      });
      assert.equal(trace.flow.length, scene.length);
      assert.equal(trace.layers.length, scene.layers);
      assert.equal(trace.jacobianSingularValues.length, scene.length - 1);
      assert.deepEqual(Object.keys(trace.spectrum).sort(), ['candidate', 'forget', 'input', 'output']);
      // JSON, in which some drivers carry it, has no −0.
      assert.equal(JSON.stringify(trace), JSON.stringify(new Lane(scene, 'lstm').trace()));
    });

    test('rejects what is under way when it is disposed, and says so afterwards', async () => {
      const names = await browser.evaluate(async () => {
        const engine = await Engine.create();
        await engine.start(scene);
        const underWay = engine.advance(10_000).catch((error) => error.name);
        engine.dispose();
        return [await underWay, await engine.advance(1).catch((error) => error.name)];
      });
      assert.deepEqual(names, ['DisposedError', 'DisposedError']);
    });
  });
}
