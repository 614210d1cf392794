/** A run of a lesson that stays on view, dotted, while other beats are read. */

import type { VanishingPointElement } from '../element/vanishing-point';
import { subscribe } from '../store/subscribe';
import { h } from '../views/dom';
import { History } from '../views/history';
import { copyFrame } from '../views/pinned';
import type { CourseTexts } from './texts';

const LETTERS = 26;

export class Keeper {
  /** What is dotted, where it comes from, and the way to be rid of it. */
  readonly element = h('p', { class: 'kept-run', role: 'status' });
  readonly #stage: VanishingPointElement;
  readonly #words: CourseTexts['reader'];
  #history = new History();
  #run: object | null = null;
  #kept = 0;

  constructor(stage: VanishingPointElement, words: CourseTexts['reader']) {
    this.#stage = stage;
    this.#words = words;
  }

  /** Begins to write down what the run on view goes through; ends with what is returned. */
  follow(): () => void {
    const { run } = this.#stage.store;
    return subscribe([run.frame], () => {
      const frame = run.frame.peek();
      const described = frame?.lanes[0]?.run;
      if (frame === null || described === undefined) return;
      if (described !== this.#run) {
        this.#run = described;
        this.#history = new History();
        this.#history.restart(frame);
      } else if (frame.update < this.#history.latest) this.#history.rewind(frame);
      else this.#history.record(frame);
    });
  }

  /** @param link where it is on view again; `title` is that of its beat. */
  keep(title: string, link: string): void {
    const { run } = this.#stage.store;
    const frame = run.frame.peek();
    if (frame === null) return;
    const name = String.fromCharCode(65 + (this.#kept++ % LETTERS));
    run.pinned.value = { name, link: new URL(link, location.href).href, frame: copyFrame(frame), history: this.#history, records: null };
    // Another one is written from now on, lest this one grows on.
    this.#run = null;
    const remove = h('button', { type: 'button', class: 'plain', 'data-action': 'unpin' }, this.#words.unpin);
    remove.addEventListener('click', () => {
      run.pinned.value = null;
      this.element.replaceChildren();
    });
    this.element.replaceChildren(h('a', { href: link }, this.#words.kept(name, title)), ' ', remove);
  }
}
