/** A canvas context that records what is drawn as SVG, for as much of a context as the views use. */

import { pixelsOf } from '../views/pixels';
import { canvasIsReadable, type Colours } from './colours';
import { dataUrl, encodePng, type Pixels } from './png';

const XML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeXml(text: string): string {
  // What XML 1.0 has no place for is left out.
  return text.replaceAll(/[&<>"]/g, (character) => XML[character]!).replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}

/** One SVG element; attributes that are null are left out, numbers are written with two decimals at most. */
export function tag(name: string, attributes: Readonly<Record<string, string | number | null>>, content = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === null ? [] : [` ${key}="${typeof value === 'number' ? number(value) : escapeXml(value)}"`]));
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

export function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

interface State {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineJoin: string;
  lineCap: string;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
  matrix: DOMMatrix;
}

/** Which canvases were drawn on with a recording context, and the images that stand in what was drawn. */
export class Recordings extends Map<CanvasImageSource, VectorContext> {
  readonly #images: { key: string; pixels: Pixels; across: number; down: number }[] = [];

  /** A canvas as an image in the document. One of few pixels is enlarged, because not every program keeps its edges sharp. */
  embed(canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number): string {
    if (canvas.width === 0 || canvas.height === 0) return '';
    const pixels = pixelsOf(canvas);
    const attributes = { x, y, width, height, preserveAspectRatio: 'none', 'image-rendering': 'optimizeSpeed' };
    if (pixels === null) return canvasIsReadable() ? tag('image', { ...attributes, href: canvas.toDataURL('image/png') }) : '';
    const times = (size: number, count: number) => Math.max(1, Math.ceil((2 * size) / count));
    const key = `pixels:${this.#images.length}:`;
    this.#images.push({ key, pixels, across: times(width, pixels.width), down: times(height, pixels.height) });
    return tag('image', { ...attributes, href: key });
  }

  /** The document with its images in it: they take their time to be packed. */
  async fill(document: string): Promise<string> {
    const packed = new Map(await Promise.all(this.#images.map(async ({ key, pixels, across, down }) => [key, dataUrl(await encodePng(pixels, across, down), 'image/png')] as const)));
    return document.replaceAll(/(?<=href=")pixels:\d+:(?=")/g, (key) => packed.get(key) ?? key);
  }
}

export class VectorContext implements Omit<State, 'dash' | 'matrix'> {
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  lineJoin = 'miter';
  lineCap = 'butt';
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  imageSmoothingEnabled = true;
  readonly #recordings: Recordings;
  readonly #colours: Colours;
  readonly #ruler: CanvasRenderingContext2D;
  #matrix = new DOMMatrix();
  #dash: readonly number[] = [];
  #path = '';
  #saved: State[] = [];
  #elements: string[] = [];

  constructor(recordings: Recordings, colours: Colours, ruler: CanvasRenderingContext2D) {
    this.#recordings = recordings;
    this.#colours = colours;
    this.#ruler = ruler;
  }

  /** Everything drawn since the canvas was last cleared. */
  get svg(): string {
    return this.#elements.join('');
  }

  // --- State ---

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineJoin, lineCap, globalAlpha, font, textAlign, textBaseline } = this;
    this.#saved.push({ fillStyle, strokeStyle, lineWidth, lineJoin, lineCap, globalAlpha, font, textAlign, textBaseline, dash: this.#dash, matrix: DOMMatrix.fromMatrix(this.#matrix) });
  }

  restore(): void {
    const state = this.#saved.pop();
    if (state === undefined) return;
    const { dash, matrix, ...own } = state;
    Object.assign(this, own);
    this.#dash = dash;
    this.#matrix = matrix;
  }

  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.#matrix = new DOMMatrix([a, b, c, d, e, f]);
  }

  translate(x: number, y: number): void {
    this.#matrix.translateSelf(x, y);
  }

  scale(x: number, y: number): void {
    this.#matrix.scaleSelf(x, y);
  }

  rotate(radians: number): void {
    this.#matrix.rotateSelf((radians * 180) / Math.PI);
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = [...dash];
  }

  // --- Paths ---

  #at(x: number, y: number): string {
    const point = this.#matrix.transformPoint({ x, y });
    return `${number(point.x)} ${number(point.y)}`;
  }

  /** By how much lengths grow. */
  get #factor(): number {
    const { a, b, c, d } = this.#matrix;
    return Math.sqrt(Math.abs(a * d - b * c));
  }

  beginPath(): void {
    this.#path = '';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${this.#at(x, y)}`;
  }

  /** The first point of a path begins it. */
  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${this.#at(x, y)}`;
  }

  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#path += `Q${this.#at(cx, cy)} ${this.#at(x, y)}`;
  }

  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.#path += `C${this.#at(ax, ay)} ${this.#at(bx, by)} ${this.#at(x, y)}`;
  }

  closePath(): void {
    this.#path += 'Z';
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${this.#at(x, y)}L${this.#at(x + width, y)}L${this.#at(x + width, y + height)}L${this.#at(x, y + height)}Z`;
  }

  roundRect(x: number, y: number, width: number, height: number, radius = 0): void {
    const r = Math.max(0, Math.min(radius, width / 2, height / 2));
    const corner = (cx: number, cy: number, toX: number, toY: number) => `Q${this.#at(cx, cy)} ${this.#at(toX, toY)}`;
    const [right, bottom] = [x + width, y + height];
    this.#path += `M${this.#at(x + r, y)}L${this.#at(right - r, y)}${corner(right, y, right, y + r)}L${this.#at(right, bottom - r)}${corner(right, bottom, right - r, bottom)}`
      + `L${this.#at(x + r, bottom)}${corner(x, bottom, x, bottom - r)}L${this.#at(x, y + r)}${corner(x, y, x + r, y)}Z`;
  }

  arc(x: number, y: number, radius: number, from: number, to: number, anticlockwise = false): void {
    const turn = anticlockwise ? from - to : to - from;
    const whole = turn >= 2 * Math.PI;
    const sweep = anticlockwise ? -1 : 1;
    const angle = whole ? 2 * Math.PI : ((turn % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
    const point = (at: number): [number, number] => [x + radius * Math.cos(at), y + radius * Math.sin(at)];
    const r = number(radius * this.#factor);
    // An SVG arc ends elsewhere than it begins, so it is drawn in two halves.
    const middle = from + (sweep * angle) / 2;
    this.#path += `${this.#path === '' || this.#path.endsWith('Z') || whole ? 'M' : 'L'}${this.#at(...point(from))}`;
    for (const end of [middle, from + sweep * angle]) this.#path += `A${r} ${r} 0 0 ${anticlockwise ? 0 : 1} ${this.#at(...point(end))}`;
    if (whole) this.#path += 'Z';
  }

  #paint(name: 'fill' | 'stroke', css: string): Record<string, string | number | null> {
    const { hex, alpha } = this.#colours.read(css);
    const opacity = alpha * this.globalAlpha;
    return { [name]: hex, [`${name}-opacity`]: opacity === 1 ? null : opacity };
  }

  fill(): void {
    if (this.#path !== '') this.#elements.push(tag('path', { d: this.#path, ...this.#paint('fill', this.fillStyle) }));
  }

  stroke(): void {
    if (this.#path === '') return;
    const { lineWidth, lineJoin, lineCap } = this;
    this.#elements.push(tag('path', {
      d: this.#path, fill: 'none', ...this.#paint('stroke', this.strokeStyle), 'stroke-width': lineWidth * this.#factor,
      'stroke-linejoin': lineJoin === 'miter' ? null : lineJoin,
      'stroke-linecap': lineCap === 'butt' ? null : lineCap,
      'stroke-dasharray': this.#dash.length === 0 ? null : this.#dash.map((length) => number(length * this.#factor)).join(' '),
    }));
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const path = this.#path;
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
    this.#path = path;
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    const path = this.#path;
    this.beginPath();
    this.rect(x, y, width, height);
    this.stroke();
    this.#path = path;
  }

  /** The views clear a canvas only as a whole, before they draw it anew. */
  clearRect(_x: number, _y: number, _width: number, _height: number): void {
    this.#elements = [];
  }

  // --- Text and images ---

  measureText(text: string): TextMetrics {
    this.#ruler.font = this.font;
    this.#ruler.textBaseline = this.textBaseline;
    return this.#ruler.measureText(text);
  }

  fillText(text: string, x: number, y: number, maxWidth = Infinity): void {
    if (text.trim() === '') return;
    const metrics = this.measureText(text);
    this.#ruler.textBaseline = 'alphabetic';
    // SVG places text by its baseline: so far below the place that the canvas was given.
    const below = this.#ruler.measureText(text).actualBoundingBoxAscent - metrics.actualBoundingBoxAscent;
    const anchor = { center: 'middle', right: 'end', end: 'end', left: null, start: null }[this.textAlign];
    const point = this.#matrix.transformPoint({ x, y: y + below });
    const turn = Math.round((Math.atan2(this.#matrix.b, this.#matrix.a) * 180) / Math.PI);
    this.#elements.push(tag('text', {
      x: point.x, y: point.y, transform: turn === 0 ? null : `rotate(${turn} ${number(point.x)} ${number(point.y)})`, ...fontAttributes(this.font), ...this.#paint('fill', this.fillStyle), 'text-anchor': anchor,
      ...(metrics.width > maxWidth ? { textLength: maxWidth, lengthAdjust: 'spacingAndGlyphs' } : {}),
    }, escapeXml(text)));
  }

  drawImage(image: HTMLCanvasElement, x: number, y: number, width = image.width, height = image.height): void {
    const recorded = this.#recordings.get(image);
    const { x: left, y: top } = this.#matrix.transformPoint({ x, y });
    if (recorded === undefined) this.#elements.push(this.#recordings.embed(image, left, top, width * this.#factor, height * this.#factor));
    else this.#elements.push(left === 0 && top === 0 ? recorded.svg : tag('g', { transform: `translate(${number(left)} ${number(top)})` }, recorded.svg));
  }
}

/** A CSS font as SVG attributes. */
export function fontAttributes(font: string): Record<string, string | null> {
  const found = /^(?:(italic|oblique|normal) )?(?:(\d+|bold|normal) )?([\d.]+)px(?:\/\S+)? (.+)$/.exec(font);
  if (found === null) return {};
  const [, style, weight, size, family] = found;
  return {
    'font-family': family!,
    'font-size': size!,
    'font-weight': weight === undefined || weight === '400' || weight === 'normal' ? null : weight,
    'font-style': style === undefined || style === 'normal' ? null : style,
  };
}

/** What the views see of it is a canvas context. */
export function asCanvasContext(context: VectorContext): CanvasRenderingContext2D {
  return context as unknown as CanvasRenderingContext2D;
}
