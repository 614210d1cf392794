import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root,
  // Relative addresses: the same files work at a domain's root, under any sub-path, and beside a blog post.
  base: './',
  worker: { format: 'es' },
  test: { include: ['**/*.test.ts'], passWithNoTests: true },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    // All three engines of the tests know module preloading by themselves, and the polyfill is one more script.
    modulePreload: { polyfill: false },
    target: 'es2023',
    // A file turned into a data: URL would need a wider content security policy than the page has.
    assetsInlineLimit: 0,
    sourcemap: true,
    rolldownOptions: {
      input: { index: `${root}index.html`, embed: `${root}embed.html` },
      // What an element loads late, this page has from the start.
      checks: { ineffectiveDynamicImport: false },
    },
  },
});
