/**
 * Builds the npm package into dist-npm/, and into dist/ the same element as one file for a script tag, module or classic.
 *
 *     node www/package/build.js
 */

import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

import { dataFiles } from './data-files.js';
import { customElementsManifest, jsxTypes, vueTypes } from './describe-element.js';
import { filesBeside, inlineCss, publishedName, replace } from './plugins.js';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const root = at('../..');
const out = `${root}/dist-npm`;
const site = `${root}/dist`;

/** @type {Set<string>} */
const modules = new Set();
const beside = () => [inlineCss(), ...filesBeside((file) => modules.add(file))];
/**
 * What loads together is one file, for more of them compress worse: a script that waits for its element to come near, and
 * what the scripts have in common that are loaded on demand. None of these is imported by another one: where Firefox once
 * failed to fetch a script, whatever imports it fails, too (engine/part.ts).
 */
const STAGES = [
  { name: 'element', test: /element\/(vanishing-point|register)\.ts$/, priority: 2 },
  { name: 'views', test: /(views\/(format|dom|svg|lane|colormap|pixels|statistics|chart-table|stage-tables)|views\/cells\/looks?|story\/(parts|share)|element\/style-sheets|i18n\/en\/failures)\.ts$/, priority: 1 },
];
/** @type {import('rolldown').OutputOptions} */
const output = { dir: out, format: 'es', minify: true, chunkFileNames: 'chunks/[name]-[hash].js', sourcemap: false };

/**
 * @param {import('rolldown').InputOptions} input
 * @param {import('rolldown').OutputOptions} options
 */
async function bundle(input, options) {
  const build = await rolldown({ logLevel: 'silent', checks: { ineffectiveDynamicImport: false }, ...input });
  await build.write({ ...output, ...options });
  await build.close();
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
mkdirSync(site, { recursive: true });

const entries = { index: at('index.ts'), element: at('element.ts'), engine: at('engine.ts') };
// Chunks lie beside the entries: addresses relative to a script then mean the same in all of them.
await bundle(
  { input: { index: entries.index, element: entries.element }, plugins: beside() },
  { chunkFileNames: 'chunk-[name]-[hash].js', codeSplitting: { groups: STAGES } },
);
// Apart, so that the element's files need not be cut where the trainer ends.
await bundle({ input: { engine: entries.engine }, plugins: beside() }, { codeSplitting: false });
await bundle({ input: { 'vanishing-point-worker': at('../engine/worker.ts') }, plugins: beside() }, { codeSplitting: false });
await bundle({ input: { 'vanishing-point': at('index.ts') }, plugins: beside() }, { codeSplitting: false });
// The same for a script tag without `type="module"`, which knows its own address only while it is first run; an inline
// script, or one made by `new Function`, has none.
await bundle(
  { input: { 'vanishing-point.classic': at('index.ts') }, plugins: beside(), transform: { define: { 'import.meta.url': 'vanishingPointScript' } } },
  { codeSplitting: false, format: 'iife', exports: 'named', intro: 'const vanishingPointScript = globalThis.document?.currentScript?.src || undefined;' },
);
await bundle({
  input: { 'engine.node': at('engine.ts') },
  platform: 'node',
  plugins: [replace('engine/files.ts', at('files.node.js')), ...beside()],
}, { codeSplitting: false });
await bundle({ input: entries, plugins: [...beside(), dts({ emitDtsOnly: true, tsconfig: `${root}/tsconfig.json` })] }, { chunkFileNames: 'types-[name]-[hash].js' });

copyFileSync(at('worker.node.js'), `${out}/vanishing-point-worker.node.js`);
for (const file of modules) copyFileSync(file, `${out}/${publishedName(file)}`);
for (const { name, path } of dataFiles()) {
  for (const folder of [out, site]) cpSync(path, `${folder}/data/${name}`);
}
for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(`${root}/${name}`, `${out}/${name}`);
copyFileSync(at('README.md'), `${out}/README.md`);
writeFileSync(`${out}/custom-elements.json`, `${JSON.stringify(customElementsManifest(), null, 2)}\n`);
writeFileSync(`${out}/jsx.d.ts`, jsxTypes());
writeFileSync(`${out}/vue.d.ts`, vueTypes());
const version = /^version = "(.+)"$/m.exec(readFileSync(`${root}/Cargo.toml`, 'utf8'))?.[1];
writeFileSync(`${out}/package.json`, `${JSON.stringify({ ...JSON.parse(readFileSync(at('manifest.json'), 'utf8')), version }, null, 2)}\n`);

for (const name of ['vanishing-point.js', 'vanishing-point.classic.js', 'vanishing-point-worker.js', ...[...modules].map(publishedName)]) copyFileSync(`${out}/${name}`, `${site}/${name}`);
