/** A real JupyterLab and a real marimo, from the virtual environment that xtask made, driven in Chromium. */

import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

import { profile } from '../browser/driver/chromium.js';

export const work = fileURLToPath(new URL('../../target/notebook/work/', import.meta.url));
export const programs = process.env['VANISHING_POINT_PYTHON'] ?? fileURLToPath(new URL('../../target/notebook/venv/bin/', import.meta.url));

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/**
 * Starts a server and waits until it answers.
 *
 * @param {string} program
 * @param {(port: number) => string[]} options
 * @param {string} path what it answers to when it is ready
 */
async function start(program, options, path) {
  const port = await freePort();
  const child = spawn(`${programs}${program}`, options(port), {
    cwd: work,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, JUPYTER_CONFIG_DIR: `${work}config`, JUPYTER_DATA_DIR: `${work}data`, IPYTHONDIR: `${work}ipython`, XDG_CONFIG_HOME: `${work}config`, PYTHONWARNINGS: 'default' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  let ended = false;
  child.on('exit', () => (ended = true));
  const address = `http://127.0.0.1:${port}`;
  for (;;) {
    if (ended) throw new Error(`${program} ended: ${said.slice(-4000)}`);
    if (await fetch(address + path).then((response) => response.ok, () => false)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    address,
    said: () => said,
    stop: () => {
      try {
        if (!ended && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    },
  };
}

/** An empty folder for what the servers write. */
function empty() {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
}

const lab = () =>
  start('jupyter-lab', (port) => ['--no-browser', '--allow-root', `--port=${port}`, '--ip=127.0.0.1', '--IdentityProvider.token=', '--ServerApp.password=', '--LabApp.expose_app_in_browser=True', '--LabApp.news_url=', `--ServerApp.root_dir=${work}`], '/api/status');

/** JupyterLab over an empty folder, and a profile to open its pages in, for the tests of one `describe`; to be called within it. */
export function jupyterLab() {
  /** @type {import('playwright-core').BrowserContext} */
  let context;
  /** @type {Awaited<ReturnType<typeof lab>>} */
  let server;
  before(async () => {
    empty();
    server = await lab();
    context = await profile({ viewport: { width: 1280, height: 900 } });
  });
  after(async () => {
    server?.stop();
    await context?.close();
  });
  return {
    get address() {
      return server.address;
    },
    newPage: () => context.newPage(),
  };
}

/** @param {string} file */
export const marimo = (file) => start('marimo', (port) => ['--quiet', 'run', file, '--headless', '--no-token', '--host', '127.0.0.1', '--port', String(port)], '/health');

/**
 * A notebook file of cells: those that begin with `# ` followed by a blank line are prose.
 *
 * @param {string} name
 * @param {readonly string[]} cells
 */
export function writeNotebook(name, cells) {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    cells: cells.map((source, index) => ({ cell_type: 'code', id: `cell-${index}`, metadata: {}, execution_count: null, outputs: [], source })),
  };
  writeFileSync(`${work}${name}`, JSON.stringify(notebook));
}

/**
 * Opens a notebook in JupyterLab.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} address
 * @param {string} name
 */
export async function openNotebook(page, address, name) {
  await page.goto(`${address}/lab/tree/${name}?reset`);
  await page.waitForFunction(`(() => { const panel = window.jupyterapp?.shell?.currentWidget; return panel?.content?.model != null && panel?.sessionContext?.session?.kernel?.status === 'idle'; })()`);
}

/**
 * Runs one cell and returns its outputs when it has ended; an error of the cell is thrown.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} index
 * @returns {Promise<string>}
 */
export async function runCell(page, index) {
  const outputs = await page.evaluate(`(async () => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = ${index};
    await window.jupyterapp.commands.execute('notebook:run-cell');
    return content.widgets[${index}].model.toJSON().outputs ?? [];
  })()`);
  const failed = /** @type {any[]} */ (outputs).find((output) => output.output_type === 'error');
  if (failed !== undefined) throw new Error(`Cell ${index}: ${failed.traceback.join('\n').replaceAll(/\u001b\[[\d;]*m/g, '')}`);
  return /** @type {any[]} */ (outputs).map((output) => [output.text ?? '', output.data?.['text/plain'] ?? ''].flat().join('')).join('');
}
