/** A small image at each step: as a tile in its column, or, where columns are narrow, at every so many steps. */

import type { RunDescription } from '../../generated/types';
import { colourMap, gatePixel } from '../colormap';
import type { Scheme } from '../colormap';
import type { InputView } from './input';

/** The side of a tile at least and at most, in CSS pixels. */
const LEAST = 22;
const MOST = 48;

export interface Tile {
  values: readonly number[];
  width: number;
  height: number;
}

/** The image that a step (from 0) reads; null where inputs are no images. */
export function tileAt({ input, probe }: RunDescription, step: number): Tile | null {
  const values = probe.values?.[step];
  return input.type === 'image' && values !== undefined ? { values, width: input.width, height: input.height } : null;
}

/** The square image that a sequence reads pixel by pixel; null where it reads something else. */
export function pictureOf({ input, probe, steps }: RunDescription): Tile | null {
  const side = Math.sqrt(steps);
  if (input.type !== 'channels' || input.channels.length !== 1 || input.channels[0]!.name !== 'pixel' || !Number.isInteger(side)) return null;
  return { values: (probe.values ?? []).map(([shade = 0]) => shade), width: side, height: side };
}

/** Whether a sequence is a film or a picture that is read bit by bit. */
export const hasFilm = (run: RunDescription): boolean => run.input.type === 'image' || pictureOf(run) !== null;

/** What a model has before it at a step (from 0): the image of the step, or the pixels read so far. */
export function filmAt(run: RunDescription, step: number): Tile | null {
  const picture = pictureOf(run);
  return picture === null ? tileAt(run, step) : { ...picture, values: picture.values.map((shade, pixel) => (pixel <= step ? shade : 0)) };
}

export const images: InputView = {
  height: (run, _theme, column) => {
    const ratio = run.input.type === 'image' ? run.input.height / run.input.width : 1;
    return Math.ceil(Math.max(LEAST, Math.min(MOST, column - 2)) * ratio) + 2;
  },

  draw(canvas, { run, scale, theme, height }) {
    const first = tileAt(run, 0);
    if (first === null) return;
    const width = ((height - 2) * first.width) / first.height;
    // Where tiles would lie on each other, only so many are shown.
    const apart = Math.max(1, Math.ceil(((width + 2) * scale.merged) / scale.column));
    for (let step = 0; step < run.steps; step += apart) {
      const tile = tileAt(run, step);
      const x = apart === 1 ? scale.x(step) - width / 2 : scale.left(step);
      if (tile !== null && x + width <= scale.width + 1) drawTile(canvas, tile, { x, y: 1, width, scheme: theme.scheme, frame: theme.hairline });
    }
  },
};

/** Draws an image of shades between 0 and 1 in whole squares, in a frame. */
export function drawTile(canvas: CanvasRenderingContext2D, { values, width, height }: Tile, place: { x: number; y: number; width: number; scheme: Scheme; frame: string }): void {
  const table = colourMap('gate', place.scheme);
  const size = place.width / width;
  values.forEach((shade, index) => {
    const [row, column] = [Math.floor(index / width), index % width];
    const pixel = gatePixel(table, shade);
    canvas.fillStyle = `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
    // Drawn a hair too large, so that nothing shines through between two of them.
    canvas.fillRect(place.x + column * size, place.y + row * size, size + 0.3, size + 0.3);
  });
  canvas.strokeStyle = place.frame;
  canvas.lineWidth = 1;
  canvas.strokeRect(place.x - 0.5, place.y - 0.5, place.width + 1, size * height + 1);
}
