import { fileURLToPath } from 'node:url';

import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Lets the browser fetch the core beside the script that asks for it, not after it; its inspector only when it is asked. */
function preloadCore(): Plugin {
  return {
    name: 'preload-core',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle, filename }) =>
        // A frame far down a post fetches nothing before it is near; and few ask for the inspector.
        Object.keys(filename.endsWith('/index.html') ? (bundle ?? {}) : {})
          .filter((file) => /vanishing_point_bg\b.*\.wasm$/.test(file))
          .map((file) => ({ tag: 'link', attrs: { rel: 'preload', href: `./${file}`, as: 'fetch', type: 'application/wasm', crossorigin: true }, injectTo: 'head' })),
    },
  };
}

export default defineConfig({
  root,
  plugins: [preloadCore()],
  // Relative addresses: the same files work at a domain's root, under any sub-path, and beside a blog post.
  base: './',
  worker: { format: 'es' },
  test: { include: ['**/*.test.ts'], passWithNoTests: true },
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
      input: { index: `${root}index.html`, embed: `${root}embed.html`, scenes: `${root}scenes.html` },
      // What an element loads late, this page has from the start.
      checks: { ineffectiveDynamicImport: false },
    },
  },
});
