import { readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { defineConfig, mergeConfig, type Plugin, type UserConfig } from 'vite';

import page from '../vite.config.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const NAME = 'vanishing-point-offline.html';

/** The page in one file, for where there is no network: it opens from a disk. */
const offline: UserConfig = mergeConfig(
  page,
  defineConfig({
    // Modules and workers from files are refused by some engines, so all code stands in the page, and workers are classic.
    worker: { format: 'iife' },
    define: { __ONE_FILE__: 'true' },
    plugins: [ownFiles(), gzipped(), intoTheHtml()],
    publicDir: false,
    build: {
      outDir: at('../../target/offline'),
      emptyOutDir: true,
      assetsInlineLimit: 100_000_000,
      cssCodeSplit: false,
      modulePreload: false,
      sourcemap: false,
      reportCompressedSize: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  }),
);
// The data sets are part of the page, not files beside it, and nobody posts a link to a file on a disk.
const LEFT_OUT = ['ship-data', 'tag-links'];
offline.plugins = offline.plugins?.filter((plugin) => !(plugin !== null && typeof plugin === 'object' && 'name' in plugin && LEFT_OUT.includes(plugin.name))) ?? [];
// Merging would keep the other pages of the site.
if (offline.build?.rolldownOptions !== undefined) offline.build.rolldownOptions.input = at('../index.html');

export default offline;

/** Puts the offline way to the engine's files in the place of the usual one. */
export function ownFiles(): Plugin {
  return {
    name: 'own-files',
    enforce: 'pre',
    resolveId: (source, importer) => (source === './files' && /\/engine\/[a-z-]+\.ts$/.test(importer ?? '') ? at('files.ts') : null),
  };
}

/** `import text from './file?gzip'`: its bytes, gzip in Base64. */
export function gzipped(): Plugin {
  const suffix = '?gzip';
  return {
    name: 'gzipped',
    enforce: 'pre',
    resolveId: (source, importer) => (source.endsWith(suffix) && importer !== undefined ? `\0${resolve(dirname(importer), source)}` : null),
    load: (id) => (id.startsWith('\0') && id.endsWith(suffix) ? `export default '${gzipSync(readFileSync(id.slice(1, -suffix.length)), { level: 9 }).toString('base64')}';` : null),
  };
}

/** Scripts, style sheets and the icon move into the HTML. */
function intoTheHtml(): Plugin {
  return {
    name: 'into-the-html',
    enforce: 'post',
    generateBundle(_, bundle) {
      const html = Object.values(bundle).find((file) => file.fileName.endsWith('index.html'));
      if (html?.type !== 'asset') throw new Error('The offline page has no HTML.');
      let text = String(html.source);
      for (const file of Object.values(bundle)) {
        if (file === html) continue;
        // Nothing is preloaded where everything is there.
        const content = file.type === 'chunk' ? file.code.replaceAll('__VITE_PRELOAD__', 'void 0') : String(file.source);
        const tag = new RegExp(`<(script|link)[^>]*(src|href)="[^"]*${file.fileName.replaceAll('.', '\\.')}"[^>]*>(</script>)?`);
        if (!tag.test(text)) throw new Error(`The offline page does not mention ${file.fileName}.`);
        // Functions, because a replacement string would read the dollar signs of the code.
        text = text.replace(tag, () => (file.type === 'chunk' ? `<script type="module">${content.replaceAll('</script', '<\\/script')}</script>` : `<style>${content}</style>`));
        Reflect.deleteProperty(bundle, file.fileName);
      }
      const icon = encodeURIComponent(readFileSync(at('../public/glyph.svg'), 'utf8'));
      html.source = text.replace('./glyph.svg', () => `data:image/svg+xml,${icon}`);
    },
    async closeBundle() {
      await rename(at('../../target/offline/index.html'), at(`../../dist/${NAME}`));
    },
  };
}
