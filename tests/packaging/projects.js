/** Throwaway projects with the packed package in them. */

import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

const npm = (/** @type {string} */ cwd, /** @type {string[]} */ ...args) => execute(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd });

/**
 * Packs the package, and gives what makes projects that depend on it.
 *
 * @param {string} name of the folder that they lie in
 */
export async function projects(name) {
  const work = `${root}target/${name}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  await npm(`${root}dist-npm`, 'pack', '--pack-destination', work);
  const tarball = `${work}/${readdirSync(work).find((file) => file.endsWith('.tgz'))}`;
  const installed = new Set();
  /**
   * Writes a project, installs its packages, and gives its folder. Written again, it has the packages that it had.
   *
   * @param {string} project @param {Record<string, string>} dependencies @param {Record<string, string>} files
   */
  return async (project, dependencies, files) => {
    const folder = `${work}/${project.replaceAll(' ', '-')}`;
    const all = { 'package.json': JSON.stringify({ private: true, type: 'module', dependencies: { ...dependencies, 'vanishing-point': `file:${tarball}` } }), ...files };
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(dirname(`${folder}/${file}`), { recursive: true });
      writeFileSync(`${folder}/${file}`, text);
    }
    if (!installed.has(folder)) await npm(folder, 'install');
    installed.add(folder);
    return folder;
  };
}
