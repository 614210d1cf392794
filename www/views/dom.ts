/** A few lines that make building DOM readable; nothing here writes HTML strings, so no text can become markup. */

type Attributes = Record<string, string | number | boolean | null | undefined>;

/** An element with attributes (`true` writes an empty one, `false`, `null` and `undefined` none) and children. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  assign(element, attributes);
  element.append(...children);
  return element;
}

/** Sets attributes as `h` does. */
export function assign(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/**
 * Text with the little markup that labels need: `*x*` is set in italics as mathematics, `~t~` is a subscript.
 * So that the translations can place variables where their grammar wants them.
 */
export function rich(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of text.split(/(\*[^*]+\*|~[^~]+~)/)) {
    if (part.startsWith('*') && part.length > 1) fragment.append(h('i', { class: 'math', translate: 'no' }, part.slice(1, -1)));
    else if (part.startsWith('~') && part.length > 1) fragment.append(h('sub', { translate: 'no' }, part.slice(1, -1)));
    else if (part !== '') fragment.append(part);
  }
  return fragment;
}

/** A name, a symbol or a number, which no translator may change. */
export function verbatim(text: string): HTMLElement {
  return h('span', { translate: 'no' }, text);
}

/** The same text without its markup, for labels that only a screen reader or a tooltip shows. */
export function plain(text: string): string {
  return text.replaceAll(/[*~]/g, '');
}

/** Writes a text only when it differs: unchanged text costs no layout. */
export function write(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

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
