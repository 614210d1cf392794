/** A dial for the recurrent weights: rescales them to a spectral radius while the model trains or stands still. */

import type { CellKind } from '../generated/types';
import { specOf } from '../views/cells/spec';
import { onChange, subscribe } from '../store/subscribe';
import { h, rich, write } from '../views/dom';
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
const READING = 1000;
const LEISURE = 20;

export class RadiusDial {
  readonly element = h('div', { class: 'radius-dial', 'data-section': 'radius' });
  readonly #page: Page;
  #range = h('input');
  #value = h('output');
  #says = h('p');
  #present = h('div');
  /** The lane that is turned; null for all. */
  #cell: CellKind | null = null;
  #kind = '';
  #wanted: number | null = null;
  #turning = false;
  #reading = false;
  #readAt = 0;
  #shown = '';
  /** The update that the radii on view belong to; null while they are being turned, or not known. */
  #update: number | null = null;
  /** Whether the dial was ever turned: until then nothing is read while training runs. */
  #used = false;

  constructor(page: Page) {
    this.#page = page;
    subscribe([page.texts], () => this.#render());
    onChange([page.store.value('cells')], () => this.#refresh());
    onChange([page.reading], () => this.#tick());
    // Nothing is read while the dial is out of sight, in a drawer or behind a tab.
    new IntersectionObserver(() => this.#tick()).observe(this.element);
  }

  #render(): void {
    const { words } = this.#page;
    this.#kind = '';
    this.#shown = '';
    this.#range = h('input', { type: 'range', min: 0, max: POSITIONS, step: 1, id: 'radius-now', 'data-dial': 'radius' });
    this.#range.addEventListener('input', () => this.#turn());
    this.#value = h('output', { for: 'radius-now' });
    this.#says = h('p', { class: 'hint' });
    this.#present = h('div', { class: 'radii', role: 'group', 'aria-label': words.radius.lanes });
    // The mark at 1 stands where the thumb stands.
    const mark = h('div', { class: 'dial-mark', 'aria-hidden': 'true' }, h('i'), h('span', {}, '1'));
    mark.style.setProperty('--place', String(placeOf(1)));
    this.element.replaceChildren(
      h('div', { class: 'control large', title: words.radius.hint }, h('label', { for: 'radius-now' }, rich(words.radius.label)), this.#value, this.#range),
      mark, this.#says, this.#present);
    // Nothing is said of a radius before it is known.
    this.#range.value = String(Math.round(placeOf(1) * POSITIONS));
    write(this.#value, '…');
    this.#refresh();
  }

  #refresh(): void {
    const { stage, words } = this.#page;
    const recurrent: CellKind[] = stage.experiment.cells.filter((cell) => specOf(cell).recurrentMatrix);
    this.element.hidden = recurrent.length === 0;
    if (this.#cell !== null && !recurrent.includes(this.#cell)) this.#cell = null;
    const kind = `${recurrent.join()} ${this.#cell}`;
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.#shown = '';
    const button = (cell: CellKind | null, ...content: Node[]) => {
      const element = h('button', { type: 'button', class: cell === null ? null : `cell-${cell}`, 'aria-pressed': String(cell === this.#cell), 'data-radius': cell ?? 'all' }, ...content);
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
    if (this.#reading || (stage.playing && (!this.#used || performance.now() < this.#readAt))) return;
    const key = JSON.stringify([stage.experiment, stage.past.changes, stage.frame.update, this.#kind]);
    if (key === this.#shown) return;
    void this.#read(key);
  }

  async #read(key: string): Promise<void> {
    const { stage } = this.#page;
    this.#reading = true;
    const began = performance.now();
    try {
      const cells = stage.experiment.cells.filter((cell) => specOf(cell).recurrentMatrix);
      const all = await Promise.all(cells.map((cell) => stage.past.radii(cell)));
      this.#shown = key;
      cells.forEach((cell, index) => this.#write(cell, all[index]!));
      this.#update = stage.frame?.update ?? null;
      const turned = all.filter((_, index) => this.#cell === null || cells[index] === this.#cell).flat();
      if (document.activeElement !== this.#range) this.#show(Math.exp(turned.reduce((sum, radius) => sum + Math.log(radius), 0) / turned.length));
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
    const [least, most] = [Math.min(...radii), Math.max(...radii)].map((radius) => short(radius, radii.length > 1 ? 2 : 3));
    write(place, least === most ? least! : `${least}–${most}`);
    place.title = radii.map((radius) => short(radius)).join(', ');
  }

  #show(radius: number): void {
    if (!Number.isFinite(radius)) return;
    this.#range.value = String(Math.round(placeOf(radius) * POSITIONS));
    this.#tell(radius);
  }

  #tell(radius: number): void {
    const { words } = this.#page;
    const text = short(radius);
    write(this.#value, text);
    const when = this.#update === null ? '' : ` (${words.radius.at(count(this.#update))})`;
    write(this.#says, `${this.#meaning(radius)}${when}`);
    this.#range.setAttribute('aria-valuetext', text);
    this.#range.style.setProperty('--filled', `${placeOf(radius) * 100}%`);
  }

  /** What repetition of the weights alone would do; of gated cells it says little. */
  #meaning(radius: number): string {
    const { stage, words } = this.#page;
    const turned = stage.experiment.cells.filter((cell) => specOf(cell).recurrentMatrix && (this.#cell === null || cell === this.#cell));
    if (turned.every((cell) => specOf(cell).keepingGate !== null)) return words.radius.gated;
    return Math.abs(radius - 1) < 0.005 ? words.radius.keeps : radius < 1 ? words.radius.shrinks : words.radius.grows;
  }

  #turn(): void {
    const radius = valueAt(Number(this.#range.value) / POSITIONS);
    this.#update = null;
    this.#tell(radius);
    this.#used = true;
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

function short(radius: number, digits = 3): string {
  if (radius >= HUGE) return radius.toExponential(0).replace('+', '');
  return Number.isFinite(radius) ? String(Number(radius.toPrecision(digits))) : '–';
}
