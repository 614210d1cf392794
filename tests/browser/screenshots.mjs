/**
 * Takes pictures of every view of the page, in both themes and languages and in every width, for people to look at.
 *
 *     node tests/browser/screenshots.mjs [--address http://localhost:5173/] [--readme | --preview | --animation] [word …]
 *
 * Each word narrows the choice: the name of a view, `light` or `dark`, `en` or `zh`, or a width; a name may end in *.
 * With --readme it takes the pictures of README in their place, into docs/, with the colours that pngquant chooses.
 * With --preview it takes the one that links to the pages show, www/public/preview.png.
 * With --animation it has the page export the first pass of README, docs/first-pass.gif, as anybody can by *Share*.
 * Without an address it serves dist/. The pictures go to tests/browser/output/, with contact sheets for each width.
 */

import { execFileSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { start } from './driver/chromium.js';
import { locate, POLICY, serve } from './server.js';
import { paint, resize, speak, visit, widthsOf } from './visit.js';
import { HEIGHTS, LANGUAGES, PICTURES, PREVIEW, THEMES, VIEWS } from './views.js';

/** Pages that work beside each other. */
const PAGES = 3;
/** Width of a contact sheet, and how many pictures it has. */
const SHEET = 1560;
const SHEETS = { 972: { columns: 3, rows: 2 }, 720: { columns: 3, rows: 2 }, 400: { columns: 6, rows: 2 }, 280: { columns: 8, rows: 2 }, 1920: { columns: 2, rows: 3 }, 1440: { columns: 2, rows: 3 }, 1280: { columns: 2, rows: 3 }, 768: { columns: 3, rows: 2 }, 390: { columns: 6, rows: 2 } };

const { values, positionals: words } = parseArgs({ allowPositionals: true, options: { address: { type: 'string' }, readme: { type: 'boolean', default: false }, preview: { type: 'boolean', default: false }, animation: { type: 'boolean', default: false } } });
const widths = Object.keys(HEIGHTS).map(Number);
const known = new Set([...LANGUAGES, ...THEMES, ...widths.map(String)]);
const names = words.filter((word) => !known.has(word));
/** Those of the choices that the words name; all, when they name none. */
const chosen = (choices) => (choices.some((choice) => words.includes(String(choice))) ? choices.filter((choice) => words.includes(String(choice))) : choices);
const matches = (name) => names.length === 0 || names.some((word) => (word.endsWith('*') ? name.startsWith(word.slice(0, -1)) : name === word));

const output = fileURLToPath(new URL('./output/', import.meta.url));
await mkdir(output, { recursive: true });
const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const server = values.address === undefined ? await serve(dist, values.preview ? null : POLICY) : null;
const address = values.address ?? server.url;
const browser = await start();
const jobs = VIEWS.filter(({ name }) => matches(name));
const pictures = [];
let noise = 0;

async function work() {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    const view = job;
    const page = await browser.newPage({ locale: 'en-GB' });
    const complain = (text) => {
      noise += 1;
      console.error(`${view.name}: ${text}`);
    };
    page.on('console', (message) => message.type() === 'debug' || complain(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complain(error.stack ?? error.message));
    try {
      await visit(page, address, view);
      for (const language of chosen(LANGUAGES)) {
        await speak(page, language);
        for (const width of widthsOf(view).filter((width) => chosen(widths).includes(width))) {
          await resize(page, width);
          for (const theme of chosen(THEMES)) {
            await paint(page, theme);
            const file = `${view.name}-${width}-${language}-${theme}.png`;
            await page.screenshot({ path: output + file });
            pictures.push({ file, width });
          }
        }
      }
    } catch (error) {
      complain(error.message);
    }
    await page.close();
  }
}

/** Pictures of one width on sheets that a screen shows whole, small and named. */
async function contactSheets(width) {
  const shown = pictures.filter((picture) => picture.width === width).map(({ file }) => file).sort();
  const { columns, rows } = SHEETS[width];
  const size = Math.floor(SHEET / columns) - 10;
  const height = Math.round((size * HEIGHTS[width]) / width);
  for (let from = 0; from < shown.length; from += columns * rows) {
    const figures = await Promise.all(shown.slice(from, from + columns * rows).map(async (file) =>
      `<figure><img width="${size}" height="${height}" src="data:image/png;base64,${(await readFile(output + file)).toString('base64')}"><figcaption>${file}</figcaption></figure>`));
    const html = `<!doctype html><style>body{display:flex;flex-wrap:wrap;gap:8px;margin:4px;background:#888;font:13px sans-serif}figure{margin:0}</style>${figures.join('')}`;
    const page = await browser.newPage({ viewport: { width: SHEET, height: 400 } });
    await page.setContent(html, { waitUntil: 'load' });
    await page.screenshot({ path: `${output}sheet-${width}-${from / (columns * rows) + 1}.png`, fullPage: true });
    await page.close();
  }
}

/** The pictures of README, finer than the screen's pixels and small in bytes. */
async function readme() {
  const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
  for (const { file, width, theme = 'light', language = 'en', hash, act } of PICTURES.filter(({ file }) => matches(file))) {
    const page = await browser.newPage({ locale: 'en-GB', deviceScaleFactor: 1.5, colorScheme: theme });
    await visit(page, address, { hash, act, widths: [width] }, language);
    await page.screenshot({ path: `${docs}${file}.png` });
    await page.close();
    execFileSync('pngquant', ['--force', '--strip', '--speed', '1', '--ext', '.png', '256', `${docs}${file}.png`]);
  }
}

/** The picture of links: 1200 × 630 pixels. What it leaves out is hidden by a style sheet, which the page's policy would forbid. */
async function preview() {
  const { width, height, below, hash, act, style } = PREVIEW;
  const path = fileURLToPath(new URL('../../www/public/preview.png', import.meta.url));
  const page = await browser.newPage({ locale: 'en-GB', deviceScaleFactor: 1200 / width, colorScheme: 'light' });
  await visit(page, address, { hash, act: async () => {
    await page.setViewportSize({ width, height: height + below });
    await act(page);
  } });
  await page.screenshot({ path, style, clip: { x: 0, y: 0, width, height } });
}

/** Where a picture says that it is from: it has the link printed in it. */
const ELSEWHERE = 'https://example.org/vanishing-point/';

/** The page's own export, in both languages: forward and back at update 0. */
async function animation() {
  for (const [language, suffix] of [['en', ''], ['zh', '.zh']]) {
    const page = await browser.newPage({ locale: 'en-GB', colorScheme: 'light' });
    await page.route(`${ELSEWHERE}**`, async (route) => {
      const path = await locate(dist, new URL(ELSEWHERE).pathname, new URL(route.request().url()).pathname);
      await (path === null ? route.abort() : route.fulfill({ path }));
    });
    await visit(page, ELSEWHERE, { hash: 'panels=chart,gradient,facts', act: () => page.evaluate(() => globalThis.stage.reset()) }, language);
    await page.locator('[data-action="share"]').click();
    const coming = page.waitForEvent('download');
    await page.locator('[data-share="animation"]').click();
    await (await coming).saveAs(fileURLToPath(new URL(`../../docs/first-pass${suffix}.gif`, import.meta.url)));
    await page.close();
  }
}

const instead = values.readme ? readme : values.preview ? preview : values.animation ? animation : null;
if (instead !== null) {
  await instead();
  await browser.close();
  await server?.close();
  process.exit();
}
await Promise.all(Array.from({ length: PAGES }, work));
for (const width of widths) await contactSheets(width);
await browser.close();
await server?.close();
console.log(`${pictures.length} pictures in tests/browser/output/`);
if (noise > 0) process.exitCode = 1;
