/** What a picture consists of: from the layout that the browser made of a part of the page, as a flat list in paint order. */

import { workThrough } from './yield';
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
  | { kind: 'gradient'; towards: Edge; stops: Stop[] }
  /** Lines of one pixel from lower left to upper right, `period` pixels apart. */
  | { kind: 'hatch'; colour: Colour; period: number };

export interface Stop {
  colour: Colour;
  /** 0…1 along the line. */
  offset: number;
}

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

/** Reads the layout of `root`, which must stay as it is meanwhile; places are in CSS pixels from its upper left corner. */
export async function readPicture(root: HTMLElement): Promise<Picture> {
  const reader = new Reader(root);
  await workThrough(reader.steps());
  return reader.picture;
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

  /** What has been read so far. */
  get picture(): Picture {
    const background = this.#colours.read(getComputedStyle(this.#root).backgroundColor);
    return { width: Math.ceil(this.#origin.width), height: Math.ceil(this.#origin.height), background, shapes: this.#shapes };
  }

  /** Reads one element a step. */
  steps(): Generator<void> {
    return this.#readChildren(this.#root);
  }

  *#readChildren(parent: Element): Generator<void> {
    // Higher z-indices paint later; within one, the order of the document holds.
    const children = [...parent.childNodes].map((node) => ({ node, level: node instanceof Element ? Number(getComputedStyle(node).zIndex) || 0 : 0 }));
    children.sort((a, b) => a.level - b.level);
    for (const { node } of children) {
      if (node instanceof Element) yield* this.#readElement(node);
      else if (node instanceof Text) this.#readText(node, parent);
    }
  }

  *#readElement(element: Element): Generator<void> {
    yield;
    const style = getComputedStyle(element);
    if (style.display === 'none') return;
    if (style.visibility === 'visible') {
      const box = this.#box(element.getBoundingClientRect());
      this.#readBackground(style, box);
      if (element instanceof HTMLCanvasElement) this.#shapes.push({ kind: 'canvas', canvas: element, ...box });
      else if (element instanceof SVGSVGElement) { this.#readDrawing(element, box); return; }
    }
    this.#readPseudo(element, '::before');
    yield* this.#readChildren(element);
    this.#readPseudo(element, '::after');
  }

  /** An empty box that CSS puts before or after the content of an element, placed by its distances from the element's edges. */
  #readPseudo(element: Element, which: '::before' | '::after'): void {
    const style = getComputedStyle(element, which);
    if (style.content !== '""' || style.position !== 'absolute') return;
    const [top, right, bottom, left] = (['top', 'right', 'bottom', 'left'] as const).map((side) => Number.parseFloat(style[side]));
    const { x, y, width, height } = this.#box(element.getBoundingClientRect());
    this.#readBackground(style, { x: x + left!, y: y + top!, width: width - left! - right!, height: height - top! - bottom! });
  }

  #box(rect: DOMRect): Box {
    return { x: rect.x - this.#origin.x, y: rect.y - this.#origin.y, width: rect.width, height: rect.height };
  }

  #readBackground(style: CSSStyleDeclaration, box: Box): void {
    if (!(box.width > 0 && box.height > 0)) return;
    const opacity = Number(style.opacity);
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
      this.#shapes.push({ kind: 'box', ...box, radius, fill: colour.alpha > 0 ? { kind: 'plain', colour: { ...colour, alpha: colour.alpha * opacity } } : null, stroke });
    }
    for (const fill of readImages(style.backgroundImage, box, this.#colours)) this.#shapes.push({ kind: 'box', ...box, radius, fill, stroke: null });
    const drawn = sides.filter(({ width, colour: each }) => width > 0 && each.alpha > 0);
    const halo = drawn.length === 0 ? null : readHalo(style.boxShadow, this.#colours);
    if (halo !== null) {
      for (const { side, width } of drawn) this.#shapes.push({ kind: 'box', ...grown(edge(box, side, width), halo.spread), radius: 0, fill: { kind: 'plain', colour: halo.colour }, stroke: null });
    }
    if (all && halo === null) return;
    for (const { side, width, colour: each } of drawn) {
      this.#shapes.push({ kind: 'box', ...edge(box, side, width), radius: 0, fill: { kind: 'plain', colour: each }, stroke: null });
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

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** A shadow that is a line of its own around and inside of a border, without blur. */
function readHalo(shadow: string, colours: Colours): { colour: Colour; spread: number } | null {
  const found = /^(.*?\)) 0px 0px 0px ([\d.]+)px/.exec(shadow);
  return found === null ? null : { colour: colours.read(found[1]!), spread: Number(found[2]) };
}

/** Commas inside of rgb(…) do not part anything. */
const COMMA = /,(?![^(]*\))/;

/** Background images as style sheets here write them, the lowest first: gradients from edge to edge, or a hatch. */
function readImages(images: string, box: Box, colours: Colours): Fill[] {
  return images.split(/,\s*(?=(?:repeating-)?linear-gradient)/).reverse().flatMap((image) => readImage(image, box, colours) ?? []);
}

function readImage(image: string, box: Box, colours: Colours): Fill | null {
  const found = /^(repeating-)?linear-gradient\((.*)\)$/.exec(image);
  if (found === null) return null;
  const [first = '', ...rest] = found[2]!.split(COMMA).map((part) => part.trim());
  const listed = /^(to |-?[\d.]+(deg|turn|rad))/.test(first) ? rest : [first, ...rest];
  if (found[1] !== undefined) {
    const last = listed.at(-1) ?? '';
    const period = Number(/(-?[\d.]+)px$/.exec(last)?.[1]);
    return period > 0 ? { kind: 'hatch', colour: colours.read(last.replace(/(\s+-?[\d.]+px)+$/, '')), period } : null;
  }
  const towards = (/^to (top|right|bottom|left)$/.exec(first)?.[1] ?? ({ '0deg': 'top', '90deg': 'right', '270deg': 'left' } as Record<string, string>)[first] ?? 'bottom') as Edge;
  const length = towards === 'top' || towards === 'bottom' ? box.height : box.width;
  return { kind: 'gradient', towards, stops: stopsOf(listed, length, colours) };
}

/** A stop may stand at no place, at one, or at two; those at none share the room between their neighbours evenly. */
function stopsOf(listed: readonly string[], length: number, colours: Colours): Stop[] {
  const stops = listed.flatMap((stop) => {
    const [, text = stop, places = ''] = /^(.*?)((?:\s+-?[\d.]+(?:px|%))*)$/.exec(stop) ?? [];
    const at = [...places.matchAll(/(-?[\d.]+)(px|%)/g)].map(([, size, unit]) => Number(size) / (unit === '%' ? 100 : length));
    return (at.length === 0 ? [null] : at).map((offset) => ({ colour: colours.read(text), offset }));
  });
  const offsets = stops.map(({ offset }, index) => offset ?? (index === 0 ? 0 : index === stops.length - 1 ? 1 : null));
  const all = fading(stops.map(({ colour }) => colour));
  return all.map((colour, index) => {
    const before = offsets.slice(0, index + 1).findLastIndex((offset) => offset !== null);
    const after = index + offsets.slice(index).findIndex((offset) => offset !== null);
    const [from, to] = [offsets[before] ?? 0, offsets[after] ?? 1];
    return { colour, offset: Math.max(0, Math.min(1, before === after ? from : from + ((to - from) * (index - before)) / (after - before))) };
  });
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
