/**
 * Every view of the page that pictures, layout and accessibility are checked on. A new view is one line in VIEWS.
 */

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} View
 * @property {string} name
 * @property {string} [file] the page, if not the playground
 * @property {string} [hash] what the address asks for, without language and theme
 * @property {(page: Page) => Promise<unknown>} [act] what is done once the page is ready and paused at update 0
 * @property {readonly number[]} [widths] where the view exists; everywhere, if not given
 */

/** Widths of windows and the heights that usually go with them, in CSS pixels. */
export const HEIGHTS = /** @type {const} */ ({ 3840: 2160, 2560: 1440, 1920: 1080, 1440: 900, 1280: 800, 768: 1024, 390: 844, 972: 1000, 720: 900, 680: 420, 400: 900, 280: 700 });
/** Those of a window, from wide to narrow; the others are of posts, in which an element stands. */
export const WIDTHS = [1920, 1440, 1280, 768, 390];
export const LANGUAGES = /** @type {const} */ (['en', 'zh']);
export const THEMES = /** @type {const} */ (['light', 'dark']);

const DESKTOP = [1920, 1440];
const DRAWER = [1280, 768];
const PHONE = [390];
const POST = [720, 400];
const NOT_PHONE = [1920, 1440, 1280, 768];

/** Trains out of sight: most of the time would go into drawing what is not looked at. @param {number} updates @returns {(page: Page) => Promise<void>} */
const train = (updates) => (page) => page.evaluate(async (updates) => {
  globalThis.stage.style.display = 'none';
  await globalThis.stage.train(updates);
  globalThis.stage.style.display = '';
}, updates);

/** Clicks the first of the elements on view that match. @param {string} selector @returns {(page: Page) => Promise<void>} */
const click = (selector) => (page) => page.locator(selector).filter({ visible: true }).first().click();

/** @param {((page: Page) => Promise<unknown>)[]} steps @returns {(page: Page) => Promise<void>} */
const each = (...steps) => async (page) => {
  for (const step of steps) await step(page);
};

/** Waits until exact numbers have come. @param {string} selector @returns {(page: Page) => Promise<unknown>} */
const shows = (selector) => (page) => page.locator(selector).first().waitFor();

/** Some time steps into a pass. @param {number} steps @returns {(page: Page) => Promise<void>} */
const stepInto = (steps) => (page) => page.evaluate(async (steps) => {
  await globalThis.stage.step('pass');
  for (let step = 0; step < steps; step++) await globalThis.stage.step('time');
}, steps);

/** Flat out and on until it has passed some updates; it stays running. @param {Page} page */
const run = (page) => page.evaluate(async () => {
  globalThis.stage.speed = 3;
  await globalThis.stage.play();
});

/** Every gate as one mean per step. @param {Page} page */
const means = (page) => page.evaluate(() => {
  for (const button of globalThis.stage.shadowRoot?.querySelectorAll('.row.units button.label') ?? []) /** @type {HTMLElement} */ (button).click();
});

/** Opens the values at one step: by their handle at the edge, or in narrower windows by their button in the header. */
const values = click('.values-handle, .drawer-button.for-inspector');
const analysis = [click('[data-action="analysis"]'), shows('.flow canvas')];
const inspect = (/** @type {string} */ cell) => each(train(60), click(`[data-inspect="${cell}"]`), shows('[data-pass="backward"] .formula'), open);

/** Opens everything that is folded. @param {Page} page */
const open = (page) => page.evaluate(() => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});

/** A pinned run, another one, and the list of both. @param {Page} page */
const runs = async (page) => {
  const press = (/** @type {string} */ action) => page.locator(`[data-action="${action}"]`).evaluate((button) => /** @type {HTMLElement} */ (button).click());
  await page.keyboard.press('Escape');
  await page.locator('[data-action="pin-run"]').waitFor({ state: 'attached' });
  await press('pin-run');
  await page.evaluate(async () => {
    globalThis.stage.experiment = { ...globalThis.stage.experiment, forgetBias: 0 };
    await globalThis.stage.ready;
    await globalThis.stage.pause();
  });
  await page.locator('[data-pinned] a').waitFor({ state: 'attached' });
  await press('list-runs');
};

/** Everything that an element can show by itself. */
const PANELS = ['chart', 'state', 'gates', 'gradient', 'answers', 'flow', 'cell', 'loss', 'film', 'caption'];

/** @type {readonly View[]} */
export const VIEWS = [
  { name: 'paused', hash: 't=13', act: train(100) },
  { name: 'first', hash: '' },
  { name: 'running', hash: 't=13', act: each(train(100), run) },
  { name: 'forward', hash: 't=13', act: each(train(20), (page) => page.evaluate(async () => {
    for (let step = 0; step < 15; step++) await globalThis.stage.step('time');
  })) },
  { name: 'backward', hash: 't=30', act: each(train(20), stepInto(25)) },
  { name: 'inspect-rnn', hash: 'cells=rnn,lstm&t=13&unit=4', widths: DESKTOP, act: inspect('rnn') },
  { name: 'inspect-lstm', hash: 'cells=lstm,gru&t=13&unit=5&length=12', widths: DESKTOP, act: inspect('lstm') },
  { name: 'inspect-gru', hash: 't=13&unit=16', widths: DESKTOP, act: inspect('gru') },
  { name: 'inspect-window', hash: 'cells=rnn,window&t=38&unit=2', widths: DESKTOP, act: inspect('window') },
  { name: 'drawer-inspector', hash: 't=13', widths: DRAWER, act: each(train(60), values, shows('[data-pass="backward"] .formula')) },
  { name: 'drawer-rail', hash: 't=13', widths: [768], act: each(train(60), click('[data-drawer="rail"]')) },
  { name: 'phone-cell', hash: 't=13', widths: PHONE, act: each(train(60), click('button[data-tab="cell"]'), shows('[data-pass="backward"] .formula'), open) },
  { name: 'phone-setup', hash: 't=13', widths: PHONE, act: each(train(60), click('button[data-tab="setup"]'), open, (page) => page.mouse.move(0, 0)) },
  { name: 'phone-menu', hash: '', widths: PHONE, act: each(train(20), click('[data-action="more"]')) },
  { name: 'past', hash: 't=13', act: each(train(60), (page) => page.evaluate(() => globalThis.stage.past.visit(30)), shows('.past-bar')) },
  { name: 'analysis', hash: 'task=parity', act: each(train(80), ...analysis) },
  { name: 'analysis-last', hash: '', act: each(train(80), ...analysis) },
  { name: 'present', hash: '', widths: NOT_PHONE, act: each(train(100), click('[data-action="present"]')) },
  { name: 'present-large', hash: 't=20', widths: [3840, 2560], act: each(train(100), click('[data-action="present"]')) },
  { name: 'present-predict', hash: 'hide=answer', widths: [2560, 1440, 1280], act: each(train(60), click('[data-action="present"]'), (page) => page.keyboard.press('l'), click('[data-cell="lstm"] [data-vote="0"]')) },
  { name: 'present-predicted', hash: 'hide=answer', widths: [1440], act: each(train(60), click('[data-action="present"]'), (page) => page.keyboard.press('l'), click('[data-action="reveal"]')) },
  { name: 'unfolded', hash: '', widths: [1440, 390], act: each(train(60), (page) => page.evaluate(() => {
    for (const button of globalThis.stage.shadowRoot?.querySelectorAll('.fold') ?? []) /** @type {HTMLElement} */ (button).click();
  })) },
  { name: 'frame-low', file: 'embed.html', hash: '', widths: [680] },
  { name: 'setup-open', hash: 't=13', widths: [1920, 1440, 1280], act: each(train(20), open) },
  { name: 'absolute', hash: 'layers=2&cells=lstm,gru', act: each(train(60), click('.chart-options > summary'), click('[data-scale="absolute"]')) },
  { name: 'all-panels', hash: 'panels=all&cells=lstm', act: train(100) },
  { name: 'seven-cells', hash: 'cells=rnn,lstm,gru,window,mingru,lru,attention&length=20', act: train(60), widths: [1440, 1280, 390] },
  { name: 'four-cells', hash: 'cells=rnn,lstm,attention,window&t=20', act: train(100) },
  { name: 'one-cell', hash: 'cells=window&t=20', act: train(100) },
  { name: 'text', hash: 'task=text', act: each(train(120), open) },
  { name: 'adding', hash: 'task=adding', act: train(100) },
  { name: 'copy', hash: 'task=copy', act: train(60) },
  { name: 'order', hash: 'task=order&t=5', act: train(60) },
  { name: 'brackets', hash: 'task=brackets', act: train(60) },
  { name: 'long', hash: 'length=1024&hidden=8&batch=4', act: train(4) },
  { name: 'short', hash: 'length=2&t=1', act: train(30) },
  { name: 'diverged', hash: 'optimizer=sgd&rate=10&clip=none&task=adding', act: train(60) },
  { name: 'one-diverged', hash: 'rate=10&clip=none&optimizer=sgd&activation=relu&radius=1.5', act: train(50) },
  { name: 'share', hash: 't=13', widths: [1440, 390], act: each(train(60), click('[data-action="share"]'), shows('dialog[open]')) },
  { name: 'embed', hash: 't=13', widths: [1440, 768], act: each(train(20), click('[data-action="embed"]'), shows('dialog[open]')) },
  { name: 'verify', hash: 't=13&length=12&hidden=6', widths: DESKTOP.slice(1), act: each(train(20), open, click('[data-action="verify"]'), shows('.verify-result > *')) },
  { name: 'analysis-text', hash: 'task=text&length=24', widths: [1440, 390], act: each(train(30), ...analysis) },
  { name: 'analysis-brackets', hash: 'task=brackets&truncate=5', widths: [1280, 768], act: each(train(30), ...analysis) },
  { name: 'means', hash: 't=13&cells=lstm,gru', widths: [1440, 390], act: each(train(60), means) },
  { name: 'truncated', hash: 't=13&truncate=8', widths: [1440, 390], act: train(60) },
  { name: 'hidden-outcome', hash: 't=13&hide=answer', widths: [1440, 390], act: train(60) },
  { name: 'dial', hash: '', widths: [1440, 768], act: each(train(60), open, (page) => page.evaluate(() => {
    if (innerWidth < 1040) /** @type {HTMLElement} */ (document.querySelector('[data-drawer="rail"]')).click();
  }), click('[data-radius="lstm"]'), (page) => page.locator('[data-section="radius"] input').focus(), (page) => page.keyboard.press('ArrowRight'), (page) => page.waitForTimeout(800)) },
  { name: 'scenes', file: 'scenes.html', hash: '', widths: [1440, 768, 390] },
  { name: 'course', file: 'lessons.html', hash: '', widths: [1440, 768, 390] },
  { name: 'lesson', file: 'lessons.html', hash: 'lesson=vanishing&beat=3', widths: [1440, 768, 390] },
  { name: 'by-hand', file: 'lessons.html', hash: 'lesson=learning&beat=6', widths: [1440, 390], act: each(shows('.worksheet'), (page) => page.locator('[data-field="a2"]').fill('1'), (page) => page.locator('[data-field="a2"]').press('Enter')) },
  { name: 'held', hash: 'cells=lstm,mingru&t=13&hold=input:0,forget:0.9', widths: [1440], act: inspect('lstm') },
  { name: 'runs', hash: 'cells=lstm,gru', widths: [1440, 390], act: each(train(20), runs) },
  { name: 'frame', file: 'embed.html', hash: 'cells=rnn,lstm&panels=chart,gradient,answers,film,caption&controls=play,speed&caption=Both+read+one+letter.&t=13', widths: POST, act: train(60) },
  { name: 'frame-closer', file: 'embed.html', hash: 'panels=flow,cell&t=13', widths: [972, ...POST], act: each(train(60), shows('.flows canvas')) },
  ...PANELS.map((panel) => ({ name: `frame-${panel}`, file: 'embed.html', hash: `panels=${panel}&caption=Both+read+one+letter.&t=13`, widths: [...POST, 280], act: train(60) })),
  { name: 'problems', hash: 'length=5000&task=juggling&colour=blue&hidden=4&batch=2', act: train(4) },
];

/** The pictures of README: file in docs/, and how the page is brought there. */
export const PICTURES = [
  { file: 'playground', width: 1440, hash: 't=13', act: train(100) },
  { file: 'analysis', width: 1440, hash: 'task=parity', act: each(train(120), ...analysis) },
  { file: 'present', width: 1440, theme: 'dark', hash: 't=20', act: each(train(99), stepInto(28), click('[data-action="present"]')) },
  { file: 'chinese', width: 1440, theme: 'dark', language: 'zh', hash: 't=13', act: each(train(99), stepInto(30)) },
  { file: 'phone', width: 390, hash: 't=13', act: train(100) },
  { file: 'embed', width: 1440, hash: 'cells=rnn,lstm', act: each(train(110), click('[data-action="embed"]'), (page) => page.waitForTimeout(5000)) },
];

/** The picture that a link shows where it is posted: the first backward pass, complete, without what a hand would touch. */
export const PREVIEW = {
  width: 1280,
  height: 672,
  /** CSS pixels under the picture for the buttons of a presentation. */
  below: 140,
  hash: 'panels=chart,gradient',
  act: each((page) => page.evaluate(() => globalThis.stage.reset()), click('[data-action="present"]'), (page) => page.mouse.move(0, 0)),
  style: '.transport, .values-handle, .leave-present, .chart-options { visibility: hidden !important }',
};
