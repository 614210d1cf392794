/** What www/ asks of a bundler beyond JavaScript, for the builds that Vite does not make. */

import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { transform } from 'lightningcss';

/** @typedef {import('rolldown').Plugin} Plugin */

const www = fileURLToPath(new URL('..', import.meta.url));

/**
 * The name under which a module of the core is published.
 *
 * @param {string} file
 */
export const publishedName = (file) => basename(file).replace('_bg.wasm', '.wasm').replaceAll('_', '-');

/** The text of a style sheet, minified. @param {string} file */
export function minifiedCss(file) {
  return transform({ filename: file, code: readFileSync(file), minify: true }).code.toString();
}

/**
 * `import text from './file.css?inline'`.
 *
 * @returns {Plugin}
 */
export function inlineCss() {
  return virtual('inline-css', '.css?inline', (file) => `export default ${JSON.stringify(minifiedCss(file))};`);
}

/**
 * `import url from './module.wasm?url'`, `import url from './worker.ts?worker&url'`: addresses beside the script. Calls
 * back for every module that is used.
 *
 * @param {(file: string) => void} used
 * @returns {Plugin[]}
 */
export function filesBeside(used) {
  return [
    virtual('wasm-beside', '.wasm?url', (file) => {
      used(file);
      return addressBeside(publishedName(file));
    }),
    virtual('worker-beside', '/worker.ts?worker&url', () => addressBeside('vanishing-point-worker.js')),
  ];
}

/**
 * Bundlers know the expression in it. Null where the script has no address that another one can be relative to.
 *
 * @param {string} name
 */
function addressBeside(name) {
  return `let url = null; try { url = new URL('./${name}', import.meta.url); } catch {} export default url;`;
}

/**
 * `import url from './module.wasm?url'`: the bytes themselves.
 *
 * @returns {Plugin}
 */
export function wasmInside() {
  return virtual('wasm-inside', '.wasm?url', (file) => `export default Uint8Array.from(atob('${readFileSync(file, 'base64')}'), (character) => character.charCodeAt(0));`);
}

/**
 * @param {string} name
 * @param {string} suffix
 * @param {(file: string) => string} load
 * @returns {Plugin}
 */
function virtual(name, suffix, load) {
  return {
    name,
    resolveId(source, importer) {
      if (!source.endsWith(suffix) || importer === undefined) return null;
      return `\0${resolve(dirname(importer), source)}`;
    },
    load(id) {
      return id.startsWith('\0') && id.endsWith(suffix) ? load(id.slice(1, id.lastIndexOf('?'))) : null;
    },
  };
}

/**
 * Puts one module in another's place.
 *
 * @param {string} module path under www/
 * @param {string} file
 * @returns {Plugin}
 */
export function replace(module, file) {
  const target = resolve(www, module);
  return {
    name: 'replace',
    resolveId: {
      order: 'pre',
      async handler(source, importer, options) {
        if (importer === undefined || importer === file) return null;
        const found = await this.resolve(source, importer, { ...options, skipSelf: true });
        return found?.id === target ? file : null;
      },
    },
  };
}
