import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

import { gzipped, ownFiles } from '../offline/vite.config.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The element for notebooks in one script, with the core, the workers' script and the data sets inside it. */
export default defineConfig({
  root: at('.'),
  define: { __ONE_FILE__: 'true' },
  base: './',
  worker: { format: 'iife' },
  plugins: [ownFiles(), gzipped()],
  publicDir: false,
  build: {
    outDir: at('../../target/notebook/script'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: at('widget.ts'),
      preserveEntrySignatures: 'strict',
      checks: { ineffectiveDynamicImport: false },
      output: { codeSplitting: false, entryFileNames: 'widget.js' },
    },
  },
});
