/** WebKit (WebKitGTK's MiniBrowser), through W3C WebDriver; it needs a screen, and gets one of its own. */

import { readdirSync } from 'node:fs';

import { keyActions } from './keys.js';
import { find, freePort, start } from './process.js';

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

/** @returns {Promise<import('./types.js').Browser>} */
export async function launch() {
  const screen = await start('Xvfb', ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    line: /^(\d+)\s/m,
  });
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const driver = await start(/** @type {string} */ (installed()), [`--port=${port}`], {
    env: {
      ...process.env,
      DISPLAY: `:${screen.match[1]}`,
      WAYLAND_DISPLAY: '',
      GDK_BACKEND: 'x11',
      // The sandbox wants user namespaces, which neither root nor most containers have.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_FORCE_SANDBOX: '0',
      LIBGL_ALWAYS_SOFTWARE: '1',
    },
    line: /^/,
  });
  await until(async () => (await request(`${base}/status`, 'GET')).ready);
  const { sessionId, capabilities } = await request(`${base}/session`, 'POST', {
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] } },
    },
  });
  const session = `${base}/session/${sessionId}`;
  await request(`${session}/timeouts`, 'POST', { script: 600_000, pageLoad: 60_000 });
  await request(`${session}/window/rect`, 'POST', { width: 1300, height: 960 });

  return {
    engine: 'webkit',
    version: capabilities.browserVersion,
    open: async (url) => {
      await request(`${session}/url`, 'POST', { url: 'about:blank' });
      await request(`${session}/url`, 'POST', { url });
    },
    evaluate: async (action, ...args) => {
      const call = `(${action.toString()})(...${JSON.stringify(args)})`;
      const script = `
        const done = arguments[arguments.length - 1];
        (async () => JSON.stringify({ value: await ${call} }))()
          .catch((error) => JSON.stringify({ error: String(error?.stack ? error + '\\n' + error.stack : error) }))
          .then(done);`;
      const answer = JSON.parse(await request(`${session}/execute/async`, 'POST', { script, args: [] }));
      if ('error' in answer) throw new Error(answer.error);
      return answer.value;
    },
    click: async (x, y) => {
      const actions = [
        { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      await request(`${session}/actions`, 'POST', { actions: [{ type: 'pointer', id: 'mouse', actions }] });
    },
    press: async (key) => {
      await request(`${session}/actions`, 'POST', { actions: [{ type: 'key', id: 'keyboard', actions: keyActions(key) }] });
    },
    screenshot: async () => Buffer.from(await request(`${session}/screenshot`, 'GET'), 'base64'),
    close: async () => {
      await request(session, 'DELETE').catch(() => undefined);
      await driver.stop();
      await screen.stop();
    },
  };
}

/**
 * Waits until the condition holds; a failure counts as "not yet".
 *
 * @param {() => Promise<boolean>} condition
 */
async function until(condition) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await condition().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('WebKitWebDriver was not ready after 10 seconds.');
}

/**
 * @param {string} url
 * @param {string} method
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function request(url, method, body) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(url, init);
  const { value } = /** @type {{ value: any }} */ (await response.json());
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value.error}: ${value.message}`);
  return value;
}
