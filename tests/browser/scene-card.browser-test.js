/** An opened scene: its card beside the chart, the stop at the update of its claim, and the way from scene to scene. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { engines } from './driver/index.js';
import { playground } from './playground.js';

/** @type {{id: string, stop: number, claims: {quantity: string, above?: number}[]}[]} */
const scenes = JSON.parse(readFileSync(new URL('../../www/scenes/scenes.json', import.meta.url), 'utf8'));

for (const name of engines) {
  describe(`the card of a scene in ${name}`, () => {
    const { browser, server, open, until } = playground(name);

    const card = () =>
      browser.evaluate(() => {
        const box = /** @type {HTMLElement} */ (document.getElementById('scene'));
        const status = /** @type {HTMLElement | null} */ (box.querySelector('.scene-status'));
        return {
          shown: box.getClientRects().length > 0, scene: box.dataset.scene, title: box.querySelector('h2')?.textContent ?? '', text: box.querySelector('.scene-text')?.textContent ?? '',
          look: box.querySelector('.scene-look p')?.textContent ?? '', standing: status?.dataset.standing, status: status?.textContent ?? '', update: globalThis.stage.status.updates,
        };
      });
    const shows = (/** @type {string} */ scene) => until(`the card of “${scene}” is there`, (scene) => document.getElementById('scene')?.dataset.scene === scene && document.querySelector('#scene h2') !== null, scene);
    /** Lets it run flat out until it stands still. */
    const runOut = async () => {
      await browser.evaluate(async () => {
        globalThis.stage.speed = Infinity;
        if (globalThis.stage.status.updates === 0) await globalThis.stage.play();
      });
      await until('it stands still', () => !globalThis.stage.playing);
    };
    const press = (/** @type {string} */ action) => browser.evaluate((action) => /** @type {HTMLElement} */ (document.querySelector(`[data-action="${action}"]`)).click(), action);

    test('a scene keeps its text, also when the page is loaded anew, and says what to look for', async () => {
      await browser.open(`${server.url}scenes.html#lang=en`);
      await until('there are scenes', () => document.querySelectorAll('[data-scene]').length > 0);
      const href = await browser.evaluate(() => document.querySelector('[data-scene="truncated"] [data-action="open"]')?.getAttribute('href') ?? '');
      const text = await browser.evaluate(() => document.querySelector('[data-scene="truncated"] > p:not(.kind)')?.textContent ?? '');
      assert.match(href, /[#&]scene=truncated/);
      for (let visit = 0; visit < 2; visit++) {
        await open(href.replace('./index.html', ''));
        await shows('truncated');
        const seen = await card();
        assert.equal(seen.text, text);
        assert.ok(seen.shown && seen.look.length > 20, JSON.stringify(seen));
        assert.match(await browser.evaluate(() => location.hash), /scene=truncated/);
      }
    });

    test('it stops at the update of its claim, goes on when asked to, and says then that the text is of the past', async () => {
      await open('#cells=lstm&forgetBias=5&rate=0.004&scene=bias-five&lang=en');
      await shows('bias-five');
      // The link is not the scene's own experiment unless it is all of it.
      await browser.evaluate(() => /** @type {HTMLElement | null} */ (document.querySelector('[data-action="restore-scene"]'))?.click());
      await until('it is the scene again', () => document.querySelector('#scene [data-standing="changed"]') === null);
      await runOut();
      const stop = scenes.find(({ id }) => id === 'bias-five')?.stop ?? 0;
      const seen = await card();
      assert.deepEqual({ update: seen.update, standing: seen.standing }, { update: stop, standing: 'stopped' });
      await press('go-on');
      await until('it has gone on', (stop) => globalThis.stage.status.updates > stop, stop);
      assert.equal((await card()).standing, 'beyond');
    });

    test('a changed experiment is not what the text speaks of, and the card leads back', async () => {
      await open('#cells=rnn&scene=vanishing&lang=en');
      await shows('vanishing');
      await browser.evaluate(() => {
        const { stage } = globalThis;
        stage.experiment = { ...stage.experiment, rate: 0.5 };
      });
      await until('the card says so', () => document.querySelector('#scene [data-standing="changed"]') !== null);
      await press('restore-scene');
      // Flat out it may have come to its end by the time that anyone looks.
      await until('it is the scene again', () => document.querySelector('#scene [data-standing="before"], #scene [data-standing="stopped"]') !== null && globalThis.stage.experiment.rate === 0.004);
    });

    test('next and previous open the scenes in the order of the list', async () => {
      await open('#scene=race&lang=en');
      await shows('race');
      assert.equal(await browser.evaluate(() => document.querySelector('[data-action="previous-scene"]')?.matches(':disabled')), true);
      await press('next-scene');
      await shows(scenes[1]?.id ?? '');
      await until('its run is on view', () => globalThis.stage.experiment.cells.length === 1);
      assert.equal(await browser.evaluate(() => document.activeElement?.getAttribute('data-action')), 'next-scene');
      await press('previous-scene');
      await shows('race');
      await browser.evaluate(() => history.back());
      await shows(scenes[1]?.id ?? '');
    });

    test('predicting first, the text waits until the answer is revealed', async () => {
      await open('#cells=rnn&scene=vanishing&hide=answer&lang=en');
      await shows('vanishing');
      assert.equal((await card()).text, '');
      await press('reveal');
      assert.match((await card()).text, /hundred-thousandth/);
    });

    test('put away, it leaves the page and the link; a scene that there is not is named', async () => {
      await open('#cells=rnn&scene=vanishing&lang=en');
      await shows('vanishing');
      await press('close-scene');
      assert.equal((await card()).shown, false);
      await until('the link has no scene', () => !location.hash.includes('scene='));
      await open('#scene=nonsense&lang=en');
      assert.match(await browser.evaluate(() => document.querySelector('[data-notice]')?.textContent ?? ''), /no scene “nonsense”/);
    });

    if (name !== 'chromium') return;

    for (const scene of scenes.filter(({ stop }) => stop <= 250)) {
      test(`${scene.id} stops by itself at update ${scene.stop}, or where every model has diverged`, async () => {
        await browser.open(`${server.url}scenes.html`);
        await until('there are scenes', () => document.querySelectorAll('[data-scene]').length > 0);
        const href = await browser.evaluate((id) => document.querySelector(`[data-scene="${id}"] [data-action="open"]`)?.getAttribute('href') ?? '', scene.id);
        await open(href.replace('./index.html', ''));
        await shows(scene.id);
        await browser.evaluate(() => (globalThis.stage.speed = Infinity));
        await until('it has stopped', () => document.querySelector('#scene [data-standing="stopped"]') !== null);
        const { state, updates } = await browser.evaluate(() => globalThis.stage.status);
        const diverges = scene.claims.some(({ quantity, above }) => quantity === 'diverged' && above !== undefined);
        if (diverges) assert.ok(state === 'diverged' && updates <= scene.stop);
        else assert.equal(updates, scene.stop);
      });
    }
  });
}
