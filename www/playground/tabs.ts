/** On a phone the page shows one thing at a time under the chart: lanes, values or set-up. */

import { subscribe } from '../store/subscribe';
import { h } from '../views/dom';
import type { Page } from './page';

const TABS = ['lanes', 'cell', 'setup'] as const;
type Tab = (typeof TABS)[number];

export class Tabs {
  readonly #nav: HTMLElement;
  readonly #page: Page;
  readonly #phone = matchMedia('(max-width: 719px)');
  #tab: Tab = 'lanes';

  constructor(nav: HTMLElement, page: Page) {
    this.#nav = nav;
    this.#page = page;
    subscribe([page.texts], () => this.#render());
    this.#phone.addEventListener('change', () => this.#apply());
  }

  #render(): void {
    const words = this.#page.words;
    this.#nav.setAttribute('aria-label', words.tabs.label);
    this.#nav.replaceChildren(...TABS.map((tab) => {
      const button = h('button', { type: 'button', 'data-tab': tab }, words.tabs[tab]);
      button.addEventListener('click', () => {
        this.#tab = tab;
        this.#apply();
      });
      return button;
    }));
    this.#apply();
  }

  #apply(): void {
    document.body.dataset.tab = this.#tab;
    for (const button of this.#nav.querySelectorAll('button')) {
      button.setAttribute('aria-current', String(button.dataset.tab === this.#tab));
    }
    const { stage } = this.#page;
    const alone = this.#phone.matches && this.#tab !== 'lanes';
    stage.toggleAttribute('collapsed', alone);
    stage.toggleAttribute('fill', !this.#phone.matches);
  }
}
