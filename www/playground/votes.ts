/** Predict first: which line is which, and where it ends. A vote a click or key for each model; revealed, the votes stay beside what came true. */

import type { CellKind } from '../generated/types';
import { onChange, subscribe } from '../store/subscribe';
import { fateOf } from '../story/share';
import { h, write } from '../views/dom';
import { cellMark } from '../views/lane';
import { svg } from '../views/svg';
import type { Page } from './page';

/** The keys of the three ends. */
const KEYS = ['j', 'k', 'l'] as const;
/** The lines: kept alive, fading, vanishing. */
const LINES = ['M2 6L58 3', 'M2 15L58 3', 'M2 29L58 3'];
/** Which of the lines a fate is. */
const END: Readonly<Record<ReturnType<typeof fateOf>, number | null>> = { arrives: 0, explodes: 0, fades: 1, vanishes: 2, zero: 2, unknown: null };

export class Votes {
  readonly element = h('div', { class: 'votes' });
  readonly #page: Page;
  #counts = new Map<CellKind, [number, number, number]>();
  #buttons = new Map<CellKind, HTMLButtonElement[]>();
  #revealed = false;

  constructor(page: Page) {
    this.#page = page;
    const { experimentOnView, view, texts, run } = page.store;
    subscribe([experimentOnView, texts, page.texts], () => this.#build());
    subscribe([view.cell], () => this.#mark());
    onChange([page.reading, run.frame], () => this.#judge());
  }

  get any(): boolean {
    return [...this.#counts.values()].flat().some((count) => count > 0);
  }

  reset(): void {
    this.#counts = new Map();
    this.#revealed = false;
    this.#build();
  }

  reveal(): void {
    this.#revealed = true;
    for (const button of [...this.#buttons.values()].flat()) button.disabled = true;
    this.#judge();
  }

  /** A vote by key for the model that is chosen; returns whether the key was one. */
  handleKey(key: string): boolean {
    const end = KEYS.findIndex((each) => each === key);
    const cell = this.#chosen;
    if (end < 0 || cell === null || this.#revealed) return false;
    this.#vote(cell, end);
    return true;
  }

  get #cells(): readonly CellKind[] {
    return this.#page.store.experimentOnView.peek().cells;
  }

  get #chosen(): CellKind | null {
    const cell = this.#page.store.view.cell.peek();
    return cell !== null && this.#cells.includes(cell) ? cell : (this.#cells[0] ?? null);
  }

  #vote(cell: CellKind, end: number): void {
    const counts = this.#counts.get(cell) ?? [0, 0, 0];
    counts[end]! += 1;
    this.#counts.set(cell, counts);
    this.#page.store.look({ cell });
    this.#writeCounts();
  }

  #build(): void {
    const { outcome, cells } = this.#page.words;
    this.#buttons = new Map();
    this.element.replaceChildren(...this.#cells.map((cell) => {
      const buttons = outcome.ends.map((end, index) => {
        const line = svg('svg', { viewBox: '0 0 60 32', 'aria-hidden': 'true', class: 'vote-line' }, svg('path', { d: LINES[index]! }));
        const button = h('button', { type: 'button', class: 'vote', 'data-vote': index, 'aria-keyshortcuts': KEYS[index]!.toUpperCase() },
          line, h('span', { class: 'vote-end' }, end), h('kbd', { 'aria-hidden': 'true' }, KEYS[index]!.toUpperCase()), h('b', { class: 'vote-count' }));
        button.disabled = this.#revealed;
        button.addEventListener('click', () => this.#vote(cell, index));
        return button;
      });
      this.#buttons.set(cell, buttons);
      return h('div', { class: `vote-row cell-${cell}`, role: 'group', 'aria-label': cells[cell], 'data-cell': cell }, h('span', { class: 'vote-name', translate: 'no' }, cellMark(cell), cells[cell]), ...buttons);
    }));
    this.#writeCounts();
    this.#mark();
    this.#judge();
  }

  #writeCounts(): void {
    for (const [cell, buttons] of this.#buttons) {
      buttons.forEach((button, index) => write(button.querySelector('b')!, String(this.#counts.get(cell)?.[index] ?? 0)));
    }
  }

  /** The model that keys vote for. */
  #mark(): void {
    for (const row of this.element.children) row.classList.toggle('chosen', !this.#revealed && (row as HTMLElement).dataset.cell === this.#chosen);
  }

  /** Once revealed: which end is that of the update on view. */
  #judge(): void {
    if (!this.#revealed) return;
    for (const lane of this.#page.store.run.frame.peek()?.lanes ?? []) {
      const end = END[fateOf(lane.scalar('log10RatioMemory'))];
      this.#buttons.get(lane.cell)?.forEach((button, index) => {
        button.classList.toggle('true', index === end);
        button.querySelector('.vote-end')!.classList.toggle('ticked', index === end);
      });
    }
    this.#mark();
  }
}
