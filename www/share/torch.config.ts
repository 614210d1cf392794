import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

/** The tests that need PyTorch, for `cargo xtask test --torch`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: { include: ['*.torch-test.ts'] },
});
