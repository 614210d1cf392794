/** A strip: units × time as pixels, one pixel a unit and step, scaled up by the browser without smoothing. */

import type { LaneFrame } from '../engine/frame';
import { colourMap, gatePixel, gradientPixel, statePixel, type MapName } from './colormap';
import { h, plain, rich, write } from './dom';
import { magnitude, value } from './format';
import { putPixels } from './pixels';
import { statesOf } from './quantity';
import { referenceNorm } from './reference';
import type { Panel, Pass, Row, RowContext } from './row';
import { term, type TermKey } from './terms';
import { walls } from './wall';

export interface UnitRowOptions {
  panel: Panel;
  pass: Pass;
  map: MapName;
  /** The frame's field, [T, H]. */
  field: string;
  label: string;
  /** Of gradients: what takes the field's place, and the label's, where the chart follows the cell state alone. */
  ofCell?: { field: string; norms: string; label: string; /** Nothing comes back through h, which is only read off. */ alone: boolean };
  /** The ends of the colour scale, from bottom to top. */
  ends: readonly string[];
  height: number;
  /** The value at which a map of states, gates or angles is saturated. */
  limit?: number;
  /** Whether the row is on view only once its lane is unfolded. */
  detail?: boolean;
  /** What its label explains when it is asked. */
  term?: TermKey;
  /** Offers to show one mean per step in place of all units. */
  meanLabel?: string;
}

/** A bar of means is drawn at least in the colour of this value, so that it stands out from the panel. */
const FAINTEST = 0.25;
/** Alpha of what an earlier pass left: 40 %. */
const STALE = 0x66;

export class UnitRow implements Row {
  readonly panel: Panel;
  readonly pass: Pass;
  readonly element: HTMLElement;
  readonly height: number;
  readonly stretches = true;
  readonly detail: boolean;

  readonly #options: UnitRowOptions;
  readonly #canvas = h('canvas', { class: 'strip', 'aria-hidden': 'true' });
  readonly #marks = h('div', { class: 'unit-marks', hidden: true });
  readonly #walls = h('div', { class: 'walls' });
  readonly #note = h('span', { class: 'note' });
  /** What stands below its name: what 1 means; or that the gate is held. */
  readonly #more = h('span');
  readonly #held = h('span', { class: 'held', 'data-held': true });
  #context: RowContext | null = null;
  #image: ImageData | null = null;
  #pixels = new Uint32Array(0);
  #table: Uint32Array;
  /** Units that share one row of pixels. */
  #merged = 1;
  #rows = 0;
  #average = false;
  #last: LaneFrame | null = null;
  #button: HTMLButtonElement | null = null;

  constructor(options: UnitRowOptions) {
    this.#options = options;
    this.panel = options.panel;
    this.pass = options.pass;
    this.height = options.height;
    this.detail = options.detail ?? false;
    this.#table = colourMap(options.map, 'light');
    const scale = h('div', { class: `scale ${options.map}-scale`, 'aria-hidden': 'true' },
      h('span', { class: 'bar' }),
      ...[...options.ends].reverse().map((end, place, { length }) => h('span', { class: place > 0 && place < length - 1 ? 'end between' : 'end', translate: 'no' }, end)), this.#note);
    this.element = h('div', { class: 'row units', 'data-row': options.field, part: `row ${options.panel}`, 'data-panel': options.panel },
      this.#label(),
      h('div', { class: 'track' }, this.#canvas, this.#walls, this.#marks),
      scale);
  }

  /** Height in CSS pixels: at least enough for the names of the scale's ends. */
  #heightIn({ stretch, theme, folds, yielding }: RowContext): number {
    const ends = folds ? 1 : yielding ? 2 : this.#options.ends.length;
    return Math.max(ends * theme.small, Math.round(this.height * stretch));
  }

  #label(): HTMLElement {
    const { label, meanLabel } = this.#options;
    if (meanLabel === undefined) return h('div', { class: 'label' }, rich(label));
    const [name = '', ...more] = label.split('\n');
    this.#more.replaceChildren(...more.map((line) => rich(`\n${line}`)));
    const button = h('button', { class: 'label', type: 'button', title: meanLabel, 'aria-pressed': 'false', 'aria-label': `${plain(label)}: ${meanLabel}` }, rich(name), this.#more, h('i', { class: 'bars', 'aria-hidden': 'true' }));
    this.#button = button;
    button.addEventListener('click', () => {
      this.#toggle();
      this.#relay();
    });
    return button;
  }

  #relay(): void {
    const last = this.#last;
    if (this.#context === null) return;
    this.lay(this.#context);
    if (last !== null) this.paint(last, 0, this.#context.scale.columns);
  }

  /** Stands in place of the scale. */
  note(...content: (Node | string)[]): void {
    const text = content.map((each) => (typeof each === 'string' ? each : each.textContent)).join('');
    if (this.#note.dataset.text === text) return;
    this.#note.dataset.text = text;
    this.#note.replaceChildren(...content);
  }

  /** The field on view, its norms, and its label. */
  get #shown(): { field: string; norms: string; label: string } {
    const { field, label, ofCell } = this.#options;
    const context = this.#context;
    const states = context === null ? [] : statesOf(context.run, context.quantity);
    const isCell = ofCell !== undefined && (states.length === 1 ? states[0] !== 'h' : ofCell.alone);
    return isCell ? ofCell : { field, norms: 'log10GradHidden', label };
  }

  lay(context: RowContext): void {
    this.#context = context;
    this.element.classList.toggle('folds', context.folds);
    this.element.classList.toggle('yielding', context.yielding);
    const { run, scale, words } = context;
    const { field, label } = this.#shown;
    this.element.dataset.field = field;
    if (this.#options.term !== undefined && this.#button === null) this.element.firstElementChild!.replaceChildren(term(rich(label), this.#options.term, words));
    const height = this.#heightIn(context);
    const held = this.#options.panel === 'gates' ? context.held[field.replace('gates.', '')] : undefined;
    const heldAt = held === undefined ? null : words.held(String(Number(held.toFixed(3))));
    this.#button?.setAttribute('aria-label', `${plain(heldAt === null ? label : `${label.split('\n')[0]}\n${heldAt}`)}: ${this.#options.meanLabel}`);
    this.element.classList.toggle('is-held', held !== undefined);
    this.#more.hidden = held !== undefined;
    if (held === undefined) this.#held.remove();
    else {
      write(this.#held, `\n${heldAt}`);
      this.element.firstElementChild!.append(this.#held);
    }
    this.#table = colourMap(this.#options.map, context.theme.scheme);
    this.#merged = this.#average ? run.units : Math.ceil(run.units / height);
    // A mean is a bar as high as the gate is open.
    this.#rows = this.#average ? height : Math.ceil(run.units / this.#merged);
    this.#build(context);
    this.#canvas.width = scale.columns;
    this.#canvas.height = this.#rows;
    this.#canvas.style.setProperty('width', `${scale.width}px`);
    this.#canvas.style.setProperty('height', `${height}px`);
    this.#image = new ImageData(scale.columns, this.#rows);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /** The walls of truncated backpropagation stand in what the backward pass brings. */
  #build({ scale, truncate }: RowContext): void {
    const places = this.pass === 'backward' ? walls(scale.steps, truncate).map((step) => (step / scale.merged) * scale.column) : [];
    // Closer than this they would hide the strip.
    const apart = places.length > 1 ? places[1]! - places[0]! : Infinity;
    this.#walls.replaceChildren(...(apart < 8 ? [] : places).map((x) => {
      const wall = h('i');
      wall.style.setProperty('left', `${x}px`);
      return wall;
    }));
  }

  paint(lane: LaneFrame, from: number, to: number): void {
    const context = this.#context;
    if (context === null || this.#image === null || from >= to) return;
    this.#last = lane;
    const { run, layer, scale, order, relative } = context;
    const { field, norms } = this.#shown;
    const data = lane.field(field, layer);
    const units = run.units;
    const { map, limit = 1 } = this.#options;
    const reference = map === 'gradient' && relative ? referenceNorm(lane.field(norms, layer)) : 0;
    if (this.#average) {
      this.#paintMeans(data, context, from, to);
      return;
    }
    for (let column = from; column < to; column++) {
      const firstStep = column * scale.merged;
      const endStep = Math.min(scale.steps, firstStep + scale.merged);
      for (let row = 0; row < this.#rows; row++) {
        const firstUnit = row * this.#merged;
        const endUnit = Math.min(units, firstUnit + this.#merged);
        let value = map === 'gradient' ? -Infinity : 0;
        for (let step = firstStep; step < endStep; step++) {
          for (let unit = firstUnit; unit < endUnit; unit++) {
            const candidate = data[step * units + order[unit]!]!;
            // Shared pixels show the largest of their values, in magnitude.
            if (map === 'state' ? Math.abs(candidate) > Math.abs(value) : candidate > value) value = candidate;
          }
        }
        this.#pixels[row * scale.columns + column] =
          map === 'gradient'
            ? gradientPixel(this.#table, value - reference)
            : map === 'gate'
              ? gatePixel(this.#table, value / limit)
              : statePixel(this.#table, value / limit);
      }
    }
    this.#show();
  }

  /** One bar a column: the mean over the units (and the column's steps), in height and in the map's colour. */
  #paintMeans(data: Float32Array, { run, scale }: RowContext, from: number, to: number): void {
    for (let column = from; column < to; column++) {
      const firstStep = column * scale.merged;
      const values = data.subarray(firstStep * run.units, Math.min(scale.steps, firstStep + scale.merged) * run.units);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const top = Math.round((1 - mean) * this.#rows);
      for (let row = 0; row < this.#rows; row++) {
        // The tip is drawn even of a gate that is all but shut.
        this.#pixels[row * scale.columns + column] = row >= Math.min(top, this.#rows - 1) ? gatePixel(this.#table, Math.max(mean, FAINTEST)) : 0;
      }
    }
    this.#show();
  }

  /** Shows means where the row before it did. */
  resume(former: Row): void {
    if (former instanceof UnitRow && former.#average) this.#toggle();
  }

  #toggle(): void {
    this.#average = !this.#average;
    this.#button?.setAttribute('aria-pressed', String(this.#average));
  }

  fade(): void {
    const bytes = this.#image?.data;
    if (bytes === undefined) return;
    for (let alpha = 3; alpha < bytes.length; alpha += 4) {
      if (bytes[alpha]! > STALE) bytes[alpha] = STALE;
    }
    this.#show();
  }

  #show(): void {
    if (this.#image !== null) putPixels(this.#canvas, this.#image);
  }

  mark(unit: number | null): void {
    const context = this.#context;
    const row = context === null || unit === null || this.#average ? -1 : Math.floor(context.order.indexOf(unit) / this.#merged);
    this.#marks.hidden = row < 0;
    if (context === null || row < 0) return;
    const height = this.#heightIn(context);
    this.#marks.style.setProperty('top', `${((row + 0.5) / this.#rows) * height}px`);
  }

  numbersAt(lane: LaneFrame, step: number): { label: string; texts: string[] } {
    const { run, layer, relative } = this.#context!;
    const { map } = this.#options;
    const { field, norms, label } = this.#shown;
    const values = [...lane.field(field, layer).subarray(step * run.units, (step + 1) * run.units)];
    const reference = map === 'gradient' && relative ? referenceNorm(lane.field(norms, layer)) : 0;
    return { label: plain(label), texts: values.map((each) => (map === 'gradient' ? magnitude(each - reference) : value(each))) };
  }

  unitAt(y: number): number | null {
    const context = this.#context;
    if (context === null || this.#average) return null;
    const height = this.#heightIn(context);
    const row = Math.max(0, Math.min(this.#rows - 1, Math.floor((y / height) * this.#rows)));
    return context.order[row * this.#merged] ?? null;
  }
}
