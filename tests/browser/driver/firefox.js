/** Firefox, through WebDriver BiDi, which it speaks itself: no driver program stands in between. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import WebSocket from 'ws';

import { keyActions } from './keys.js';
import { find, start, temporary } from './process.js';

const NAMES = ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];

/** Nothing may ask the network or the user for anything. */
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.download.alwaysOpenPanel': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
};

export const installed = () => find(NAMES);

/** @returns {Promise<import('./types.js').Browser>} */
export async function launch() {
  const profile = await temporary();
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  await writeFile(join(profile.path, 'user.js'), lines.join('\n'));
  const program = await start(
    /** @type {string} */ (installed()),
    ['--headless', '--no-remote', '--remote-debugging-port', '0', '--profile', profile.path, '--width', '1280', '--height', '900'],
    { line: /WebDriver BiDi listening on (ws:\/\/\S+)/ },
  );
  const connection = await connect(`${program.match[1]}/session`);
  const { send } = connection;
  const { capabilities } = await send('session.new', { capabilities: {} });
  const { contexts } = await send('browsingContext.getTree', {});
  // The tab that is there from the start never gets the focus, and without it keys press no button; a new one does.
  const { context } = await send('browsingContext.create', { type: 'tab' });
  await send('browsingContext.close', { context: contexts[0].context });
  await send('browsingContext.activate', { context });
  await send('browsingContext.setViewport', { context, viewport: { width: 1280, height: 900 } });

  return {
    engine: 'firefox',
    version: capabilities.browserVersion,
    open: async (url) => {
      await send('browsingContext.navigate', { context, url: 'about:blank', wait: 'complete' });
      await send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    evaluate: async (action, ...args) => {
      const call = `(${action.toString()})(...${JSON.stringify(args)})`;
      const answer = await send('script.evaluate', {
        expression: `(async () => JSON.stringify({ value: await ${call} }))()`,
        target: { context },
        awaitPromise: true,
        userActivation: true,
      });
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
      return JSON.parse(answer.result.value).value;
    },
    click: async (x, y) => {
      const actions = [
        { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      await send('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] });
    },
    press: async (key) => {
      await send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions: keyActions(key) }] });
    },
    screenshot: async () => {
      const { data } = await send('browsingContext.captureScreenshot', { context });
      return Buffer.from(data, 'base64');
    },
    close: async () => {
      await send('browser.close', {}).catch(() => undefined);
      connection.close();
      await program.stop();
      await profile.remove();
    },
  };
}

/**
 * Commands and answers over one WebSocket.
 *
 * @param {string} url
 */
async function connect(url) {
  const socket = new WebSocket(url, { maxPayload: 256 * 1024 * 1024 });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  let last = 0;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString());
    const call = waiting.get(message.id);
    if (call === undefined) return;
    waiting.delete(message.id);
    if (message.type === 'error') call.reject(new Error(`${message.error}: ${message.message}`));
    else call.resolve(message.result);
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox closed the connection.'));
    waiting.clear();
  });
  return {
    /**
     * @param {string} method
     * @param {object} params
     * @returns {Promise<any>}
     */
    send: (method, params) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, params }));
      }),
    close: () => socket.close(),
  };
}
