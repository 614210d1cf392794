/** What a picture consists of: from the layout that the browser made of a part of the page, as a flat list in paint order. */

import { Colours, type Colour } from './colours';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Shape =
  | ({ kind: 'box'; radius: number; fill: Fill | null; stroke: { colour: Colour; width: number } | null } & Box)
  | ({ kind: 'canvas'; canvas: HTMLCanvasElement } & Box)
  | { kind: 'path'; d: string; x: number; y: number; scale: number; fill: Colour | null; stroke: { colour: Colour; width: number } | null }
  | { kind: 'text'; text: string; x: number; baseline: number; anchor: 'start' | 'end'; font: Font; colour: Colour };

export type Fill =
  | { kind: 'plain'; colour: Colour }
  /** Along a line from one edge of the box to the opposite one. */
  | { kind: 'gradient'; towards: Edge; colours: Colour[] }
  /** Lines of one pixel from lower left to upper right, `period` pixels apart. */
  | { kind: 'hatch'; colour: Colour; period: number };

export type Edge = 'top' | 'right' | 'bottom' | 'left';

export interface Font {
  style: string;
  weight: string;
  /** In CSS pixels. */
  size: number;
  family: string;
  /** Between letters, in CSS pixels. */
  spacing: number;
}

export interface Picture {
  width: number;
  height: number;
  background: Colour;
  shapes: Shape[];
}

export function canvasFont({ style, weight, size, family }: Font): string {
  return `${style} ${weight} ${size}px ${family}`;
}

/** Reads the layout of `root`; places are in CSS pixels from its upper left corner. */
export function readPicture(root: HTMLElement): Picture {
  return new Reader(root).read();
}

const SVG_SPACE = 'http://www.w3.org/2000/svg';

class Reader {
  readonly #root: HTMLElement;
  readonly #origin: DOMRect;
  readonly #colours = new Colours();
  readonly #ruler = document.createElement('canvas').getContext('2d')!;
  readonly #ascents = new Map<string, number>();
  readonly #shapes: Shape[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#origin = root.getBoundingClientRect();
  }

  read(): Picture {
    const background = this.#colours.read(getComputedStyle(this.#root).backgroundColor);
    this.#readChildren(this.#root);
    return { width: Math.ceil(this.#origin.width), height: Math.ceil(this.#origin.height), background, shapes: this.#shapes };
  }

  #readChildren(parent: Element): void {
    // Higher z-indices paint later; within one, the order of the document holds.
    const children = [...parent.childNodes].map((node) => ({ node, level: node instanceof Element ? Number(getComputedStyle(node).zIndex) || 0 : 0 }));
    children.sort((a, b) => a.level - b.level);
    for (const { node } of children) {
      if (node instanceof Element) this.#readElement(node);
      else if (node instanceof Text) this.#readText(node, parent);
    }
  }

  #readElement(element: Element): void {
    const style = getComputedStyle(element);
    if (style.display === 'none') return;
    if (style.visibility === 'visible') {
      const box = this.#box(element.getBoundingClientRect());
      this.#readBackground(style, box);
      if (element instanceof HTMLCanvasElement) this.#shapes.push({ kind: 'canvas', canvas: element, ...box });
      else if (element instanceof SVGSVGElement) { this.#readDrawing(element, box); return; }
    }
    this.#readChildren(element);
    // A veil over the whole element is drawn by what CSS puts after its content.
    const after = getComputedStyle(element, '::after');
    if (after.content === '""' && after.position === 'absolute' && after.top === '0px' && after.bottom === '0px') {
      this.#readBackground(after, this.#box(element.getBoundingClientRect()));
    }
  }

  #box(rect: DOMRect): Box {
    return { x: rect.x - this.#origin.x, y: rect.y - this.#origin.y, width: rect.width, height: rect.height };
  }

  #readBackground(style: CSSStyleDeclaration, box: Box): void {
    if (box.width === 0 || box.height === 0) return;
    const radius = Number.parseFloat(style.borderTopLeftRadius) || 0;
    const colour = this.#colours.read(style.backgroundColor);
    const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).map((side) => ({
      side,
      width: style[`border${side}Style`] === 'none' ? 0 : Number.parseFloat(style[`border${side}Width`]) || 0,
      colour: this.#colours.read(style[`border${side}Color`]),
    }));
    const all = sides.every(({ width, colour: each }) => width > 0 && each.alpha > 0);
    const stroke = all ? { colour: sides[0]!.colour, width: sides[0]!.width } : null;
    if (colour.alpha > 0 || stroke !== null) {
      this.#shapes.push({ kind: 'box', ...box, radius, fill: colour.alpha > 0 ? { kind: 'plain', colour } : null, stroke });
    }
    const image = readImage(style.backgroundImage, this.#colours);
    if (image !== null) this.#shapes.push({ kind: 'box', ...box, radius, fill: image, stroke: null });
    if (all) return;
    for (const { side, width, colour: each } of sides) {
      if (width > 0 && each.alpha > 0) this.#shapes.push({ kind: 'box', ...edge(box, side, width), radius: 0, fill: { kind: 'plain', colour: each }, stroke: null });
    }
  }

  /** An icon: paths in a square view box. */
  #readDrawing(svg: SVGSVGElement, box: Box): void {
    const scale = box.width / (svg.viewBox.baseVal.width || box.width);
    for (const path of svg.getElementsByTagNameNS(SVG_SPACE, 'path')) {
      const style = getComputedStyle(path);
      const paint = (value: string) => {
        const colour = value === 'none' ? null : this.#colours.read(value);
        return colour === null || colour.alpha === 0 ? null : colour;
      };
      const stroke = paint(style.stroke);
      this.#shapes.push({
        kind: 'path', d: path.getAttribute('d') ?? '', x: box.x, y: box.y, scale, fill: paint(style.fill),
        stroke: stroke === null ? null : { colour: stroke, width: Number.parseFloat(style.strokeWidth) || 1 },
      });
    }
  }

  #readText(node: Text, parent: Element): void {
    const text = node.data;
    if (/^[ \t\r\n]*$/.test(text)) return;
    const style = getComputedStyle(parent);
    if (style.visibility !== 'visible') return;
    const size = Number.parseFloat(style.fontSize);
    const font: Font = { style: style.fontStyle, weight: style.fontWeight, size, family: style.fontFamily, spacing: Number.parseFloat(style.letterSpacing) || 0 };
    const colour = this.#colours.read(style.color);
    const anchor = style.textAlign === 'right' || style.textAlign === 'end' ? 'end' : 'start';
    for (const line of linesOf(node)) {
      const x = (anchor === 'end' ? line.right : line.left) - this.#origin.x;
      this.#shapes.push({ kind: 'text', text: line.text, x, baseline: line.top - this.#origin.y + this.#ascent(font), anchor, font, colour });
    }
  }

  /** From the top of a text's box down to its baseline. */
  #ascent(font: Font): number {
    const key = canvasFont(font);
    let ascent = this.#ascents.get(key);
    if (ascent === undefined) {
      this.#ruler.font = key;
      ascent = this.#ruler.measureText('x').fontBoundingBoxAscent;
      this.#ascents.set(key, ascent);
    }
    return ascent;
  }
}

function edge({ x, y, width, height }: Box, side: 'Top' | 'Right' | 'Bottom' | 'Left', thickness: number): Box {
  switch (side) {
    case 'Top':
      return { x, y, width, height: thickness };
    case 'Bottom':
      return { x, y: y + height - thickness, width, height: thickness };
    case 'Left':
      return { x, y, width: thickness, height };
    case 'Right':
      return { x: x + width - thickness, y, width: thickness, height };
  }
}

/** A background image as style sheets here write them: a gradient from edge to edge, or a hatch. */
function readImage(image: string, colours: Colours): Fill | null {
  const found = /^(repeating-)?linear-gradient\((.*)\)$/.exec(image);
  if (found === null) return null;
  // Commas inside of rgb(…) do not part arguments.
  const [first = '', ...rest] = found[2]!.split(/,(?![^(]*\))/).map((part) => part.trim());
  const stops = (/^(to |-?[\d.]+(deg|turn|rad))/.test(first) ? rest : [first, ...rest]).map((stop) => {
    const [, colour = stop, at] = /^(.*?)(?:\s+(-?[\d.]+)px)?(?:\s+-?[\d.]+px)?$/.exec(stop) ?? [];
    return { colour: colours.read(colour), at: at === undefined ? null : Number(at), text: stop };
  });
  if (found[1] !== undefined) {
    const last = stops.at(-1);
    const period = Number(/(-?[\d.]+)px$/.exec(last?.text ?? '')?.[1]);
    return last === undefined || !(period > 0) ? null : { kind: 'hatch', colour: last.colour, period };
  }
  const towards = /^to (top|right|bottom|left)$/.exec(first)?.[1] ?? ({ '0deg': 'top', '90deg': 'right', '270deg': 'left' } as Record<string, string>)[first] ?? 'bottom';
  return { kind: 'gradient', towards: towards as Edge, colours: fading(stops.map(({ colour }) => colour)) };
}

/** What fades out keeps its hue while it does, as CSS has it; SVG and canvases would fade towards black. */
function fading(colours: Colour[]): Colour[] {
  const visible = colours.find(({ alpha }) => alpha > 0);
  return colours.map((colour) => (colour.alpha === 0 && visible !== undefined ? { ...visible, alpha: 0 } : colour));
}

interface Line {
  text: string;
  left: number;
  right: number;
  top: number;
}

/** The lines that the browser broke a text into, without the space around them. */
function linesOf(node: Text): Line[] {
  const range = document.createRange();
  const lines: Line[] = [];
  let start = 0;
  for (const character of node.data) {
    const end = start + character.length;
    range.setStart(node, start);
    range.setEnd(node, end);
    start = end;
    const rect = range.getBoundingClientRect();
    // Space that was collapsed has no box.
    if (rect.width === 0 || character === '\n') continue;
    const line = lines.at(-1);
    if (line === undefined || Math.abs(line.top - rect.top) > rect.height / 2) {
      if (character !== ' ') lines.push({ text: character, left: rect.left, right: rect.right, top: rect.top });
    } else {
      line.text += character;
      if (character !== ' ') line.right = rect.right;
    }
  }
  return lines.map((line) => ({ ...line, text: line.text.trimEnd() }));
}
