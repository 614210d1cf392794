/** The keys of the whole page: those of the stage, wherever the focus is, those that lead from scene to scene, and their list. */

import { subscribe } from '../store/subscribe';
import { h, rich } from '../views/dom';
import * as icons from '../views/icons';
import { isTaken, keyOf } from '../views/key';
import type { Page } from './page';

/** What a lecturer's remote control writes. */
const CLICKER = { PageDown: 1, PageUp: -1 } as const;
const SCENES: Readonly<Record<string, 1 | -1>> = { n: 1, p: -1 };

export class Keys {
  readonly #page: Page;
  readonly #moveScene: (by: 1 | -1) => boolean;
  readonly #vote: (key: string) => boolean;
  readonly #help = h('dialog', { class: 'dialog keys' });

  /**
   * @param moveScene opens the next scene or that before; returns whether there was one.
   * @param vote takes the key for a prediction; returns whether it was one.
   */
  constructor(page: Page, moveScene: (by: 1 | -1) => boolean, vote: (key: string) => boolean) {
    this.#page = page;
    this.#moveScene = moveScene;
    this.#vote = vote;
    const skip = h('button', { type: 'button', class: 'skip', 'data-action': 'skip' });
    skip.addEventListener('click', () => page.stage.focus());
    document.body.prepend(skip);
    document.body.append(this.#help);
    this.#help.addEventListener('keydown', (event) => event.stopPropagation());
    subscribe([page.texts], () => {
      skip.textContent = page.words.keys.skip;
      this.#writeHelp();
    });
    document.addEventListener('keydown', (event) => {
      if (!event.defaultPrevented && this.#handle(event)) event.preventDefault();
    });
  }

  #handle(event: KeyboardEvent): boolean {
    if (this.#page.stage.handleKey(event)) return true;
    if (isTaken(event) || isInDialog(event)) return false;
    const key = keyOf(event);
    if (key === '?') {
      this.#help.showModal();
      return true;
    }
    if (this.#vote(key)) return true;
    const by = SCENES[key];
    if (by !== undefined) return this.#moveScene(by);
    // Elsewhere these keys scroll.
    if ((key === 'PageDown' || key === 'PageUp') && document.body.classList.contains('presenting')) this.#click(CLICKER[key]);
    else return false;
    return true;
  }

  /** With a scene open it turns scenes as slides are turned; else it is one pass further, or the update before. */
  #click(by: 1 | -1): void {
    const { link, stage } = this.#page;
    if (link.view.peek().scene !== undefined) this.#moveScene(by);
    else if (by > 0) void stage.step('pass');
    else void stage.past.back();
  }

  #writeHelp(): void {
    const { keys } = this.#page.words;
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': keys.close }, icons.close());
    close.addEventListener('click', () => this.#help.close());
    this.#help.setAttribute('aria-label', keys.title);
    this.#help.replaceChildren(
      h('div', { class: 'dialog-head' }, h('h2', {}, keys.title), close),
      h('table', {}, h('tbody', {}, ...keys.list.map(([names, what]) =>
        h('tr', {}, h('th', { scope: 'row' }, ...names.split(' ').map((each) => h('kbd', { translate: 'no' }, each))), h('td', {}, rich(what)))))));
  }
}

function isInDialog(event: KeyboardEvent): boolean {
  const origin = event.composedPath()[0];
  return origin instanceof Element && origin.closest('dialog') !== null;
}
