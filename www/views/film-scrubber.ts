/** The film as a slider: drag, click and keys choose the update on view; a cursor shows which. */

import { h, scaleOn } from './dom';
import { count } from './format';
import type { History } from './history';
import { textWidth } from './ruler';
import type { Theme } from './theme';
import type { Messages } from '../i18n';

/** What the film reports to the stage. */
export interface FilmActions {
  /** Looks at an update of the past, or at the newest again. */
  visit(update: number): void;
}

/** Columns that one press of page up or page down moves. */
const PAGE = 10;

export class FilmScrubber {
  /** The slider itself: the whole track of the film is its handle. */
  readonly track: HTMLElement;
  readonly #cursor = h('div', { class: 'playhead', 'aria-hidden': 'true' });
  readonly #number = h('span', { class: 'film-number', translate: 'no', hidden: true });
  /** What came after the update on view. */
  readonly #later = h('div', { class: 'film-later', 'aria-hidden': 'true', hidden: true });
  readonly #actions: FilmActions;
  #history: History | null = null;
  #width = 1;
  #viewed = 0;

  constructor(actions: FilmActions, ...content: Node[]) {
    this.#actions = actions;
    this.#cursor.append(this.#number);
    this.track = h('div', { class: 'film-track', role: 'slider', tabindex: 0, 'aria-valuemin': 0 }, ...content, this.#later, this.#cursor);
    this.track.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      this.track.setPointerCapture(event.pointerId);
      this.#visitAt(event.clientX);
    });
    this.track.addEventListener('pointermove', (event) => {
      if (this.track.hasPointerCapture(event.pointerId)) this.#visitAt(event.clientX);
    });
    this.track.addEventListener('keydown', (event) => this.#key(event));
  }

  show(history: History, viewed: number, width: number, words: Messages, parts: readonly string[]): void {
    this.#history = history;
    this.#viewed = viewed;
    this.#width = width;
    const { range, latest } = history;
    const place = (update: number) => ((update + 0.5) / range) * width;
    const past = viewed < latest;
    const x = place(viewed);
    this.#cursor.style.setProperty('transform', `translateX(${x}px)`);
    this.#later.hidden = !past;
    this.#number.hidden = !past;
    if (past) {
      this.#later.style.setProperty('transform', `translateX(${x}px)`);
      this.#later.style.setProperty('width', `${place(latest) - x}px`);
      this.#number.textContent = count(viewed);
      // The number stays on the track at both ends.
      this.#number.classList.toggle('left', x > width / 2);
    }
    this.track.setAttribute('aria-valuemax', String(latest));
    this.track.setAttribute('aria-valuenow', String(viewed));
    this.track.setAttribute('aria-valuetext', words.past.valueText(count(viewed), count(latest), parts));
  }

  /** Where the number of an update of the past stands, from left to right. */
  numberAt(update: number, range: number, width: number, { font }: Theme): { left: number; right: number } {
    const x = ((update + 0.5) / range) * width;
    const size = textWidth(count(update), `700 12px ${font}`) + 8;
    return x > width / 2 ? { left: x - size, right: x } : { left: x, right: x + size };
  }

  #visitAt(clientX: number): void {
    const history = this.#history;
    if (history === null) return;
    const share = (clientX - this.track.getBoundingClientRect().left) / scaleOn(this.track) / this.#width;
    const column = Math.max(0, Math.min(history.columnOf(history.latest), Math.floor(share * history.columns)));
    // A column begins at an update that has a checkpoint, as a rule; the last one is the newest.
    this.#visit(column === history.columnOf(history.latest) ? history.latest : history.updateOf(column));
  }

  #visit(update: number): void {
    const bounded = Math.max(0, Math.min(this.#history?.latest ?? 0, update));
    if (bounded === this.#viewed) return;
    this.#viewed = bounded;
    this.#actions.visit(bounded);
  }

  #key(event: KeyboardEvent): void {
    const history = this.#history;
    if (history === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.round((PAGE * history.range) / history.columns));
    const targets: Partial<Record<string, number>> = {
      ArrowLeft: this.#viewed - 1, ArrowDown: this.#viewed - 1,
      ArrowRight: this.#viewed + 1, ArrowUp: this.#viewed + 1,
      PageDown: this.#viewed - page, PageUp: this.#viewed + page,
      Home: 0, End: history.latest,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#visit(target);
  }
}
