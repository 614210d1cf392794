/** Draws a cell's diagram: boxes and nodes with live numbers, and wires as wide as the gradient that runs back on them. */

import { colourMap, gatePixel, statePixel, type Scheme } from '../colormap';
import type { Messages } from '../../i18n';
import { chartTable } from '../chart-table';
import { magnitude, value } from '../format';
import { svg } from '../svg';

type Point = readonly [number, number];

export interface Wire {
  path: readonly Point[];
  /** log10 of the gradient on the chart's scale; −∞ for exactly none, null when not known. */
  gradient: number | null;
  arrow?: boolean;
}

export interface Box {
  x: number;
  y: number;
  /** Its letter, and the function that makes its value. */
  letter: string;
  wrap: string;
  value: number | null;
  isGate: boolean;
  /** log10 of the gradient on the wire that leaves it. */
  gradient: number | null;
}

/** A circle, or a pill for a word: ×, +, tanh. */
export interface Dot {
  x: number;
  y: number;
  sign: string;
}

export interface Label {
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
  letter: string;
  subscript: string | number;
  /** A number, or a text such as the input's letter; none for a bare name. */
  value?: number | string | null;
  /** log10 of the gradient on its wire, where there is one. */
  gradient?: number | null;
}

export interface Drawing {
  height: number;
  /** The cell's outline: left, top, right, bottom. */
  frame: readonly [number, number, number, number];
  wires: readonly Wire[];
  boxes: readonly Box[];
  dots: readonly Dot[];
  labels: readonly Label[];
}

export const WIDTH = 264;
const BOX = { width: 40, height: 34 };
/** Ten decades of gradient are as many widths, from a line to a band. */
const WIDEST = 15;
const NARROWEST = 1.5;
const DECADES = 10;

/** Width of a wire's band in CSS pixels, 0 where no gradient runs at all. */
export function bandWidth(log10: number): number {
  if (!(log10 > -Infinity)) return 0;
  return NARROWEST + Math.max(0, Math.min(1, 1 + log10 / DECADES)) * (WIDEST - NARROWEST);
}

export function draw(drawing: Drawing, scheme: Scheme, title: string): SVGSVGElement {
  const [left, top, right, bottom] = drawing.frame;
  const bands = svg('g', { class: 'bands' });
  const lines = svg('g', { class: 'lines' });
  for (const { path, gradient, arrow } of drawing.wires) {
    const points = path.map((point) => point.join(',')).join(' ');
    const width = gradient === null ? 0 : bandWidth(gradient);
    if (width > 0) bands.append(svg('polyline', { points, 'stroke-width': width.toFixed(1) }));
    lines.append(svg('polyline', { points, class: gradient === -Infinity ? 'none' : null }));
    if (arrow === true) lines.append(arrowHead(path));
  }
  return svg('svg', { viewBox: `0 0 ${WIDTH} ${drawing.height}`, class: 'diagram', role: 'img', 'aria-label': title },
    svg('rect', { class: 'outline', x: left, y: top, width: right - left, height: bottom - top, rx: 12 }),
    bands, lines,
    ...drawing.boxes.map((box) => drawBox(box, scheme)),
    ...drawing.dots.map(drawDot),
    ...drawing.labels.map(drawLabel));
}

/** The same as a table: what stands on the picture's edges and in its boxes, and how wide its wires are. */
export function diagramTable({ labels, boxes }: Drawing, caption: string, { tables }: Messages): HTMLElement {
  const text = (number: number | string | null) => (number === null ? '…' : typeof number === 'number' ? value(number) : number);
  const gradient = (log10: number | null | undefined) => (log10 === undefined ? '–' : log10 === null ? '…' : magnitude(log10));
  return chartTable(caption, [tables.quantity, tables.value, tables.wire], [
    ...labels.flatMap(({ letter, subscript, value: number, gradient: log10 }) => (number === undefined ? [] : [[`${letter} ${subscript}`, text(number), gradient(log10)]])),
    ...boxes.map(({ letter, value: number, gradient: log10 }) => [letter, text(number), gradient(log10)]),
  ]);
}

function arrowHead(path: readonly Point[]): SVGElement {
  const [x, y] = path.at(-1)!;
  const [fromX, fromY] = path.at(-2)!;
  const angle = (Math.atan2(y - fromY, x - fromX) * 180) / Math.PI;
  return svg('path', { class: 'head', d: 'M0,0l-6,-3.2v6.4z', transform: `translate(${x},${y}) rotate(${angle})` });
}

function drawBox({ x, y, letter, wrap, value: number, isGate }: Box, scheme: Scheme): SVGElement {
  const pixel = number === null ? null : isGate ? gatePixel(colourMap('gate', scheme), number) : statePixel(colourMap('state', scheme), number);
  const [red, green, blue] = pixel === null ? [0, 0, 0] : [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const dark = pixel !== null && luminance(red, green, blue) < 0.18;
  const text = pixel === null ? 'unknown' : dark ? 'on-dark' : 'on-light';
  return svg('g', { class: `box ${text}`, transform: `translate(${x - BOX.width / 2},${y - BOX.height / 2})` },
    svg('rect', { width: BOX.width, height: BOX.height, rx: 6, fill: pixel === null ? null : `rgb(${red},${green},${blue})` }),
    svg('text', { x: BOX.width / 2, y: 13, 'text-anchor': 'middle' }, `${wrap} `, svg('tspan', { class: 'math' }, letter)),
    svg('text', { x: BOX.width / 2, y: 28, 'text-anchor': 'middle', class: 'number' }, number === null ? '…' : value(number)));
}

/** Relative luminance of an sRGB colour, 0…1. */
function luminance(...channels: number[]): number {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function drawDot({ x, y, sign }: Dot): SVGElement {
  const width = sign.length > 1 ? 34 : 18;
  return svg('g', { class: 'dot', transform: `translate(${x},${y})` },
    svg('rect', { x: -width / 2, y: -9, width, height: 18, rx: 9 }),
    svg('text', { y: 4, 'text-anchor': 'middle' }, sign));
}

function drawLabel({ x, y, anchor, letter, subscript, value: number }: Label): SVGElement {
  const text = svg('text', { x, y, 'text-anchor': anchor },
    svg('tspan', { class: 'math' }, letter),
    svg('tspan', { class: 'math sub', dy: 3 }, String(subscript)));
  if (number === undefined) return text;
  text.append(svg('tspan', { class: 'number', dy: -3, dx: 5 }, number === null ? '…' : typeof number === 'number' ? value(number) : number));
  return text;
}
