/** Mouse, pen and touch on the stage: which step and unit is meant. */

import type { CellKind } from '../generated/types';
import { scaleOn } from '../views/dom';
import type { Row } from '../views/row';
import type { TimeScale } from '../views/scale';

/** A place on the stage. */
export interface Place {
  step: number;
  /** The lane, row and unit under the pointer, where it is over one. */
  cell: CellKind | null;
  row: Row | null;
  unit: number | null;
}

/** Where the pointer is over the stage, in CSS pixels, and how wide the stage is. */
export interface Point {
  x: number;
  y: number;
  room: number;
}

interface Ports {
  scale(): TimeScale | null;
  place(target: Element, y: number): Omit<Place, 'step'>;
  /** Says what is under the pointer; null when nothing is. */
  tooltip(place: Place | null, at: Point): void;
  hover(step: number | null): void;
  select(place: Place): void;
}

export class Pointer {
  readonly #root: HTMLElement;
  readonly #ports: Ports;
  #place: Place | null = null;
  #at: Point = { x: 0, y: 0, room: 0 };

  constructor(timeline: HTMLElement, root: HTMLElement, ports: Ports) {
    this.#root = root;
    this.#ports = ports;
    timeline.addEventListener('pointermove', (event) => this.#move(event));
    timeline.addEventListener('pointerleave', () => this.#leave());
    timeline.addEventListener('pointerdown', (event) => {
      const place = this.#find(event);
      if (place !== null && event.button === 0) ports.select(place);
    });
  }

  #find(event: PointerEvent): Place | null {
    const scale = this.#ports.scale();
    const target = event.composedPath()[0];
    if (scale === null || !(target instanceof Element)) return null;
    const track = target.closest('.row')?.querySelector('.track');
    if (track === null || track === undefined || target.closest('button') !== null) return null;
    const box = track.getBoundingClientRect();
    const shown = scaleOn(track);
    const x = (event.clientX - box.left) / shown;
    if (x < 0 || x >= scale.width) return null;
    return { step: scale.stepAt(x), ...this.#ports.place(target, (event.clientY - box.top) / shown) };
  }

  #move(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    this.#place = this.#find(event);
    const box = this.#root.getBoundingClientRect();
    const shown = scaleOn(this.#root);
    this.#at = { x: (event.clientX - box.left) / shown, y: (event.clientY - box.top) / shown, room: box.width / shown };
    this.#ports.hover(this.#place?.step ?? null);
    this.refresh();
  }

  #leave(): void {
    this.#place = null;
    this.#ports.hover(null);
    this.refresh();
  }

  /** Writes the tooltip anew, when the numbers under a resting pointer have changed. */
  refresh(): void {
    this.#ports.tooltip(this.#place, this.#at);
  }
}
