/** Which step hears which loss: ‖∂L_k/∂h_t‖ for every loss k and step t, and where it has fallen to a thousandth. */

import type { Trace } from '../generated/types';
import { colourMap, gradientPixel, type Scheme } from './colormap';
import { h } from './dom';
import { svg } from './svg';

/** log10 of the share at which a loss counts as no longer heard. */
const FAINT = -3;
/** CSS pixels. */
const HEIGHT = 240;
const TALLEST_ROW = 28;

type Flow = Trace['flow'];

/** The steps at which there is a loss, from 0. */
export function lossSteps(flow: Flow): number[] {
  return flow.flatMap((row, k) => (row.some((value) => value !== null) ? [k] : []));
}

export interface Horizon {
  /** Steps back from the last loss after which less than a thousandth is left. */
  steps: number;
  /** Whether it fell so far at all; if not, `steps` is all there are. */
  falls: boolean;
}

/** How far back the last loss is heard; null where no loss reaches any step. */
export function gradientHorizon(flow: Flow): Horizon | null {
  const k = lossSteps(flow).at(-1);
  if (k === undefined) return null;
  const t = frontier(flow[k]!, k);
  return t === null ? { steps: k, falls: false } : { steps: k - t, falls: true };
}

/** The latest step before k at which less than a thousandth of loss k's gradient at k is left; null when there is none. */
export function frontier(row: readonly (number | null)[], k: number): number | null {
  const own = row[k] ?? null;
  if (own === null) return null;
  for (let t = k - 1; t >= 0; t--) {
    const here = row[t] ?? null;
    if (here === null || here - own < FAINT) return t;
  }
  return null;
}

/** Rows are losses, from the first on top; columns are steps; each row relative to its own step. */
export function flowMatrix(flow: Flow, scheme: Scheme, title: string): HTMLElement {
  const rows = lossSteps(flow);
  const steps = flow.length;
  const canvas = h('canvas', { role: 'img', 'aria-label': title, width: steps, height: Math.max(1, rows.length) });
  const image = new ImageData(steps, Math.max(1, rows.length));
  const pixels = new Uint32Array(image.data.buffer);
  const table = colourMap('gradient', scheme);
  const edges: (number | null)[] = [];
  rows.forEach((k, place) => {
    const row = flow[k]!;
    const own = row[k] ?? 0;
    for (let t = 0; t <= k; t++) pixels[place * steps + t] = gradientPixel(table, (row[t] ?? -Infinity) - own);
    edges.push(frontier(row, k));
  });
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  const height = Math.min(HEIGHT, rows.length * TALLEST_ROW);
  canvas.style.setProperty('height', `${height}px`);
  // The line between what is heard and what is not, row by row.
  let path = '';
  edges.forEach((t, place) => {
    if (t === null) return;
    const joins = place > 0 && edges[place - 1] !== null;
    path += `${joins ? 'L' : 'M'}${t + 1},${place}L${t + 1},${place + 1}`;
  });
  return h('div', { class: 'flow' }, canvas,
    svg('svg', { viewBox: `0 0 ${steps} ${Math.max(1, rows.length)}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('path', { class: 'halo', d: path }), svg('path', { class: 'frontier', d: path })));
}
