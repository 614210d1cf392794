/** T × T: how far every step (down) reads every step before it (across), the mean over the heads of a layer. */

import type { LaneFrame } from '../engine/frame';
import { attentionOf, meanAttention } from './attention-row';
import { colourMap, gatePixel, type Scheme } from './colormap';
import { h } from './dom';
import { putPixels } from './pixels';

/** Nothing where the frame holds the last step's attention alone. */
export function attentionMap(lane: LaneFrame, layer: number, scheme: Scheme, title: string): HTMLElement[] {
  const { steps } = lane.run;
  const rows = Array.from({ length: steps }, (_, step) => attentionOf(lane, layer, step));
  if (rows.includes(null)) return [];
  const image = new ImageData(steps, steps);
  const pixels = new Uint32Array(image.data.buffer);
  const table = colourMap('gate', scheme);
  rows.forEach((heads, step) => {
    // By the square root, as in the row of the lane.
    meanAttention(heads!).subarray(0, step + 1).forEach((p, read) => (pixels[step * steps + read] = gatePixel(table, Math.sqrt(p))));
  });
  const canvas = h('canvas', { role: 'img', 'aria-label': title, width: steps, height: steps, class: 'attention-map' });
  putPixels(canvas, image);
  return [canvas];
}
