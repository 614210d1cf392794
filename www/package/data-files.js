/** The data sets that ship with tasks, as the core's table names them. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Their names below the folder `data`, and where they lie.
 *
 * @returns {{ name: string, path: string }[]}
 */
export function dataFiles() {
  /** @type {{ data: { choices: { file: string }[] } | null }[]} */
  const tasks = JSON.parse(readFileSync(new URL('../generated/tasks.json', import.meta.url), 'utf8'));
  const names = tasks.flatMap(({ data }) => data?.choices.map(({ file }) => file) ?? []);
  return [...new Set(names)].map((name) => ({ name, path: fileURLToPath(new URL(`../../data/${name}`, import.meta.url)) }));
}
