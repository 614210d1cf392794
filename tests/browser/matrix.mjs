/**
 * Pictures of a finished page in fixed states, to be compared with those of another build.
 *
 *     node tests/browser/matrix.mjs take dist before
 *     node tests/browser/matrix.mjs compare before after output
 *
 * `take` serves a built folder and leaves the pictures in another. `compare` lays each pair side by side, with what
 * differs in red, into a third, and says how many pixels differ.
 */

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { start } from './driver/chromium.js';
import { serve } from './server.js';

const SIZES = { desktop: [1440, 900], laptop: [1366, 768], phone: [390, 844] };
/** Pages that work beside each other, and how often and for how long a picture is awaited that no longer changes. */
const PAGES = 2;
const PAUSE = 300;
const LOOKS = 40;
/** Of 255: by how much a channel may differ without being counted. */
const TOLERANCE = 8;

const click = (selector) => (page) => page.locator(selector).filter({ visible: true }).first().click();
const trained = 'update=104&t=13';

/** One line a picture: its name, the size, and what is not as usual. */
const PICTURES = [
  ...Object.keys(SIZES).flatMap((size) => [
    { name: `${size}-first`, size, hash: 'update=0' },
    { name: `${size}-trained`, size, hash: trained },
    { name: `${size}-dark`, size, hash: trained, theme: 'dark' },
    { name: `${size}-zh`, size, hash: trained, language: 'zh' },
  ]),
  ...['desktop', 'laptop'].flatMap((size) => [
    { name: `${size}-present`, size, hash: trained, act: click('[data-action="present"]') },
    { name: `${size}-inspector`, size, hash: `${trained}&cell=lstm&unit=5`, act: click('[data-inspect="lstm"]') },
  ]),
  { name: 'desktop-present-dark-zh', size: 'desktop', hash: trained, theme: 'dark', language: 'zh', act: click('[data-action="present"]') },
  { name: 'print', size: 'desktop', hash: trained, print: true },
  { name: 'print-zh', size: 'desktop', hash: trained, print: true, language: 'zh' },
  { name: 'analysis', size: 'desktop', hash: 'task=parity&update=80&analysis=open' },
  { name: 'four-cells', size: 'desktop', hash: 'cells=rnn,lstm,gru,window&update=60&t=20' },
  { name: 'all-panels', size: 'desktop', hash: 'panels=all&cells=lstm&update=60' },
  { name: 'two-layers', size: 'desktop', hash: 'layers=2&cells=lstm,gru&update=40' },
  { name: 'changed', size: 'desktop', hash: 'changes=10:rate=0.02;clip=none,20:radius=1.2@lstm&update=30&t=4' },
  { name: 'diverged', size: 'desktop', hash: 'rate=10&clip=none&optimizer=sgd&activation=relu&radius=1.5&update=30' },
  { name: 'problems', size: 'desktop', hash: 'length=5000&task=juggling&colour=blue&batch=2&update=2' },
  ...['copy', 'adding', 'text', 'parity', 'order', 'brackets'].map((task) => ({ name: `task-${task}`, size: 'desktop', hash: `task=${task}&update=40` })),
  { name: 'share', size: 'desktop', hash: trained, act: click('[data-action="share"]') },
  { name: 'phone-setup', size: 'phone', hash: trained, act: click('button[data-tab="setup"]') },
  { name: 'phone-cell', size: 'phone', hash: trained, act: click('button[data-tab="cell"]') },
  ...Object.keys(SIZES).map((size) => ({ name: `scenes-${size}`, size, file: 'scenes.html', hash: '' })),
  { name: 'frame', size: 'laptop', file: 'embed.html', hash: 'cells=rnn,lstm&panels=chart,gradient,answers,film,caption&controls=play,speed&caption=Both+read+one+letter.&t=13', train: 60 },
];

/** Waits until nothing on the page changes any more. */
async function settled(page, options) {
  let last = await page.screenshot(options);
  for (let look = 0; look < LOOKS; look++) {
    await page.waitForTimeout(PAUSE);
    const next = await page.screenshot(options);
    if (next.equals(last)) return next;
    last = next;
  }
  throw new Error('The picture does not come to rest.');
}

async function takeOne(browser, address, folder, { name, size, file = '', hash, theme = 'light', language = 'en', print = false, train = 0, act }) {
  const [width, height] = SIZES[size];
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale: 'en-GB' });
  try {
    const page = await context.newPage();
    await page.goto(`${address}${file}#${[hash, `lang=${language}`].filter(Boolean).join('&')}`, { waitUntil: 'networkidle' });
    if (file === 'scenes.html') await page.locator('[data-scene]').first().waitFor();
    else await page.evaluate(async (train) => {
      await customElements.whenDefined('vanishing-point');
      const stage = document.querySelector('vanishing-point');
      await stage.ready;
      await stage.pause();
      if (train > 0) await stage.train(train);
    }, train);
    const update = Number(/update=(\d+)/.exec(hash)?.[1] ?? 0);
    if (update > 0) await page.waitForFunction((update) => document.querySelector('vanishing-point').status.updates === update, update);
    await act?.(page);
    // The pointer would leave something lit.
    await page.mouse.move(0, 0);
    if (print) {
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 718, height: 1047 });
    }
    await writeFile(join(folder, `${name}.png`), await settled(page, { fullPage: print }));
  } finally {
    await context.close();
  }
}

async function take(dist, folder) {
  await mkdir(folder, { recursive: true });
  const server = await serve(resolve(dist));
  const browser = await start();
  const jobs = [...PICTURES];
  let failed = 0;
  const work = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const { name } = job;
      await takeOne(browser, server.url, folder, job).catch((error) => {
        failed += 1;
        console.error(`${name}: ${error.message}`);
      });
    }
  };
  await Promise.all(Array.from({ length: PAGES }, work));
  await browser.close();
  await server.close();
  console.log(`${PICTURES.length - failed} of ${PICTURES.length} pictures in ${folder}`);
  if (failed > 0) process.exitCode = 1;
}

async function compare(before, after, folder) {
  await mkdir(folder, { recursive: true });
  const browser = await start();
  const page = await browser.newPage();
  const source = async (file) => `data:image/png;base64,${(await readFile(file)).toString('base64')}`;
  for (const name of (await readdir(before)).filter((file) => file.endsWith('.png'))) {
    const pair = await Promise.all([join(before, name), join(after, name)].map(source)).catch(() => null);
    if (pair === null) {
      console.log(`${name}: missing`);
      continue;
    }
    const { differing, of, sheet } = await page.evaluate(async ({ pair, tolerance }) => {
      const images = await Promise.all(pair.map(async (url) => createImageBitmap(await (await fetch(url)).blob())));
      const width = Math.max(...images.map((image) => image.width));
      const height = Math.max(...images.map((image) => image.height));
      const canvas = new OffscreenCanvas(3 * width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      images.forEach((image, index) => context.drawImage(image, index * width, 0));
      const [a, b] = images.map((_, index) => context.getImageData(index * width, 0, width, height));
      const marks = context.createImageData(width, height);
      let differing = 0;
      for (let at = 0; at < marks.data.length; at += 4) {
        const differs = [0, 1, 2, 3].some((channel) => Math.abs(a.data[at + channel] - b.data[at + channel]) > tolerance);
        if (differs) differing += 1;
        marks.data.set(differs ? [255, 0, 0, 255] : [a.data[at], a.data[at + 1], a.data[at + 2], 60], at);
      }
      context.putImageData(marks, 2 * width, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return { differing, of: width * height, sheet: btoa(binary) };
    }, { pair, tolerance: TOLERANCE });
    if (differing > 0) await writeFile(join(folder, name), Buffer.from(sheet, 'base64'));
    console.log(`${name}: ${differing === 0 ? 'the same' : `${differing} pixels differ, ${((100 * differing) / of).toFixed(2)} %`}`);
  }
  await browser.close();
}

const [verb, ...folders] = process.argv.slice(2);
if (verb === 'take' && folders.length === 2) await take(...folders);
else if (verb === 'compare' && folders.length === 3) await compare(...folders);
else throw new Error('usage: matrix.mjs take DIST FOLDER | compare BEFORE AFTER FOLDER');
