import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

import { firstPicture } from './docs/first-picture.ts';
import { linkTags, type LinkedPage } from './docs/link-tags.ts';
import { linkTexts as english } from './i18n/en/link.ts';
import { posterTexts as englishPoster } from './i18n/en/poster.ts';
import { linkTexts as chinese } from './i18n/zh/link.ts';
import { posterTexts as chinesePoster } from './i18n/zh/poster.ts';
import { dataFiles } from './package/data-files.js';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Lets the browser fetch the core and the playground beside the script that asks for them, not after it. */
function preloadPlayground(): Plugin {
  return {
    name: 'preload-playground',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {}, filename }) {
        // A frame far down a post fetches nothing before it is near.
        if (!filename.endsWith('/index.html')) return [];
        const link = (href: string, attrs: Record<string, string | boolean>) => ({ tag: 'link', attrs: { ...attrs, href: `./${href}`, crossorigin: true }, injectTo: 'head' as const });
        const core = Object.keys(bundle).filter((file) => /vanishing_point_bg\b.*\.wasm$/.test(file));
        const playground = Object.values(bundle).find((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/playground/playground.ts') === true);
        const scripts = playground?.type === 'chunk' ? [playground.fileName, ...playground.imports] : [];
        return [
          ...scripts.filter((file) => !_html.includes(file)).map((file) => link(file, { rel: 'modulepreload' })),
          ...core.map((file) => link(file, { rel: 'preload', as: 'fetch', type: 'application/wasm' })),
        ];
      },
    },
  };
}

/** Writes into each page what a link to it shows; VANISHING_POINT_ADDRESS, which xtask sets, says where the pages will stand. */
function tagLinks(): Plugin {
  return {
    name: 'tag-links',
    transformIndexHtml(_html, { filename }) {
      const page = /(\w+)\.html$/.exec(filename)?.[1] ?? '';
      // The tests build pages of their own with this configuration.
      if (!Object.hasOwn(english.pages, page)) return [];
      return linkTags(page as LinkedPage, [english, chinese], process.env.VANISHING_POINT_ADDRESS ?? null).map((attrs) => ({ tag: 'meta', attrs, injectTo: 'head' as const }));
    },
  };
}

/** Draws the still picture into the playground's HTML. */
function drawFirstPicture(): Plugin {
  return {
    name: 'draw-first-picture',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace('<!-- first picture -->', () => firstPicture([{ tag: 'en', ...englishPoster }, { tag: 'zh-Hans', ...chinesePoster }])),
    },
  };
}

/** Puts the data sets that ship with tasks beside the scripts, where engine/files.ts looks for them. */
function shipData(): Plugin {
  return {
    name: 'ship-data',
    apply: 'build',
    generateBundle() {
      for (const { name, path } of dataFiles()) this.emitFile({ type: 'asset', fileName: `assets/data/${name}`, source: readFileSync(path) });
    },
  };
}

/**
 * What loads together is one file, because many small ones compress worse: what the gallery has too, what an element
 * needs to wait, and what its first picture needs.
 */
const FILES = [
  { name: 'basis', test: /(store\/validate|views\/(dom|svg)|i18n\/languages|i18n\/\w+\/(language|poster|cells))\.ts$/, priority: 4 },
  { name: 'drawing', test: /(views\/(icons|key|format|hero-axis|theme|reference)|share\/describe)\.ts$/, priority: 3 },
  { name: 'element', test: /element\/(vanishing-point|register)\.ts$/, priority: 2 },
  { name: 'stage', test: /element\/session\.ts$/, priority: 1 },
];

export default defineConfig({
  root,
  define: { __ONE_FILE__: 'false' },
  plugins: [preloadPlayground(), tagLinks(), drawFirstPicture(), shipData()],
  // Relative addresses: the same files work at a domain's root, under any sub-path, and beside a blog post.
  base: './',
  worker: { format: 'es' },
  // A busy machine is no fault: a test that hangs is ended all the same.
  test: { include: ['**/*.test.ts'], passWithNoTests: true, testTimeout: 60_000, hookTimeout: 60_000 },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    // All three engines of the tests know module preloading by themselves, and the polyfill is one more script.
    modulePreload: {
      polyfill: false,
      // What loads on demand is small and shallow; Firefox reports an error when a module that is there is preloaded.
      resolveDependencies: (_name, needed, { hostType }) => (hostType === 'js' ? needed.filter((file) => file.endsWith('.css')) : needed),
    },
    target: 'es2023',
    // A file turned into a data: URL would need a wider content security policy than the page has.
    assetsInlineLimit: 0,
    sourcemap: true,
    rolldownOptions: {
      input: { index: `${root}index.html`, embed: `${root}embed.html`, scenes: `${root}scenes.html`, lessons: `${root}lessons.html` },
      // What an element loads late, this page has from the start.
      checks: { ineffectiveDynamicImport: false },
      output: { codeSplitting: { groups: FILES } },
    },
  },
});
