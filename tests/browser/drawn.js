/**
 * Makes canvases report the texts that are drawn on them, as `canvas.drawnTexts`, in pixels of their backing store. It
 * runs in the page before its scripts and travels as text, so it stands by itself.
 */
export function reportDrawnTexts() {
  /** @typedef {{ text: string, left: number, top: number, right: number, bottom: number, size: number }} Drawn */
  /** @typedef {HTMLCanvasElement & { drawnTexts?: Drawn[] }} Reporting */

  const context = CanvasRenderingContext2D.prototype;
  const textsOf = (/** @type {Reporting} */ canvas) => (canvas.drawnTexts ??= []);
  /** @param {DOMMatrix} matrix @param {number} left @param {number} top @param {number} right @param {number} bottom */
  const placed = (matrix, left, top, right, bottom) => {
    const corners = [[left, top], [right, bottom], [left, bottom], [right, top]].map(([x, y]) => matrix.transformPoint({ x: /** @type {number} */ (x), y: /** @type {number} */ (y) }));
    const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
    return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  };
  /** What lies under something opaque from now on is gone. @param {CanvasRenderingContext2D} pen @param {number[]} rectangle */
  const cover = (pen, [x, y, width, height]) => {
    const box = placed(pen.getTransform(), /** @type {number} */ (x), /** @type {number} */ (y), /** @type {number} */ (x) + /** @type {number} */ (width), /** @type {number} */ (y) + /** @type {number} */ (height));
    const canvas = /** @type {Reporting} */ (pen.canvas);
    canvas.drawnTexts = textsOf(canvas).filter(({ left, right, top, bottom }) => left < box.left - 2 || right > box.right + 2 || top < box.top - 2 || bottom > box.bottom + 2);
  };

  const { fillText, clearRect, fillRect, drawImage } = context;
  context.fillText = function (text, x, y, most) {
    const { actualBoundingBoxLeft, actualBoundingBoxRight, actualBoundingBoxAscent, actualBoundingBoxDescent } = this.measureText(text);
    const width = actualBoundingBoxLeft + actualBoundingBoxRight;
    const squeezed = most !== undefined && width > most ? most / width : 1;
    const matrix = this.getTransform();
    const size = Number.parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? '0') * Math.hypot(matrix.c, matrix.d);
    const box = placed(matrix, x - actualBoundingBoxLeft * squeezed, y - actualBoundingBoxAscent, x + actualBoundingBoxRight * squeezed, y + actualBoundingBoxDescent);
    textsOf(/** @type {Reporting} */ (this.canvas)).push({ text, ...box, size });
    if (most === undefined) fillText.call(this, text, x, y);
    else fillText.call(this, text, x, y, most);
  };
  context.clearRect = function (...rectangle) {
    cover(this, rectangle);
    clearRect.apply(this, rectangle);
  };
  context.fillRect = function (...rectangle) {
    if (this.globalAlpha === 1 && typeof this.fillStyle === 'string' && this.fillStyle.startsWith('#')) cover(this, rectangle);
    fillRect.apply(this, rectangle);
  };
  context.drawImage = function (/** @type {CanvasImageSource} */ image, /** @type {number[]} */ ...place) {
    if (image instanceof HTMLCanvasElement && place.length === 4) {
      const [x, y, width, height] = /** @type {[number, number, number, number]} */ (place);
      const [across, down] = [width / image.width, height / image.height];
      for (const { text, left, top, right, bottom, size } of textsOf(image)) {
        const matrix = this.getTransform();
        const box = placed(matrix, x + left * across, y + top * down, x + right * across, y + bottom * down);
        textsOf(/** @type {Reporting} */ (this.canvas)).push({ text, ...box, size: size * down * Math.hypot(matrix.c, matrix.d) });
      }
    }
    /** @type {Function} */ (drawImage).call(this, image, ...place);
  };
  // A new size empties a canvas.
  for (const side of /** @type {const} */ (['width', 'height'])) {
    const { get, set } = /** @type {Required<PropertyDescriptor>} */ (Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side));
    Object.defineProperty(HTMLCanvasElement.prototype, side, {
      get,
      /** @this {Reporting} @param {number} value */
      set(value) {
        this.drawnTexts = [];
        set.call(this, value);
      },
    });
  }
}
