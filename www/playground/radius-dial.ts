/** A dial for the recurrent weights: rescales them to a spectral radius while the model trains or stands still. */

import type { CellKind, Experiment } from '../generated/types';
import { specOf } from '../views/cells/spec';
import { differences, parameter } from '../store/parameters';
import { onChange, subscribe } from '../store/subscribe';
import { h, rich, write } from '../views/dom';
import { term } from '../views/terms';
import { count } from '../views/format';
import type { Page } from './page';

const LEAST = 0.1;
const MOST = 3;
const POSITIONS = 1000;
/** From here on a radius is written with an exponent. */
const HUGE = 10_000;
/** Milliseconds between two rescalings while the dial is turned; each is a change that the link tells of. */
const TURN = 120;
/** Milliseconds between two readings of the radii while training runs, and how many times as long as one reading took. */
const READING = 400;
const LEISURE = 20;
/** Updates a second to which training slows down for whoever turns the dial, so that each turn is seen with what it does. */
const SLOW = 2;

export class RadiusDial {
  readonly element = h('div', { class: 'radius-dial', 'data-section': 'radius' });
  readonly #page: Page;
  #range = h('input');
  #value = h('output');
  #says = h('p');
  /** The update that the radii on view belong to. */
  #at = h('p');
  /** Which lanes have nothing to rescale. */
  #without = h('p');
  #present = h('div');
  /** The lane that is turned; null for all. */
  #cell: CellKind | null = null;
  #kind = '';
  #wanted: number | null = null;
  #turning = false;
  #reading = false;
  #readAt = 0;
  #shown = '';
  #asked: Experiment;
  /** What the dial says: nothing until the radii were read. */
  #known: { radii: readonly number[]; update: number } | null = null;

  constructor(page: Page) {
    this.#page = page;
    this.#asked = page.store.request.peek().experiment;
    subscribe([page.texts], () => this.#render());
    onChange([page.store.value('cells')], () => this.#refresh());
    // Radii of another run are not those of this one.
    onChange([page.store.request], () => this.#forget());
    onChange([page.reading], () => this.#tick());
    // Nothing is read while the dial is out of sight, in a drawer or behind a tab.
    new IntersectionObserver(() => this.#tick()).observe(this.element);
  }

  #render(): void {
    const { words } = this.#page;
    this.#kind = '';
    this.#shown = '';
    this.#range = h('input', { type: 'range', min: 0, max: POSITIONS, step: 1, id: 'radius-now', 'aria-labelledby': 'radius-name', 'data-dial': 'radius' });
    this.#range.addEventListener('input', () => this.#turn());
    this.#range.addEventListener('pointerdown', () => this.#slow());
    this.#value = h('output', { for: 'radius-now', translate: 'no' });
    this.#says = h('p', { class: 'hint' });
    this.#at = h('p', { class: 'hint', 'data-radius-at': true });
    this.#without = h('p', { class: 'hint', 'data-radius-without': true });
    this.#present = h('div', { class: 'radii', role: 'group', 'aria-label': words.radius.lanes });
    // The mark at 1 stands where the thumb stands.
    const mark = h('div', { class: 'dial-mark', translate: 'no', 'aria-hidden': 'true' }, h('i'), h('span', {}, '1'));
    mark.style.setProperty('--place', String(placeOf(1)));
    this.element.replaceChildren(
      h('div', { class: 'control large', title: words.radius.hint }, h('span', { id: 'radius-name' }, term(rich(words.radius.label), 'radius', words)), this.#value, this.#range),
      mark, this.#says, this.#present, this.#at, this.#without);
    this.#show();
    this.#refresh();
  }

  #refresh(): void {
    const { stage, words } = this.#page;
    const recurrent: CellKind[] = stage.experiment.cells.filter((cell) => specOf(cell).recurrentMatrix);
    this.element.classList.toggle('nothing', recurrent.length === 0);
    if (this.#cell !== null && !recurrent.includes(this.#cell)) this.#cell = null;
    const others = stage.experiment.cells.filter((cell) => !recurrent.includes(cell)).map((cell) => words.cells[cell]);
    this.#without.hidden = others.length === 0;
    write(this.#without, others.length === 0 ? '' : recurrent.length === 0 ? words.radius.nothing : words.radius.without(others.join(words.radius.comma)));
    const kind = `${recurrent.join()} ${this.#cell}`;
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.#shown = '';
    const button = (cell: CellKind | null, ...content: Node[]) => {
      const element = h('button', { type: 'button', class: cell === null ? null : `cell-${cell}`, 'aria-pressed': String(cell === this.#cell), 'data-radius': cell ?? 'all', translate: cell === null ? null : 'no' }, ...content);
      element.addEventListener('click', () => {
        this.#cell = cell;
        this.#refresh();
        this.#present.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
      });
      return element;
    };
    this.#present.replaceChildren(
      ...(recurrent.length > 1 ? [button(null, document.createTextNode(words.radius.all))] : []),
      ...recurrent.map((cell) => button(cell, document.createTextNode(words.cells[cell]), h('b', { 'data-radii': cell }, '…'))));
    this.#tick();
  }

  #tick(): void {
    const { stage } = this.#page;
    if (this.element.getClientRects().length === 0 || stage.frame === null || stage.status.state === 'loading') return;
    if (this.#reading || (stage.playing && performance.now() < this.#readAt)) return;
    const key = JSON.stringify([stage.experiment, stage.past.changes, stage.frame.update, this.#kind]);
    if (key === this.#shown) return;
    void this.#read(key);
  }

  async #read(key: string): Promise<void> {
    const { stage } = this.#page;
    this.#reading = true;
    const began = performance.now();
    const request = this.#page.store.request.peek();
    try {
      const cells = stage.experiment.cells.filter((cell) => specOf(cell).recurrentMatrix);
      const all = await Promise.all(cells.map((cell) => stage.past.timedRadii(cell)));
      const turned = cells.flatMap((cell, index) => (this.#cell === null || cell === this.#cell ? [{ cell, ...all[index]! }] : []));
      const live = turned.filter(({ cell }) => stage.frame?.lanes.find((lane) => lane.cell === cell)?.diverged === null);
      const told = live.length > 0 ? live : turned;
      // Lanes that have answered for different updates are read again with the next frame.
      if (request !== this.#page.store.request.peek() || live.some(({ update }) => update !== live[0]!.update)) return;
      this.#shown = key;
      cells.forEach((cell, index) => this.#write(cell, all[index]!.radii));
      const radii = told.flatMap((each) => each.radii);
      this.#known = radii.length > 0 && radii.every((each) => each > 0 && each < Infinity) ? { radii, update: told[0]!.update } : null;
      this.#show();
    } catch {
      // A lane was given up or the run changed meanwhile; the next reading says what is so then.
      this.#shown = key;
    } finally {
      this.#reading = false;
      this.#readAt = performance.now() + Math.max(READING, LEISURE * (performance.now() - began));
    }
  }

  #write(cell: CellKind, radii: readonly number[]): void {
    const place = this.#present.querySelector<HTMLElement>(`[data-radii="${cell}"]`);
    if (place === null) return;
    write(place, rangeOf(radii));
    place.title = radii.map((radius) => short(radius)).join(', ');
  }

  #forget(): void {
    const { request } = this.#page.store;
    const { experiment } = request.peek();
    const begins = request.peek().restart || differences(this.#asked, experiment).some((each) => parameter(each).restart);
    this.#asked = experiment;
    if (!begins) return;
    this.#known = null;
    this.#kind = '';
    this.#show();
    this.#refresh();
  }

  /** What is known, or that nothing is known yet. */
  #show(): void {
    const known = this.#known;
    const { words } = this.#page;
    this.element.classList.toggle('unknown', known === null);
    write(this.#at, known === null ? '' : words.radius.at(count(known.update)));
    if (known !== null) {
      // A thumb that is held, or was just set by keys, stays where it is.
      if (document.activeElement !== this.#range) this.#range.value = String(Math.round(placeOf(middle(known.radii)) * POSITIONS));
      this.#tell(known.radii);
      return;
    }
    write(this.#value, '…');
    write(this.#says, '');
    this.#range.setAttribute('aria-valuetext', '…');
  }

  /** Slow enough to see what a turn does; whoever wants to go on faster says so at the speed. */
  #slow(): void {
    const { stage } = this.#page;
    if (stage.playing && stage.updatesPerSecond > SLOW) stage.speed = SLOW;
  }

  /** The radii of all blocks that are turned: one number where they are the same, and words where they all mean the same. */
  #tell(radii: readonly number[]): void {
    const { words } = this.#page;
    const text = rangeOf(radii);
    write(this.#value, text);
    const sides = new Set(radii.map((radius) => (Math.abs(radius - 1) < 0.005 ? words.radius.keeps : radius < 1 ? words.radius.shrinks : words.radius.grows)));
    const alone = sides.size === 1 ? [...sides] : [];
    write(this.#says, [...alone, ...(this.#turnsGates ? [words.radius.gates] : [])].join(' '));
    this.#range.setAttribute('aria-valuetext', text);
    this.#range.style.setProperty('--filled', `${placeOf(middle(radii)) * 100}%`);
  }

  /** Whether all that is turned has gates, of whose step the recurrent matrix is one part among several. */
  get #turnsGates(): boolean {
    const cells = this.#cell === null ? this.#page.stage.experiment.cells.filter((cell) => specOf(cell).recurrentMatrix) : [this.#cell];
    return cells.some((cell) => specOf(cell).gates.length > 0);
  }

  #turn(): void {
    const radius = valueAt(Number(this.#range.value) / POSITIONS);
    this.#tell([radius]);
    this.#slow();
    // The update at which it comes to be is read once it is.
    write(this.#at, '…');
    this.#wanted = radius;
    void this.#turnAll();
  }

  /** Turned faster than the workers follow, only the last radius is sure to be reached. */
  async #turnAll(): Promise<void> {
    if (this.#turning) return;
    this.#turning = true;
    while (this.#wanted !== null) {
      const radius = this.#wanted;
      this.#wanted = null;
      // What fails is said by the stage.
      await this.#page.stage.rescale(radius, this.#cell ?? undefined).catch(() => undefined);
      this.#tick();
      await new Promise((resolve) => setTimeout(resolve, TURN));
    }
    this.#turning = false;
  }
}

function placeOf(radius: number): number {
  return Math.max(0, Math.min(1, Math.log(radius / LEAST) / Math.log(MOST / LEAST)));
}

/** Snaps to 1 when it is near: the critical point is worth hitting. */
function valueAt(place: number): number {
  const radius = LEAST * (MOST / LEAST) ** place;
  return Math.abs(Math.log(radius)) < 0.012 ? 1 : Number(radius.toPrecision(3));
}

function rangeOf(radii: readonly number[]): string {
  const ends = [Math.min(...radii), Math.max(...radii)];
  const [least, most] = ends.map((radius) => short(radius, 2));
  return least === most ? short(middle(radii)) : `${least}–${most}`;
}

/** Their geometric mean, where the thumb stands. */
function middle(radii: readonly number[]): number {
  return Math.exp(radii.reduce((sum, radius) => sum + Math.log(radius), 0) / radii.length);
}

function short(radius: number, digits = 3): string {
  if (radius >= HUGE) return radius.toExponential(0).replace('+', '');
  return Number.isFinite(radius) ? String(Number(radius.toPrecision(digits))) : '–';
}
