/**
 * What tests do in the page through shadow roots. Each function travels as text, so each stands by itself.
 */

/** Puts `deep(selector)` into the page: all elements that match, in the document and in every open shadow root. */
export function install() {
  /** @param {string} selector @returns {HTMLElement[]} */
  globalThis.deep = (selector) => {
    /** @param {Document | ShadowRoot} root @returns {HTMLElement[]} */
    const search = (root) => [
      .../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector)),
      ...Array.from(root.querySelectorAll('*')).flatMap((element) =>
        element.shadowRoot === null ? [] : search(element.shadowRoot),
      ),
    ];
    return search(document);
  };
}

/**
 * The pixels of every visible canvas: how many colours it has, and how much of it is painted.
 *
 * @returns {{ name: string, width: number, height: number, colours: number, painted: number }[]}
 */
export function canvases() {
  return /** @type {HTMLCanvasElement[]} */ (globalThis.deep('canvas'))
    .filter((canvas) => canvas.getBoundingClientRect().width > 0 && canvas.width > 0 && canvas.height > 0)
    .map((canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (copy.getContext('2d'));
      context.drawImage(canvas, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
      const painted = pixels.filter((pixel) => pixel >>> 24 > 0);
      const names = [];
      for (let element = /** @type {Element | null} */ (canvas); element !== null; element = element.parentElement) {
        if (element.className !== '') names.unshift(String(element.className));
      }
      return {
        name: names.join(' > '),
        width: canvas.width,
        height: canvas.height,
        colours: new Set(painted).size,
        painted: painted.length / pixels.length,
      };
    });
}
