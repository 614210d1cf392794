/** The first minute of the page: what it shows by itself, and what its words say of it. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

describe('the opening', { skip: !engines.includes('chromium') }, () => {
  const { browser, open, until } = playground('chromium');

  test('the finished first pass is held, its sentence says what the frame holds, and nothing is boxed', async () => {
    await open();
    await until('the first pass is held, and drawn', () => globalThis.stage.store.run.held.peek() && (globalThis.stage.shadowRoot?.querySelector('.hero-label .share')?.textContent ?? '') !== '');
    const seen = await browser.evaluate(() => {
      const root = /** @type {ShadowRoot} */ (document.querySelector('vanishing-point')?.shadowRoot);
      const { frame, facts, view } = globalThis.stage;
      return {
        update: frame?.update,
        // Each with respect to what carries the memory: the LSTM's is c, of which the core gives the norms step by step.
        ratios: frame?.lanes.map((lane) => {
          const norms = lane.has('log10GradCell', 0) ? lane.field('log10GradCell', 0) : lane.field('log10GradHidden', 0);
          return { cell: lane.cell, ratio: (norms[0] ?? NaN) - (norms.at(-1) ?? NaN), hidden: lane.scalar('log10Ratio') };
        }),
        told: facts?.lanes.map(({ of }) => of),
        said: facts?.lanes.map(({ log10Ratio }) => log10Ratio),
        labels: [...root.querySelectorAll('.hero-label .share')].map(({ textContent }) => textContent),
        headline: root.querySelector('[data-story="headline"]')?.textContent,
        ring: document.querySelector('#transport .play')?.classList.contains('held'),
        selected: view.t,
        boxes: [...root.querySelectorAll('.selected')].filter((box) => box.getClientRects().length > 0).length,
      };
    });
    assert.equal(seen.update, 0);
    assert.deepEqual(seen.ratios?.map(({ cell }) => cell), ['rnn', 'lstm', 'gru']);
    assert.deepEqual(seen.told, ['h', 'c', 'h']);
    seen.ratios?.forEach(({ cell, ratio, hidden }, index) => {
      assert.ok(Math.abs(ratio - (seen.said?.[index] ?? NaN)) < 1e-4, `${cell}: ${ratio}, ${seen.said?.[index]}`);
      // What the core says of h is the same wherever h is what carries the memory.
      if (seen.told?.[index] === 'h') assert.ok(Math.abs(ratio - hidden) < 1e-4, `${cell}: ${ratio}, ${hidden}`);
    });
    assert.match(seen.labels[0] ?? '', /^\d·10⁻/);
    assert.equal(seen.headline, 'The error signal fades on its way back. Open gates keep it alive.');
    assert.deepEqual([seen.ring, seen.selected, seen.boxes], [true, null, 0]);
  });

  test('the chart stays where it is from the forward pass until the finished one is held, though the sentences are longer then', async () => {
    const places = await browser.evaluate(async () => {
      const { stage } = globalThis;
      const chart = /** @type {HTMLElement} */ (stage.shadowRoot?.querySelector('.hero'));
      const { run } = stage.store;
      await stage.reset();
      if (!stage.playing) await stage.play();
      /** @type {Record<string, number[]>} */
      const places = {};
      while (!run.held.peek() || Object.keys(places).length < 3) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        (places[run.held.peek() ? 'held' : String(run.progress.peek().pass)] ??= []).push(Math.round(chart.getBoundingClientRect().top));
      }
      return places;
    });
    assert.deepEqual(Object.keys(places), ['forward', 'backward', 'held']);
    assert.equal(new Set(Object.values(places).flat()).size, 1, JSON.stringify(places));
  });

  test('training stops at the milestone and stays there until someone goes on', async () => {
    await until('training has stopped', () => !globalThis.stage.playing && globalThis.stage.facts?.atMilestone === true);
    const read = () => browser.evaluate(() => {
      const root = /** @type {ShadowRoot} */ (document.querySelector('vanishing-point')?.shadowRoot);
      const { frame, facts } = globalThis.stage;
      return {
        update: frame?.update,
        learned: frame?.lanes.filter(({ run }) => run.gates.length > 0).map(({ learnedAt }) => learnedAt),
        said: facts?.update,
        finding: root.querySelector('[data-story="finding"]')?.textContent,
        choices: [...root.querySelectorAll('.choices > *')].filter((each) => each.getClientRects().length > 0).map(({ textContent }) => textContent),
      };
    });
    const stopped = await read();
    assert.equal(stopped.update, Math.max(.../** @type {number[]} */ (stopped.learned)));
    assert.equal(stopped.said, stopped.update);
    assert.match(stopped.finding ?? '', /^LSTM and GRU answer at least 95.% of unseen sequences right/);
    assert.deepEqual(stopped.choices, ['What happens later?', 'Continue']);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.deepEqual(await read(), stopped);
    // Every word that a newcomer stops at stands there and says what it means.
    const explained = await browser.evaluate(() => globalThis.deep('[data-term]').map((word) => {
      word.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
      const tip = globalThis.deep('.term-tip').find(({ hidden }) => !hidden)?.querySelector('.term-sentence')?.textContent;
      word.dispatchEvent(new PointerEvent('pointerout', { bubbles: true }));
      return { word: word.dataset.term ?? '', said: tip === word.getAttribute('aria-description') };
    }));
    const known = new Set(explained.map(({ word }) => word));
    assert.deepEqual(['axis', 'error', 'gate', 'gradient', 'loss', 'memory', 'norm', 'radius', 'state'].filter((word) => !known.has(word)), []);
    assert.deepEqual(explained.filter(({ said }) => !said), []);
    await browser.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('vanishing-point')?.shadowRoot?.querySelector('[data-action="continue"]')).click());
    await until('training goes on', (update) => (globalThis.stage.frame?.update ?? 0) > update + 5, /** @type {number} */ (stopped.update));
  });
});
