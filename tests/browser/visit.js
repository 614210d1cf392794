/** Opens views of the page in Chromium, in a language, a theme and a width. */

import { HEIGHTS, WIDTHS } from './views.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./views.js').View} View */
/** @typedef {keyof typeof HEIGHTS} Width */

/** The widths that a view exists in, from wide to narrow. @param {View} view */
export const widthsOf = ({ widths = WIDTHS }) => /** @type {Width[]} */ ([...widths]);

/** Sets the size of the window and waits until the page has laid itself out anew. @param {Page} page @param {Width} width */
export async function resize(page, width) {
  await page.setViewportSize({ width, height: HEIGHTS[width] });
  await settle(page);
}

/** Switches the language: as a link with another one would, while the run goes on; the gallery has its own switch. @param {Page} page @param {'en' | 'zh'} language */
export async function speak(page, language) {
  await page.evaluate((language) => {
    if (document.getElementById('scenes') !== null) {
      /** @type {HTMLElement} */ (document.querySelector(`[data-lang="${language}"]`)).click();
      return;
    }
    const hash = `${location.hash.replace(/[#&]lang=\w+/, '')}&lang=${language}`;
    if (hash === location.hash) return;
    // A lesson is made anew in another language, and its stage with it.
    document.querySelector('.lesson')?.setAttribute('data-former', '');
    location.hash = hash;
  }, language);
  await page.waitForFunction((language) => {
    const stages = [...document.querySelectorAll('vanishing-point')];
    const roots = stages.flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll('.root') ?? [])]);
    const spoken = [document.documentElement, ...roots].map((each) => /** @type {HTMLElement} */ (each).lang);
    return spoken.every((tag) => tag.startsWith(language)) && roots.length === stages.length && document.querySelector('[data-former]') === null;
  }, language);
  await page.evaluate(async () => {
    const stage = document.querySelector('vanishing-point');
    if (stage === null) return;
    globalThis.stage = stage;
    await stage.ready;
  });
  await settle(page);
}

/** Switches the theme as the system would. @param {Page} page @param {'light' | 'dark'} theme */
export async function paint(page, theme) {
  await page.emulateMedia({ colorScheme: theme });
  await settle(page);
  // On a busy machine a colour may still be on its way.
  await page.evaluate(async () => {
    const ways = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(ways.map((each) => each.finished));
  });
}

/** Where the page, or the stage inside it, is read on: shares of the way to the end. */
const SCROLLED = [0.3, 0.6, 1];

/** Scrolls page and stage step by step, and back to the top at the end; `look` looks at each place. @param {Page} page @param {() => Promise<unknown>} look */
export async function scroll(page, look) {
  const to = (/** @type {number} */ share) => page.evaluate((share) => {
    const boxes = [document.scrollingElement, document.querySelector('vanishing-point')?.shadowRoot?.querySelector('.scroller')];
    return boxes.map((box) => {
      const way = box === null || box === undefined ? 0 : box.scrollHeight - box.clientHeight;
      box?.scrollTo({ top: share * way, behavior: 'instant' });
      return way > 1;
    }).includes(true);
  }, share);
  for (const share of SCROLLED) {
    if (!(await to(share))) return;
    await settle(page);
    await look();
  }
  await to(0);
}

/** The page writes numbers beside the stage every 80 ms. @param {Page} page */
export const settle = (page) =>
  page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 120));
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

/**
 * Opens a view at the widest of its widths: ready, paused, and after what is to be done in it.
 *
 * @param {Page} page
 * @param {string} address of the page, without a fragment
 * @param {View} view
 * @param {'en' | 'zh'} [language] that it begins in
 */
export async function visit(page, address, { file = '', hash = '', act, widths = WIDTHS }, language = 'en') {
  const width = /** @type {Width} */ (widths[0]);
  await page.setViewportSize({ width, height: HEIGHTS[width] });
  await page.goto(`${address}${file}#${[hash, `lang=${language}`].filter(Boolean).join('&')}`);
  if (file === 'scenes.html') await page.locator('[data-scene]').first().waitFor();
  else if (file === 'lessons.html' && hash === '') await page.locator('.contents li').first().waitFor();
  else await page.evaluate(async () => {
    await customElements.whenDefined('vanishing-point');
    while (document.querySelector('vanishing-point') === null) await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.stage = /** @type {typeof globalThis.stage} */ (document.querySelector('vanishing-point'));
    await globalThis.stage.ready;
    await globalThis.stage.pause();
  });
  await act?.(page);
  // Where a click left the pointer, scrolling would bring other words under it, and their sentences with them.
  await page.mouse.move(0, 0);
  await settle(page);
}
