/** Looks at the recurrent weights of every lane now and then while they train. */

import { signal } from '@preact/signals-core';
import type { CellKind } from '../generated/types';
import { WeightHistory } from '../views/weight-history';
import type { Page } from './page';

/** Milliseconds between two looks at least, and how many times longer than a look the pause after it is. */
const INTERVAL = 300;
const REST = 60;
/** Milliseconds after the page began before the first look at a run that plays. */
const FIRST = 4000;

export class WeightWatch {
  readonly #page: Page;
  /** Goes up with every look. */
  readonly looks = signal(0);
  readonly #histories = new Map<CellKind, WeightHistory>();
  #run: unknown = null;
  /** The newest update seen while the run played. */
  #latest = -1;
  /** The update on view when weights were looked at last. */
  #asked = -1;
  #looking = false;
  /** The first look waits until the page has come to life: it loads the module that looks. */
  #next = performance.now() + FIRST;

  constructor(page: Page) {
    this.#page = page;
  }

  of(cell: CellKind): WeightHistory {
    let history = this.#histories.get(cell);
    if (history === undefined) this.#histories.set(cell, (history = new WeightHistory()));
    return history;
  }

  /** A frame came on view: a run began, went on, or an update that is past is visited. */
  tick(): void {
    const { frame, playing } = this.#page.stage;
    if (frame === null || frame.lanes.length === 0) return;
    const { run } = frame.lanes[0]!;
    if (run !== this.#run) {
      this.#histories.clear();
      this.#latest = -1;
    }
    this.#run = run;
    if (playing) {
      // Visits leave the past as it is; a run that goes on from an earlier update has another one from there.
      if (frame.update < this.#latest) for (const history of this.#histories.values()) history.forget(frame.update);
      this.#latest = frame.update;
    }
    const cells = frame.lanes.filter((lane) => lane.diverged === null).map(({ cell }) => cell);
    const due = playing ? performance.now() >= this.#next : this.#asked !== frame.update && cells.some((cell) => this.of(cell).at(frame.update)?.updates !== frame.update);
    if (this.#looking || !due) return;
    this.#asked = frame.update;
    void this.#look(cells, run);
  }

  async #look(cells: readonly CellKind[], run: unknown): Promise<void> {
    this.#looking = true;
    try {
      const answers = await Promise.all(cells.map((cell) => this.#page.stage.weightGains(cell)));
      if (run !== this.#run) return;
      answers.forEach(({ gains }, index) => this.of(cells[index]!).record(gains));
      this.#next = performance.now() + Math.max(INTERVAL, REST * Math.max(...answers.map(({ milliseconds }) => milliseconds)));
      this.looks.value += 1;
    } catch {
      // A lane was given up or the run replaced: the stage says so, and the past seen so far stays.
      this.#next = performance.now() + 10 * INTERVAL;
    } finally {
      this.#looking = false;
    }
  }
}
