/** A drawn digit as the data set has its images: a bitmap of 32 × 32, of which each 4 × 4 is counted. */

export type Point = readonly [x: number, y: number];
/** Lines through points, in any unit, y downwards. */
export type Strokes = readonly (readonly Point[])[];

/** Pixels of the bitmap, of an image, and of what is counted together. */
const BITMAP = 32;
export const SIDE = 8;
const BLOCK = BITMAP / SIDE;
/** Half the width of a line, and what stays free around the digit, in pixels of the bitmap. */
const PEN = 1.9;

/** 64 shades from 0 to 16; null where nothing is drawn. The digit is as high as the image, as those of the set are. */
export function shadesOf(strokes: Strokes): number[] | null {
  const points = strokes.flat();
  if (points.length === 0) return null;
  const [left, right] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const [top, bottom] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
  const room = BITMAP - 2 * PEN;
  const scale = room / Math.max(bottom - top, right - left, Number.EPSILON);
  const place = ([x, y]: Point): Point => [BITMAP / 2 + (x - (left + right) / 2) * scale, BITMAP / 2 + (y - (top + bottom) / 2) * scale];
  const lines = strokes.map((stroke) => stroke.map(place));
  const shades = new Array<number>(SIDE * SIDE).fill(0);
  for (let row = 0; row < BITMAP; row++) {
    for (let column = 0; column < BITMAP; column++) {
      if (isInk([column + 0.5, row + 0.5], lines)) shades[Math.floor(row / BLOCK) * SIDE + Math.floor(column / BLOCK)]! += 1;
    }
  }
  return shades;
}

const isInk = (at: Point, lines: Strokes): boolean =>
  lines.some((line) => line.some((point, index) => distance(at, line[Math.max(0, index - 1)]!, point) <= PEN));

/** From a point to a line between two others. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
