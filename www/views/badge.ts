/** What stands beside a lane that became non-finite: where that was, and the two ways back. */

import type { CellKind, Divergence } from '../generated/types';
import type { Messages } from '../i18n';
import { h, write } from './dom';
import { count } from './format';

/** What a diverged lane reports to the stage. */
export interface BadgeActions {
  /** Back to where the lane's gradients were ordinary. */
  recover(cell: CellKind): void;
  /** The same, and on from there with clipping. */
  clip(cell: CellKind): void;
}

export class Badge {
  readonly element: HTMLElement;
  readonly #words: Messages;
  readonly #text = h('span');
  readonly #place = h('span', { class: 'badge-place' });
  readonly #clip: HTMLButtonElement;

  constructor(cell: CellKind, words: Messages, actions: BadgeActions) {
    const { diverged, past } = words;
    this.#words = words;
    this.#clip = button(diverged.clip, 'clip', past.clipHint, () => actions.clip(cell));
    this.element = h('div', { class: 'badge', part: 'badge', role: 'status' }, this.#text, this.#place,
      button(past.recover, 'rewind', past.recoverHint, () => actions.recover(cell)), this.#clip);
  }

  /** @param clipped whether gradients are clipped already, so that there is nothing to turn on. */
  write({ update, tensor, step }: Divergence, clipped: boolean): void {
    write(this.#text, this.#words.diverged.badge(count(update)));
    write(this.#place, tensor === '' ? '' : this.#words.past.where(tensor, step));
    this.#clip.hidden = clipped;
  }
}

function button(label: string, action: string, title: string, click: () => void): HTMLButtonElement {
  const element = h('button', { type: 'button', 'data-action': action, title }, label);
  element.addEventListener('click', click);
  return element;
}
