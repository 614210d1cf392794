/** What the still picture shows, measured on the core: the gradient's norm at every step of the default scene. */

import { Lane, scene } from './core.js';

/** The page's own first picture: nothing has been trained yet. */
const UPDATE = 0;

/** log10 of the gradient's norm of what carries each cell's memory, relative to the last step, in hundredths; one line a cell. */
export function measurePoster() {
  const lines = scene.cells.map((cell) => {
    const lane = new Lane(scene, cell);
    lane.train(UPDATE);
    const layer = lane.trace().layers.at(-1);
    const norms = /** @type {number[]} */ (lane.describe().spec.memory === 'c' ? layer?.log10GradCell : layer?.log10GradHidden);
    const last = /** @type {number} */ (norms.at(-1));
    return [cell, norms.map((norm) => Math.round((norm - last) * 100) / 100 + 0)];
  });
  return { update: UPDATE, steps: scene.length, log10Relative: Object.fromEntries(lines) };
}
