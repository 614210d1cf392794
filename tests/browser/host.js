/** A good static host: compresses, lets files with a hash in their name be kept, and asks again for the others. */

import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { locate, POLICY, TYPES } from './server.js';

/** What gains nothing from being compressed. */
const PACKED = ['.png', '.woff2', '.map'];

/**
 * Serves `folder` at `http://127.0.0.1:PORT/`, with the page's content security policy. `sent` lists the bodies that went
 * over the wire, and their bytes.
 *
 * @param {string} folder
 * @param {{ codings?: ('br' | 'gzip')[], pages?: Record<string, string> }} [options] how bodies may be compressed, best
 *   first, and pages that are served as if they were files of the folder
 */
export async function host(folder, { codings = ['br', 'gzip'], pages = {} } = {}) {
  /** @type {{ path: string, bytes: number }[]} */
  const sent = [];
  // Compressed before anyone asks, as such hosts do it.
  /** @type {Map<string, Buffer>} */
  const packed = new Map();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || PACKED.includes(extname(file))) continue;
    const bytes = await readFile(file);
    packed.set(`br ${file}`, brotliCompressSync(bytes));
    packed.set(`gzip ${file}`, gzipSync(bytes, { level: 9 }));
  }
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    const page = pages[path.slice(1)];
    if (page !== undefined) {
      response.setHeader('Content-Type', TYPES['.html']);
      response.end(page);
      return;
    }
    const file = await locate(folder, '/', path);
    if (file === null) {
      response.writeHead(404).end();
      return;
    }
    const extension = extname(file);
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Content-Type', TYPES[/** @type {keyof typeof TYPES} */ (extension)] ?? 'application/octet-stream');
    response.setHeader('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('Vary', 'Accept-Encoding');
    const accepted = String(request.headers['accept-encoding'] ?? '').split(/\s*,\s*/);
    const coding = codings.find((each) => accepted.includes(each)) ?? '';
    const compressed = packed.get(`${coding} ${file}`);
    if (compressed !== undefined) response.setHeader('Content-Encoding', coding);
    const body = compressed ?? (await readFile(file));
    sent.push({ path, bytes: body.length });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    sent,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
