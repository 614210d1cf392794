/** What the page shows is so: which loss, which state, which update, and nothing before it is known. In every engine. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

const EXPLODING = '#cells=rnn&shortest=40&activation=relu&init=orthogonal&radius=1.6&optimizer=sgd&rate=0.1&clip=none&engine=2';

for (const engine of engines) {
  describe(`what the page shows in ${engine}`, () => {
    const { browser, open, until } = playground(engine);
    const finding = () => browser.evaluate(() => globalThis.stage.shadowRoot?.querySelector('[data-story="finding"]')?.textContent ?? '');
    const formula = () => browser.evaluate(() => globalThis.stage.shadowRoot?.querySelector('[data-story="provenance"]')?.textContent ?? '');
    const followed = () => browser.evaluate(() => globalThis.stage.frame?.lanes.map((lane) => lane.followed) ?? []);

    test('where a task has many losses the chart follows the last, and any other on request, and says which', async () => {
      await open('#task=parity&length=12&cells=rnn,lstm&update=3&engine=2');
      await until('update 3 is on view', () => globalThis.stage.frame?.update === 3);
      assert.deepEqual(await followed(), [11, 11]);
      assert.match(await finding(), /error at step 12/);
      assert.match(await formula(), /∂L₁₂\/∂h₁/);
      const last = await browser.evaluate(async () => (await globalThis.stage.trace('rnn')).of);
      assert.equal(last, 11);

      await browser.evaluate(() => {
        const select = /** @type {HTMLSelectElement} */ (globalThis.stage.shadowRoot?.querySelector('[data-action="of"]'));
        select.value = '5';
        select.dispatchEvent(new Event('change'));
      });
      await until('the loss of step 5 is on view', () => globalThis.stage.frame?.lanes.every((lane) => lane.followed === 4) === true);
      // No later state has any of its gradient, and the trace holds the same numbers.
      const gradients = await browser.evaluate(async () => ({
        frame: Array.from(globalThis.stage.frame?.lanes[0]?.field('log10GradHidden', 0) ?? []),
        trace: (await globalThis.stage.trace('rnn')).layers[0]?.log10GradHidden ?? [],
      }));
      gradients.frame.forEach((log10, step) => {
        assert.equal(Number.isFinite(log10), step <= 4);
        if (step <= 4) assert.ok(Math.abs(log10 - Number(gradients.trace[step])) < 1e-5);
      });
      await until('the sentence is of that loss', () => /error at step 5/.test(globalThis.stage.shadowRoot?.querySelector('[data-story="finding"]')?.textContent ?? ''));
      assert.match(await formula(), /∂L₅\/∂h₁/);
      await until('the link says so', () => location.hash.includes('of=5'));

      // What the status says is of all losses, whichever the chart follows.
      const ratio = () => browser.evaluate(() => globalThis.stage.status.lanes.rnn?.log10Ratio);
      const following = await ratio();
      await browser.evaluate(() => globalThis.stage.setAttribute('of', 'all'));
      await until('all losses are on view', () => globalThis.stage.frame?.lanes.every((lane) => lane.followed === null) === true);
      assert.equal(following, await ratio());
      assert.ok(Number.isFinite(following));
      await until('the sentence is of all', () => /all 12 losses/.test(globalThis.stage.shadowRoot?.querySelector('[data-story="finding"]')?.textContent ?? ''));
    });

    test('the chart follows what each cell carries its memory in, and says so; links from before keep their meaning', async () => {
      await open('#length=12&update=2&engine=2');
      await until('update 2 is on view', () => globalThis.stage.frame?.update === 2);
      const labels = () => browser.evaluate(() => Array.from(globalThis.stage.shadowRoot?.querySelectorAll('.hero-label .name') ?? [], (name) => name.textContent));
      assert.deepEqual(await labels(), ['RNN, h', 'LSTM, memory c', 'GRU, h']);
      const ratios = await browser.evaluate(() => {
        const { lstm } = globalThis.stage.status.lanes;
        const fact = globalThis.stage.shadowRoot?.querySelector('.lane.cell-lstm [data-fact="ratio"]')?.textContent;
        return { hidden: lstm?.log10Ratio, memory: lstm?.log10RatioMemory, fact: Number(fact?.replace('×', '')) };
      });
      assert.ok(Math.abs(Math.log10(ratios.fact) - Number(ratios.memory)) < 0.02, JSON.stringify(ratios));
      assert.notEqual(ratios.hidden, ratios.memory);

      for (const [word, quantity] of [['hidden', 'hidden'], ['cell', 'memory'], ['states', 'states'], ['input', 'input'], ['memory', 'memory']]) {
        await open(`#length=12&update=2&engine=2&quantity=${word}`);
        assert.equal(await browser.evaluate(() => globalThis.stage.view.quantity), quantity);
      }
    });

    test('the dial says nothing before it knows, then radii with their update, and slows training when it is touched', async () => {
      await open('#length=12&engine=2');
      const dial = () => browser.evaluate(() => ({
        value: document.querySelector('.radius-dial output')?.textContent ?? '',
        at: document.querySelector('[data-radius-at]')?.textContent ?? '',
      }));
      const { value, at } = await dial();
      assert.equal(value === '…', at === '', `${value} ${at}`);
      await browser.evaluate(() => {
        globalThis.stage.speed = 100;
        document.querySelector('.radius-dial')?.scrollIntoView();
      });
      await until('radii are known', () => /^Radii at update \d/.test(document.querySelector('[data-radius-at]')?.textContent ?? ''));
      await browser.evaluate(() => globalThis.stage.play());
      await browser.evaluate(() => {
        const range = /** @type {HTMLInputElement} */ (document.querySelector('#radius-now'));
        range.value = '900';
        range.dispatchEvent(new Event('input'));
      });
      assert.equal(await browser.evaluate(() => globalThis.stage.speed), 2);
      await browser.evaluate(() => globalThis.stage.pause());
      await until('the radii are those of the update on view', () => document.querySelector('[data-radius-at]')?.textContent === `Radii at update ${globalThis.stage.frame?.update ?? -1}`);
    });

    test('a lane that explodes shows its last finite gradients, the update they belong to, and where it ended', async () => {
      await open(EXPLODING);
      await browser.evaluate(() => globalThis.stage.train(12));
      await until('it has diverged, and that is drawn', () => globalThis.stage.status.state === 'diverged' && (globalThis.stage.shadowRoot?.querySelector('.hero-label .gain')?.textContent ?? '') !== '');
      const lane = await browser.evaluate(() => {
        const lane = globalThis.stage.frame?.lanes[0];
        const field = Array.from(lane?.field('log10GradHidden', 0) ?? []);
        const fact = globalThis.stage.shadowRoot?.querySelector('[data-fact="update"]')?.textContent;
        return { field, shown: lane?.scalar('update') ?? -1, diverged: lane?.diverged?.update ?? -1, fact, label: globalThis.stage.shadowRoot?.querySelector('.hero-label .gain')?.textContent };
      });
      assert.ok(lane.field.every((log10) => Number.isFinite(log10)));
      assert.ok(Number(lane.field[0]) - Number(lane.field.at(-1)) > 2);
      assert.ok(lane.shown < lane.diverged);
      assert.equal(lane.fact, String(lane.shown));
      assert.equal(lane.label, `at update ${lane.shown}; diverged at ${lane.diverged}`);
    });

    test('the analysis pauses training while it is open, a link says where it is going, and there is one pace', async () => {
      await open('#length=12&engine=2');
      await browser.evaluate(() => globalThis.stage.play());
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="analysis"]')).click());
      await until('training waits', () => !globalThis.stage.playing);
      await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-action="close-analysis"]')).click());
      await until('training goes on', () => globalThis.stage.playing);

      await browser.evaluate(() => (globalThis.stage.speed = 'auto'));
      const rates = await browser.evaluate(() => (document.querySelector('#transport')?.textContent ?? '').match(/updates\/s/g)?.length ?? 0);
      assert.ok(rates <= 1);
      await browser.evaluate(() => {
        const said = new Set();
        Object.assign(globalThis, { said });
        const phase = /** @type {HTMLElement} */ (document.querySelector('#phase'));
        new MutationObserver(() => said.add(phase.textContent)).observe(phase, { childList: true, characterData: true, subtree: true });
        location.hash = '#length=13&update=150&engine=2';
      });
      await until('it has come there', () => globalThis.stage.frame?.update === 150 && globalThis.stage.store.run.goal.peek() === null);
      assert.ok(await browser.evaluate(() => /** @type {{ said: Set<string> }} */ (/** @type {unknown} */ (globalThis)).said.has('going to update 150')));
    });
  });
}
