import { fileURLToPath } from 'node:url';

import { defineConfig, mergeConfig } from 'vite';

import page from '../../../www/vite.config.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The engine by itself, built as the page is built, so that tests can call it. */
export default mergeConfig(
  page,
  defineConfig({ root, build: { outDir: '../output/harness', rolldownOptions: { input: `${root}engine.html` } } }),
);
