/** No import leads back to where it began, types included. */

import { existsSync, statSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The modules of this project that a module imports. */
function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s[^;]*?from '(\.[^']+)'/gm);
  return [...found].flatMap(([, path]) => {
    const target = join(dirname(file), path!);
    return [target, `${target}.ts`, join(target, 'index.ts')].filter((each) => existsSync(each) && statSync(each).isFile());
  });
}

/** A way of imports from a module back to itself. */
function findCycle(files: readonly string[]): string[] | null {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of importsOf(file)) {
      const cycle = visit(next, [...way, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of files) {
    const cycle = visit(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

test('there are no import cycles', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^node_modules|^generated/.test(file))
    .map((file) => join(ROOT, file));
  expect(files.length).toBeGreaterThan(200);
  expect(findCycle(files)?.map((file) => relative(ROOT, file)) ?? null).toBeNull();
});
