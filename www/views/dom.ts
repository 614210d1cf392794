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

function assign(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A line icon: paths in a 20 × 20 box, drawn in the colour of the text. */
export function icon(...paths: string[]): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  assign(svg, { viewBox: '0 0 20 20', 'aria-hidden': 'true', class: 'icon' });
  for (const d of paths) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** The drawings of the buttons. */
export const icons = {
  play: () => icon('M6 3.5v13l11-6.5z'),
  pause: () => icon('M5.5 4h3v12h-3zM11.5 4h3v12h-3z'),
  back: () => icon('M15 4.5v11l-7.5-5.5zM6 4.5H4v11h2z'),
  step: () => icon('M5 4.5v11l7.5-5.5zM14 4.5h2v11h-2z'),
  reset: () => icon('M4.5 8.2A6 6 0 1 1 4 11M4.2 4v4.4h4.4'),
  more: () => icon('M10 4.500v.02M10 10v.02M10 15.500v.02'),
  close: () => icon('M5 5l10 10M15 5L5 15'),
  present: () => icon('M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4'),
  sliders: () => icon('M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4'),
  matrix: () => icon('M4 4v12h12M7 13h6M7 9.5h4M7 6h1.5'),
  gallery: () => icon('M3 4h6v5H3zM11 4h6v5h-6zM3 11h6v5H3zM11 11h6v5h-6z'),
  eye: () => icon('M2 10c2-3.6 4.7-5.4 8-5.4s6 1.8 8 5.4c-2 3.6-4.7 5.4-8 5.4S4 13.600 2 10zM10 7.600a2.400 2.400 0 1 0 0 4.800 2.400 2.400 0 0 0 0-4.800'),
  code: () => icon('M7 5.5L2.5 10 7 14.5M13 5.5l4.5 4.5-4.5 4.5'),
  values: () => icon('M4 5h12M4 10h12M4 15h7'),
  share: () => icon('M10 12.5V3M6.5 6L10 2.7 13.5 6M5 9.5H4v7.5h12V9.5h-1'),
  sun: () => icon('M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2'),
  moon: () => icon('M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z'),
  system: () => icon('M3 4h14v9H3zM7.5 16.5h5M10 13v3.5'),
} as const;

/**
 * Text with the little markup that labels need: `*x*` is set in italics as mathematics, `~t~` is a subscript.
 * So that the translations can place variables where their grammar wants them.
 */
export function rich(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of text.split(/(\*[^*]+\*|~[^~]+~)/)) {
    if (part.startsWith('*') && part.length > 1) fragment.append(h('i', { class: 'math' }, part.slice(1, -1)));
    else if (part.startsWith('~') && part.length > 1) fragment.append(h('sub', {}, part.slice(1, -1)));
    else if (part !== '') fragment.append(part);
  }
  return fragment;
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
