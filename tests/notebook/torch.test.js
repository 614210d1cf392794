/** `inspect` in a real JupyterLab on modules that PyTorch makes and differentiates in the same kernel: `cargo xtask test --torch`. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { jupyterLab, openNotebook, runCell, writeNotebook } from './jupyter.js';

describe('inspect, beside PyTorch', () => {
  const jupyter = jupyterLab();

  test('loss and gradients of one sequence and of the batch are autograd’s, with masks, lengths, embeddings and 400 steps', async () => {
    // What the notebook has of its own stays first.
    writeNotebook('torch.ipynb', [`import os, sys
sys.path.insert(0, "../../../tests/notebook")
sys.path.append(os.environ["VANISHING_POINT_TORCH"])
from inspected import compare_live
seed, found = compare_live()
print(f"seed {seed}, {len(found)} modules, worst {max(found.values()):.1e} ({max(found, key=found.get)})")
assert max(found.values()) < 1e-9, found`]);
    const page = await jupyter.newPage();
    try {
      await openNotebook(page, jupyter.address, 'torch.ipynb');
      const said = await runCell(page, 0);
      assert.match(said, /seed \d+, 20 modules, worst/);
      console.log(said.trim());
    } finally {
      await page.close();
    }
  });
});
