/** WebKit (WebKitGTK's MiniBrowser), through WebDriver as Selenium speaks it; it needs a screen, and gets one of its own. */

import { readdirSync } from 'node:fs';

import { Builder, Capabilities, Key } from 'selenium-webdriver';
import { DriverService } from 'selenium-webdriver/remote/index.js';

import { find, start } from './process.js';
import { shared } from './shared.js';

const LIBRARIES = ['/usr/lib', '/usr/lib64', '/usr/libexec'];

/** Where distributions put MiniBrowser: beside the library's other helpers, never in the PATH. */
function miniBrowser() {
  const folders = LIBRARIES.flatMap((library) => {
    const inner = entries(library).filter((name) => name.includes('linux-gnu'));
    return [library, ...inner.map((name) => `${library}/${name}`)];
  });
  const candidates = folders.flatMap((folder) =>
    entries(folder)
      .filter((name) => name.startsWith('webkit2gtk-') || name.startsWith('webkitgtk-'))
      .map((name) => `${folder}/${name}/MiniBrowser`),
  );
  return find(['MiniBrowser', ...candidates]);
}

/** @param {string} folder */
function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The driver, when all three are there: driver, browser and screen. */
export function installed() {
  const screen = find(['Xvfb']);
  return miniBrowser() !== null && screen !== null ? find(['WebKitWebDriver']) : null;
}

/** The screen, the driver and the browser, and how they end. */
async function startAll() {
  const screen = await start('Xvfb', ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    line: /^(\d+)\s/m,
  });
  const service = new DriverService.Builder(/** @type {string} */ (installed()))
    .setLoopback(true)
    .setEnvironment(/** @type {any} */ ({
      ...process.env,
      DISPLAY: `:${screen.match[1]}`,
      WAYLAND_DISPLAY: '',
      GDK_BACKEND: 'x11',
      // The sandbox wants user namespaces, which neither root nor most containers have.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_FORCE_SANDBOX: '0',
      // Composited in software every frame would be drawn twice over: without a graphics card WebKit does better to paint at once.
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    }))
    .build();
  const stop = async () => {
    await service.kill();
    await screen.stop();
  };
  try {
    const driver = await new Builder()
      .usingServer(await service.start())
      .withCapabilities(new Capabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
      }))
      .build();
    await driver.manage().setTimeouts({ script: 600_000, pageLoad: 300_000 });
    await driver.manage().window().setRect({ x: 0, y: 0, width: 1300, height: 960 });
    const version = String((await driver.getCapabilities()).get('browserVersion'));
    return { driver, version, service, stop: () => driver.quit().catch(() => undefined).then(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

const engine = shared({ start: startAll, isAlive: ({ service }) => service.isRunning(), stop: ({ stop }) => stop() });
/** The driver knows one window, so that there is one page at a time. */
let taken = false;

/** @returns {Promise<import('./types.js').Browser>} */
export async function launch() {
  if (taken) throw new Error('WebKit already has a page, and can have but one.');
  taken = true;
  const { driver, version } = await engine.borrow().catch((error) => {
    taken = false;
    throw error;
  });
  return {
    engine: 'webkit',
    version,
    open: async (url) => {
      await driver.get('about:blank');
      await driver.get(url);
    },
    evaluate: async (action, ...args) => {
      const call = `(${action.toString()})(...${JSON.stringify(args)})`;
      const answer = JSON.parse(await driver.executeAsyncScript(`
        const done = arguments[arguments.length - 1];
        (async () => JSON.stringify({ value: await ${call} }))()
          .catch((error) => JSON.stringify({ error: String(error?.stack ? error + '\\n' + error.stack : error) }))
          .then(done);`));
      if ('error' in answer) throw new Error(answer.error);
      return answer.value;
    },
    click: (x, y) => driver.actions().move({ x: Math.round(x), y: Math.round(y), duration: 0 }).click().perform(),
    press: async (key) => {
      const keys = key.length > 1 ? key.split('+').map(keyValue) : [key];
      const last = keys.pop() ?? Key.TAB;
      const actions = driver.actions();
      for (const held of keys) actions.keyDown(held);
      actions.sendKeys(last);
      for (const held of keys.reverse()) actions.keyUp(held);
      await actions.perform();
    },
    screenshot: async () => Buffer.from(await driver.takeScreenshot(), 'base64'),
    close: async () => {
      await driver.get('about:blank').catch(() => undefined);
      taken = false;
      engine.giveBack();
    },
  };
}

/**
 * The code point that WebDriver gives to a key without a character of its own.
 *
 * @param {string} key a name as in KeyboardEvent.key
 */
function keyValue(key) {
  const name = key.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  return String(Key[/** @type {'TAB'} */ (name)] ?? key);
}
