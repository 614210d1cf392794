/** What the still picture shows, measured on the core: the gradient's norm at every step of the default scene. */

import { Lane, scene } from './core.js';

/** Training has begun to tell the cells apart, and none of them has learned the task. */
const UPDATE = 20;

/** log10 ‖∂L/∂h_t‖ relative to the last step, one line a cell, in hundredths. */
export function measurePoster() {
  const lines = scene.cells.map((cell) => {
    const lane = new Lane(scene, cell);
    lane.train(UPDATE);
    const norms = /** @type {number[]} */ (lane.trace().layers.at(-1)?.log10GradHidden);
    const last = /** @type {number} */ (norms.at(-1));
    return [cell, norms.map((norm) => Math.round((norm - last) * 100) / 100)];
  });
  return { update: UPDATE, steps: scene.length, log10Relative: Object.fromEntries(lines) };
}
