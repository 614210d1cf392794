/** The few buttons that an embedded stage has under it. */

import { h } from '../views/dom';
import * as icons from '../views/icons';
import type { Messages as FirstMessages } from '../i18n';
import type { Granularity } from './player';

export interface ControlActions {
  toggle(): void;
  step(granularity: Granularity): void;
  reset(): void;
}

export class Controls {
  readonly element = h('div', { class: 'controls', part: 'controls', hidden: true });
  readonly #play = h('button', { type: 'button', class: 'play', part: 'play', 'data-action': 'play' });
  readonly #step = h('button', { type: 'button', 'data-action': 'step' }, icons.step());
  readonly #reset = h('button', { type: 'button', 'data-action': 'reset' }, icons.reset());
  #words: FirstMessages | null = null;
  #playing = false;

  constructor(actions: ControlActions) {
    this.#play.addEventListener('click', () => actions.toggle());
    this.#step.addEventListener('click', () => actions.step('update'));
    this.#reset.addEventListener('click', () => actions.reset());
    this.element.append(this.#play, this.#step, this.#reset);
  }

  look(words: FirstMessages, visible: boolean): void {
    this.#words = words;
    this.element.hidden = !visible;
    this.#step.setAttribute('aria-label', words.stage.stepOnce);
    this.#reset.setAttribute('aria-label', words.stage.reset);
    this.#reset.title = words.stage.reset;
    this.show(this.#playing);
  }

  show(playing: boolean): void {
    this.#playing = playing;
    const label = playing ? this.#words?.stage.pause : this.#words?.stage.play;
    if (label === undefined || this.#play.getAttribute('aria-label') === label) return;
    this.#play.setAttribute('aria-label', label);
    this.#play.replaceChildren(playing ? icons.pause() : icons.play());
  }
}
