import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/**
 * The first of these programs that is there, as a full path.
 *
 * @param {readonly string[]} names
 * @returns {string | null}
 */
export function find(names) {
  for (const name of names) {
    const folders = name.includes('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter);
    for (const folder of folders) {
      const file = folder === '' ? name : join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Look further.
      }
    }
  }
  return null;
}

/**
 * Starts a program and waits until what it says matches `line`.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ line: RegExp, timeout?: number }} options
 */
export async function start(program, args, { line, timeout = 300_000 }) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const match = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${program} was not ready after ${timeout} ms.\n${said}`)), timeout);
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      said += chunk;
      const found = line.exec(said);
      if (found !== null) {
        clearTimeout(timer);
        resolve(found);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${program} ended with code ${code}.\n${said}`)));
  }).catch((error) => {
    child.kill('SIGKILL');
    throw error;
  });
  return { match: /** @type {RegExpExecArray} */ (match), stop: () => stop(child) };
}

/** A port of this machine that nothing listens on. */
export async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Ends a program, gently first.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}
