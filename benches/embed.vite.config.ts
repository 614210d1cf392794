import { fileURLToPath } from 'node:url';

import { defineConfig, mergeConfig } from 'vite';

import page from '../www/vite.config.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The element and all that it needs, as a page that embeds it loads them: only to be weighed. */
export default mergeConfig(
  page,
  defineConfig({
    build: {
      outDir: at('../target/embed'),
      rolldownOptions: { input: at('../www/element/define.ts'), output: { entryFileNames: 'embed.js' } },
    },
  }),
);
