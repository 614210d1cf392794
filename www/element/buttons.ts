/** The few buttons that an embedded stage has under it. */

import type { Granularity } from '../store/run';
import type { Store } from '../store/store';
import { subscribe, type Stop } from '../store/subscribe';
import { h } from '../views/dom';
import * as icons from '../views/icons';

interface ButtonCommands {
  toggle(): void;
  step(granularity: Granularity): void;
  reset(): void;
}

export class Buttons {
  readonly element = h('div', { class: 'controls', part: 'controls', hidden: true });
  readonly close: Stop;
  readonly #store: Store;
  readonly #play = h('button', { type: 'button', class: 'play', part: 'play', 'data-action': 'play' });
  readonly #step = h('button', { type: 'button', 'data-action': 'step' }, icons.step());
  readonly #reset = h('button', { type: 'button', 'data-action': 'reset' }, icons.reset());

  constructor(store: Store, commands: ButtonCommands) {
    this.#store = store;
    this.#play.addEventListener('click', () => commands.toggle());
    this.#step.addEventListener('click', () => commands.step('update'));
    this.#reset.addEventListener('click', () => commands.reset());
    this.element.append(this.#play, this.#step, this.#reset);
    this.close = subscribe([store.texts, store.controls, store.run.playing], () => this.#write());
  }

  #write(): void {
    const { texts, controls, run } = this.#store;
    const { stage } = texts.peek()!;
    const playing = run.playing.peek();
    this.element.hidden = !controls.peek().buttons;
    this.#step.setAttribute('aria-label', stage.stepOnce);
    this.#reset.setAttribute('aria-label', stage.reset);
    this.#reset.title = stage.reset;
    const label = playing ? stage.pause : stage.play;
    if (this.#play.getAttribute('aria-label') === label) return;
    this.#play.setAttribute('aria-label', label);
    this.#play.replaceChildren(playing ? icons.pause() : icons.play());
  }
}
