/** Pictures of one pixel a number, on canvases. */

const images = new WeakMap<HTMLCanvasElement, ImageData>();

/** Puts an image on a canvas of its size, or as many of its columns as changed. */
export function putPixels(canvas: HTMLCanvasElement, image: ImageData, from = 0, columns = image.width): void {
  images.set(canvas, image);
  canvas.getContext('2d')?.putImageData(image, 0, 0, from, 0, columns, image.height);
}

/** What stands on a canvas, without asking the canvas: browsers that resist fingerprinting answer with noise. */
export function pixelsOf(canvas: HTMLCanvasElement): ImageData | null {
  return images.get(canvas) ?? null;
}
