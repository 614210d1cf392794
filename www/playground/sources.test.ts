import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TASKS } from '../store/parameters';
import { taskOf } from '../engine/tasks';
import { SOURCES } from './sources';

const files = TASKS.flatMap((task) => taskOf(task).data?.choices.map(({ file }) => file) ?? []);
const path = (file: string) => new URL(`../../data/${file}`, import.meta.url);

test('every data set that ships has its source in view, and no other has', () => {
  expect(Object.keys(SOURCES).sort()).toEqual([...new Set(files)].sort());
  for (const file of files) expect(existsSync(path(file)), file).toBe(true);
});

/** What a safetensors file says of itself. */
function metadata(file: string): Record<string, string> {
  const bytes = readFileSync(path(file));
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString()) as { __metadata__: Record<string, string> };
  return header.__metadata__;
}

test.each(files.filter((file) => file.endsWith('.safetensors')))('what the page says of %s is what the file says', (file) => {
  const { name, address, licence } = SOURCES[file]!;
  const said = metadata(file);
  // A series names what it measures, not itself.
  if (said.name !== undefined && !file.startsWith('series/')) expect(name).toBe(said.name);
  if (address !== null) expect(said.source).toContain(address);
  if (licence === null) expect(said.licence).toMatch(/^none stated/);
  else expect(said.licence).toBe(licence);
});
