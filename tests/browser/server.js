/** A static host as people have them: a folder under a sub-path, and the strictest policy that the page promises to run under. */

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

export const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

const RECORDER = fileURLToPath(new URL('recorder.js', import.meta.url));
const RECORDER_TAG = '<script src="recorder.js"></script>';

/**
 * Serves `folder` at `http://127.0.0.1:PORT/some/sub-path/`.
 *
 * Every page gets one script before all others, from the same origin: recorder.js, which writes down whatever goes
 * wrong. `requests` lists the paths that were asked for, and `missing` those that are not there.
 *
 * @param {string} folder
 * @param {string | null} policy the Content-Security-Policy, null for none
 */
export async function serve(folder, policy = POLICY) {
  const prefix = '/some/sub-path/';
  /** @type {string[]} */
  const requests = [];
  /** @type {string[]} */
  const missing = [];

  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    // What a service worker lays aside for later, the page did not ask for.
    if (request.headers.referer?.endsWith('/service-worker.js') !== true && request.headers['service-worker'] === undefined) requests.push(path);
    const file = await locate(folder, prefix, path);
    if (file === null) {
      missing.push(path);
      response.writeHead(404).end();
      return;
    }
    if (policy !== null) response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Type', TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? 'application/octet-stream');
    if (extname(file) === '.html') {
      let html = '';
      for await (const chunk of createReadStream(file, 'utf8')) html += chunk;
      response.end(html.replace('<head>', `<head>${RECORDER_TAG}`));
    } else {
      createReadStream(file).pipe(response);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());

  return {
    url: `http://127.0.0.1:${address.port}${prefix}`,
    requests,
    missing,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string} folder
 * @param {string} prefix
 * @param {string} path
 * @returns {Promise<string | null>}
 */
export async function locate(folder, prefix, path) {
  if (!path.startsWith(prefix)) return null;
  const relative = path.slice(prefix.length) || 'index.html';
  if (relative === 'recorder.js') return RECORDER;
  const file = normalize(join(folder, relative));
  if (!file.startsWith(normalize(folder) + sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? file : null;
}
