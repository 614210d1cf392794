/** The element in a page whose theme sets everything that is inherited: nothing of it comes in. And `theme="inherit"`. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { engines, launch } from './driver/index.js';
import { serve } from './server.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
/** What themes set on `body` or on an article, and what is inherited of it. */
const HOSTILE = {
  letterSpacing: '0.3em', lineHeight: '3', textTransform: 'uppercase', wordSpacing: '1em', textIndent: '4em', textAlign: 'right', fontStyle: 'italic',
  fontVariant: 'small-caps', whiteSpace: 'pre', direction: 'rtl', fontWeight: '900', fontSize: '40px', fontFamily: 'monospace', wordBreak: 'break-all',
  textShadow: '2px 2px red', color: 'red', hyphens: 'auto', fontStretch: 'condensed', writingMode: 'vertical-rl', listStyle: 'square', cursor: 'wait', fontFeatureSettings: '"smcp"',
};

for (const name of engines) {
  describe(`a page with a theme of its own in ${name}`, () => {
    /** @type {import('./driver/types.js').Browser} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;
    before(async () => {
      server = await serve(dist, null);
      browser = await launch(name);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    /** Opens a frame's page, waits for its first frame, and gives its element a host with a style. */
    const open = async () => {
      await browser.open(`${server.url}embed.html#cells=rnn,lstm&length=12&units=4&controls=play,rate&caption=A+caption.&panels=chart,state,gates,gradient,answers,film,caption&lang=en`);
      await browser.evaluate(async () => {
        await customElements.whenDefined('vanishing-point');
        globalThis.stage = /** @type {typeof globalThis.stage} */ (document.querySelector('vanishing-point'));
        await globalThis.stage.ready;
        // Numbers are drawn in the next animation frame, whenever that comes.
        // The film is of what loads after the first picture.
        const isThere = (/** @type {string} */ part) => (globalThis.stage.shadowRoot?.querySelector(part)?.textContent ?? '') !== '';
        while (!isThere('.share') || !isThere('.film-caption')) await new Promise((resolve) => setTimeout(resolve, 50));
      });
    };
    /** Boxes and inherited style of every element in the shadow root. */
    const looks = (/** @type {string[]} */ properties) =>
      browser.evaluate(async (properties) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const host = globalThis.stage.getBoundingClientRect();
        return [...(globalThis.stage.shadowRoot?.querySelectorAll('.root, .root *') ?? [])].filter((each) => !(each instanceof SVGElement)).map((each) => {
          const box = each.getBoundingClientRect();
          const style = /** @type {Record<string, string>} */ (/** @type {unknown} */ (getComputedStyle(each)));
          // What has no box has a place that means nothing, and need not be there before it is wanted.
          if (box.width * box.height === 0) return '';
          return [each.localName, each.className, Math.round(box.left - host.left), Math.round(box.top - host.top), Math.round(box.width), Math.round(box.height), ...properties.map((property) => style[property])].join(' | ');
        }).filter((line) => line !== '');
      }, properties);

    /** The same, once two looks in a row see the same. @param {string[]} properties */
    const atRest = async (properties) => {
      let last = await looks(properties);
      for (let look = 0; look < 100; look++) {
        const next = await looks(properties);
        if (JSON.stringify(next) === JSON.stringify(last)) return next;
        last = next;
      }
      return assert.fail('The element does not come to rest.');
    };

    test('neither moves nor changes anything inside', async () => {
      await open();
      const properties = Object.keys(HOSTILE).filter((property) => property !== 'listStyle');
      const plain = await atRest(properties);
      await browser.evaluate((hostile) => {
        const host = document.createElement('article');
        globalThis.stage.parentElement?.append(host);
        // The frame's own width stays, whatever the direction of its writing.
        Object.assign(host.style, hostile);
        globalThis.stage.style.writingMode = 'horizontal-tb';
        const box = globalThis.stage.getBoundingClientRect();
        Object.assign(globalThis.stage.style, { width: `${box.width}px` });
        host.append(globalThis.stage);
      }, HOSTILE);
      const themed = await atRest(properties);
      assert.ok(plain.length > 60, `${plain.length} elements`);
      assert.deepEqual(themed, plain);
    });

    test('theme="inherit" follows the page’s color-scheme, also when it changes', async () => {
      await open();
      // Told by a transition, which takes as long as the engine takes to its next frame.
      const follows = async (/** @type {string} */ scheme) => {
        const seen = () => browser.evaluate(() => /scheme-\w+/.exec(globalThis.stage.shadowRoot?.querySelector('.root')?.className ?? '')?.[0]);
        for (let look = 0; look < 6000 && (await seen()) !== `scheme-${scheme}`; look++) await new Promise((resolve) => setTimeout(resolve, 50));
        assert.equal(await seen(), `scheme-${scheme}`);
      };
      await browser.evaluate(() => {
        globalThis.stage.setAttribute('theme', 'inherit');
        document.documentElement.style.colorScheme = 'dark';
      });
      await follows('dark');
      await browser.evaluate(() => (document.documentElement.style.colorScheme = 'light'));
      await follows('light');
    });

    test('a frame that is lower than its content has play and caption in sight', async () => {
      await browser.open(`${server.url}scenes.html`);
      const [width, height] = [680, 420];
      const seen = await browser.evaluate(async (width, height) => {
        const frame = document.createElement('iframe');
        Object.assign(frame, { width: String(width), height: String(height), src: 'embed.html#cells=rnn,lstm&length=40&seed=7&controls=play&caption=Both+read.&lang=en' });
        document.body.replaceChildren(frame);
        await new Promise((resolve) => frame.addEventListener('load', resolve));
        await /** @type {Window & typeof globalThis} */ (frame.contentWindow).customElements.whenDefined('vanishing-point');
        const element = /** @type {typeof globalThis.stage} */ (/** @type {unknown} */ (frame.contentDocument?.querySelector('vanishing-point')));
        await element.ready;
        const bottom = (/** @type {string} */ selector) => element.shadowRoot?.querySelector(selector)?.getBoundingClientRect().bottom ?? Infinity;
        for (let look = 0; look < 6000 && (element.shadowRoot?.querySelector('.share')?.textContent ?? '') === ''; look++) await new Promise((resolve) => setTimeout(resolve, 50));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return { play: bottom('.controls .play'), caption: bottom('.caption'), hero: bottom('.hero') };
      }, width, height);
      assert.ok(seen.play <= height && seen.caption <= height && seen.hero <= height, JSON.stringify(seen));
    });
  });
}
