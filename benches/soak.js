/**
 * What a long day does to the page: many updates, workers that die, storage and networks that fail.
 *
 *     node benches/soak.js [updates=100000] [hours=2] [kills=100] [only=updates|kills|circumstances] [link=HASH]
 *
 * Of what `cargo xtask build` has made, in Chromium. Prints what it finds and writes it to target/soak/.
 */

import { mkdir, writeFile } from 'node:fs/promises';

import { open } from './soak/browser.js';
import { circumstances } from './soak/circumstances.js';
import { kills } from './soak/kills.js';
import { updates } from './soak/updates.js';

const asked = Object.fromEntries(process.argv.slice(2).map((word) => word.split(/=(.*)/s)));
const parts = {
  updates: () => updates({ updates: Number(asked.updates ?? 100_000), hours: Number(asked.hours ?? 2), link: asked.link ?? '' }),
  kills: () => kills(Number(asked.kills ?? 100)),
  circumstances,
};

await mkdir('target/soak', { recursive: true });
for (const [name, part] of Object.entries(parts)) {
  if (asked.only !== undefined && asked.only !== name) continue;
  const found = await part();
  console.log(JSON.stringify(found, null, 2));
  await writeFile(`target/soak/${name}.json`, JSON.stringify({ date: new Date().toISOString().slice(0, 10), command: process.argv.slice(1).join(' ').replace(/^.*(?=benches)/, 'node '), browser: await open.version(), ...found }, null, 2) + '\n');
}
