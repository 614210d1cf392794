/** Canvases that have their size in CSS pixels, and other pens than the screen. */

/** Gives a canvas a size in CSS pixels and returns a context that draws in them. */
export type Pen = (canvas: HTMLCanvasElement, width: number, height: number) => CanvasRenderingContext2D;

let pen: Pen = (canvas, width, height) => sizeCanvas(canvas, width, height, globalThis.devicePixelRatio || 1);

/** Sets the size of a canvas in CSS pixels, which all views use before they draw. */
export function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  return pen(canvas, width, height);
}

/** Lets everything that `draw` draws be drawn with another pen: for pictures, finer or taken down as vectors. */
export function withPen<Result>(other: Pen, draw: () => Result): Result {
  const former = pen;
  pen = other;
  try {
    return draw();
  } finally {
    pen = former;
  }
}

/**
 * Gives a canvas its size in CSS pixels and a backing store of `ratio` pixels to each of them, and returns its
 * context, scaled so that drawing is in CSS pixels.
 */
export function sizeCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): CanvasRenderingContext2D {
  const pixelWidth = Math.max(1, Math.round(width * ratio));
  const pixelHeight = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
    canvas.width = pixelWidth;
    canvas.height = pixelHeight;
    canvas.style.setProperty('width', `${width}px`);
    canvas.style.setProperty('height', `${height}px`);
  }
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no 2D canvas.');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
