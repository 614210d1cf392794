/**
 * Takes pictures of the page for people to look at: light, dark, Chinese, phone, presenting, and some states.
 *
 *     node tests/browser/screenshots.mjs http://localhost:5173/ [name …]
 *
 * The pictures go to tests/browser/output/. CHROMIUM names another browser than Debian's.
 */

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const [address = 'http://localhost:5173/', ...wanted] = process.argv.slice(2);
const output = fileURLToPath(new URL('./output/', import.meta.url));

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const stage = (page) => page.locator('vanishing-point');
const call = (page, work, argument) => stage(page).evaluate(work, argument);
const trained = (updates) => (page) => call(page, async (element, count) => {
  await element.pause();
  await element.train(count);
}, updates);

/** Every picture: its window, its link, and what is done before it is taken. */
const PICTURES = {
  desktop: { viewport: desktop, hash: '#t=13', act: trained(100) },
  dark: { viewport: desktop, hash: '#t=13&theme=dark', act: trained(100) },
  chinese: { viewport: desktop, hash: '#t=13&lang=zh', act: trained(100) },
  forward: { viewport: desktop, hash: '', act: (page) => page.waitForTimeout(500) },
  backward: { viewport: desktop, hash: '', act: (page) => page.waitForFunction(() => document.querySelector('vanishing-point').progress.pass === 'backward' && document.querySelector('vanishing-point').progress.reached > 12) },
  stepping: {
    viewport: desktop,
    hash: '',
    act: async (page) => {
      await trained(60)(page);
      await call(page, (element) => element.step('pass'));
      for (let click = 0; click < 25; click++) await call(page, (element) => element.step('time'));
    },
  },
  running: { viewport: desktop, hash: '', act: (page) => page.waitForTimeout(9000) },
  laptop: { viewport: { width: 1280, height: 800 }, hash: '#t=13', act: trained(100) },
  drawer: { viewport: { width: 1100, height: 760 }, hash: '#t=13', act: async (page) => { await trained(100)(page); await page.locator('[data-drawer="inspector"]').first().click(); } },
  tablet: { viewport: { width: 820, height: 1100 }, hash: '#t=13', act: trained(100) },
  phone: { viewport: phone, hash: '#t=13', act: trained(100) },
  'phone-setup': { viewport: phone, hash: '#t=13', act: async (page) => { await trained(30)(page); await page.locator('[data-tab="setup"]').click(); } },
  'phone-values': { viewport: phone, hash: '#t=13', act: async (page) => { await trained(30)(page); await page.locator('[data-tab="cell"]').click(); } },
  analysis: { viewport: desktop, hash: '#task=parity', act: async (page) => { await trained(150)(page); await page.locator('[data-action="analysis"]').click(); await page.waitForTimeout(800); } },
  'analysis-cut': { viewport: { width: 1440, height: 1900 }, hash: '#task=parity&truncate=10', act: async (page) => { await trained(150)(page); await page.locator('[data-action="analysis"]').click(); await page.waitForTimeout(1200); } },
  'analysis-one': { viewport: desktop, hash: '', act: async (page) => { await trained(100)(page); await page.locator('[data-action="analysis"]').click(); await page.waitForTimeout(800); } },
  'inspector-gru': { viewport: { width: 1440, height: 1500 }, hash: '#t=13&unit=16', act: async (page) => { await trained(100)(page); await page.locator('[data-inspect="gru"]').click(); await page.waitForTimeout(800); } },
  'inspector-all': { viewport: { width: 1440, height: 1500 }, hash: '#t=13&unit=16&theme=dark', act: async (page) => { await trained(100)(page); await page.waitForTimeout(800); await page.locator('[data-gain="all"]').click(); for (const bars of await page.locator('[data-row^="gates."] button.label').all()) await bars.click(); } },
  calm: { viewport: desktop, hash: '', act: (page) => page.waitForTimeout(8000) },
  present: { viewport: desktop, hash: '#theme=dark', act: async (page) => { await trained(100)(page); await page.locator('[data-action="present"]').click(); } },
  window: { viewport: desktop, hash: '#cells=rnn,lstm,gru,window&t=20', act: trained(100) },
  text: { viewport: desktop, hash: '#task=text', act: trained(200) },
  adding: { viewport: desktop, hash: '#task=adding', act: trained(200) },
  copy: { viewport: desktop, hash: '#task=copy', act: trained(100) },
  long: { viewport: desktop, hash: '#length=400', act: trained(20) },
  layers: { viewport: desktop, hash: '#layers=2&cells=rnn,lstm', act: trained(50) },
  absolute: { viewport: desktop, hash: '', act: async (page) => { await trained(100)(page); await page.locator('[data-scale="absolute"]').click(); } },
  panels: { viewport: desktop, hash: '#panels=all&cells=lstm', act: trained(100) },
  cut: { viewport: desktop, hash: '#truncate=10', act: trained(100) },
  'cut-parity': { viewport: desktop, hash: '#task=parity&truncate=10', act: trained(100) },
  exploding: { viewport: desktop, hash: '#radius=3&clip=none', act: trained(3) },
  longest: { viewport: desktop, hash: '#length=1024', act: trained(6) },
  deep: { viewport: desktop, hash: '#layers=3', act: trained(40) },
  diverged: { viewport: desktop, hash: '#optimizer=sgd&rate=10&clip=none&task=adding', act: trained(200) },
  problems: { viewport: desktop, hash: '#length=5000&task=juggling&colour=blue', act: trained(10) },
};

await mkdir(output, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let noise = 0;
for (const [name, { viewport, hash, act }] of Object.entries(PICTURES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const page = await browser.newPage({ viewport, locale: 'en-GB' });
  page.on('console', (message) => {
    // Vite's own development server talks at that level.
    if (message.type() === 'debug') return;
    noise += 1;
    console.error(`${name}: ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    noise += 1;
    console.error(`${name}: ${error.stack ?? error.message}`);
  });
  await page.goto(address + hash);
  await call(page, (element) => element.ready);
  await act(page);
  await page.waitForTimeout(200);
  await page.screenshot({ path: `${output}${name}.png` });
  await page.close();
}
await browser.close();
if (noise > 0) process.exitCode = 1;
