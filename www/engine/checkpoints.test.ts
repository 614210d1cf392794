import { describe, expect, it } from 'vitest';

import { CHECKPOINT_BYTES, Checkpoints, MOST_CHECKPOINTS } from './checkpoints';

/** Trains to an update as a worker does, in steps of at most `slice`. */
function train(checkpoints: Checkpoints, from: number, to: number, bytes: number, slice = 7): void {
  for (let update = from; update < to;) {
    update += Math.min(slice, to - update, checkpoints.until(update));
    if (checkpoints.isDue(update)) checkpoints.add(update, new Uint8Array(bytes));
  }
}

describe('checkpoints', () => {
  it('stay within their bound and are never further apart than a 64th of the run', () => {
    const checkpoints = new Checkpoints();
    for (let update = 0; update < 20_000; update += 500) {
      train(checkpoints, update, update + 500, 40);
      expect(checkpoints.kept.length).toBeLessThanOrEqual(MOST_CHECKPOINTS);
      expect(checkpoints.spacing).toBeLessThanOrEqual(Math.max(1, (update + 500) / 64));
      for (let target = 1; target <= update + 500; target += 97) {
        const from = checkpoints.before(target)?.update ?? 0;
        expect(target - from).toBeGreaterThanOrEqual(0);
        expect(target - from).toBeLessThan(checkpoints.spacing);
      }
    }
  });

  it('of large models are fewer, so that their bytes stay within the bound', () => {
    const checkpoints = new Checkpoints();
    train(checkpoints, 0, 300, CHECKPOINT_BYTES / 10);
    expect(checkpoints.bytes).toBeLessThanOrEqual(CHECKPOINT_BYTES);
    expect(checkpoints.kept.length).toBeGreaterThan(4);
  });

  it('of a model larger than the bound are two at most', () => {
    const checkpoints = new Checkpoints();
    train(checkpoints, 0, 40, CHECKPOINT_BYTES + 1);
    expect(checkpoints.kept.length).toBeLessThanOrEqual(2);
    expect(checkpoints.kept.length).toBeGreaterThan(0);
  });

  it('after a rewind are gone, and come again', () => {
    const checkpoints = new Checkpoints();
    train(checkpoints, 0, 1000, 40);
    checkpoints.cut(500);
    expect(checkpoints.kept.at(-1)!.update).toBeLessThanOrEqual(500);
    train(checkpoints, 500, 1000, 40);
    expect(1000 - checkpoints.before(1000)!.update).toBeLessThan(checkpoints.spacing);
  });
});
