/**
 * The last step of the build: writes dist/service-worker.js with the list of what the page consists of.
 *
 *     node www/offline/finish.js
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
/** For other pages, or to take away: not part of a visit. */
const LEFT_OUT = [/\.map$/, /^service-worker\.js$/, /^vanishing-point[-.]/, /^data\//, /^preview\.png$/];

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.slice(dist.length).replace(/^\//, '').replaceAll('\\', '/'))
  .filter((file) => !LEFT_OUT.some((pattern) => pattern.test(file)))
  .sort();

const digest = createHash('sha256');
for (const file of files) digest.update(file).update(readFileSync(dist + file));

// The page is asked for by its folder as well as by its name.
const addresses = ['./', ...files.map((file) => `./${file}`)];
const source = readFileSync(new URL('service-worker.js', import.meta.url), 'utf8');
writeFileSync(`${dist}service-worker.js`, source.replace("'__VERSION__'", JSON.stringify(digest.digest('hex').slice(0, 16))).replace("['__FILES__']", JSON.stringify(addresses)));
