/**
 * Packs the Python package as a wheel into dist-python/: the sources beside this file, the script that the bundler made,
 * the engine's table of parameters. A wheel is a zip file with a list of its contents, so no Python is needed to make one.
 *
 *     node python/build.js
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { zipSync } from 'fflate';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = `${root}/dist-python`;
const read = (/** @type {string} */ path) => readFileSync(`${root}/${path}`);

const version = /^version = "(.+)"$/m.exec(read('Cargo.toml').toString())?.[1] ?? '';
const info = `vanishing_point-${version}.dist-info`;

/** @type {Record<string, Buffer>} */
const files = {};
for (const name of readdirSync(`${root}/python/vanishing_point`).sort()) {
  if (/\.(py|typed)$/.test(name)) files[`vanishing_point/${name}`] = read(`python/vanishing_point/${name}`);
}
files['vanishing_point/_version.py'] = Buffer.from(`"""Written by the build."""\n\n__version__ = "${version}"\n`);
files['vanishing_point/parameters.json'] = read('www/generated/parameters.json');
files['vanishing_point/widget.js'] = read('target/notebook/script/widget.js');
files['vanishing_point/loader.js'] = Buffer.from(read('www/notebook/loader.js').toString().replace('__VERSION__', version));

files[`${info}/METADATA`] = Buffer.concat([Buffer.from(`Metadata-Version: 2.4
Name: vanishing-point
Version: ${version}
Summary: Watch gradients vanish: tiny RNNs, LSTMs and GRUs that train live in a notebook, and the gradient flow of your own
License-Expression: MIT OR Apache-2.0
License-File: LICENSE-MIT
License-File: LICENSE-APACHE
Requires-Python: >=3.10
Requires-Dist: anywidget>=0.9
Requires-Dist: numpy
Requires-Dist: pandas
Classifier: Framework :: Jupyter
Classifier: Programming Language :: Python :: 3
Description-Content-Type: text/markdown

`), read('python/README.md')]);
files[`${info}/WHEEL`] = Buffer.from('Wheel-Version: 1.0\nGenerator: vanishing-point\nRoot-Is-Purelib: true\nTag: py3-none-any\n');
for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) files[`${info}/licenses/${name}`] = read(name);
const digest = (/** @type {Buffer} */ bytes) => createHash('sha256').update(bytes).digest('base64url');
const record = Object.entries(files).map(([name, bytes]) => `${name},sha256=${digest(bytes)},${bytes.length}\n`);
files[`${info}/RECORD`] = Buffer.from(`${record.join('')}${info}/RECORD,,\n`);

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
// A fixed time, written as no time zone changes it, makes the same bytes of the same files.
writeFileSync(`${out}/vanishing_point-${version}-py3-none-any.whl`, zipSync(files, { level: 9, mtime: new Date(2000, 0, 1) }));
