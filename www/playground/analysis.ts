/** Over the stage, on demand: which step hears which loss, what steps, weights and gates do to a gradient, and clipping. */

import { h } from '../views/dom';
import * as icons from '../views/icons';
import type { Page, Part } from './playground';
import type { WeightWatch } from './weight-watch';

/** Milliseconds after which sections that could not be fetched may be asked for again. */
const AGAIN = 5000;

/** One question of the analysis. */
export interface Section {
  readonly element: HTMLElement;
  /** Written anew, for a language. */
  render(): void;
  /** Something may have changed; called only while it can be seen. */
  tick(): void;
}

export class Analysis implements Part {
  readonly #box: HTMLElement;
  readonly #page: Page;
  readonly #watch: WeightWatch;
  /** Loaded when it is first opened. */
  #sections: Section[] = [];
  #loading = false;

  constructor(box: HTMLElement, page: Page, watch: WeightWatch) {
    this.#box = box;
    this.#page = page;
    this.#watch = watch;
    page.traces.listen(() => this.tick());
    watch.listen(() => this.tick());
  }

  render(): void {
    const { words } = this.#page;
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': words.analysis.close, title: words.analysis.close, 'data-action': 'close-analysis' }, icons.close());
    close.addEventListener('click', () => this.#page.showAnalysis(false));
    this.#box.setAttribute('aria-label', words.analysis.title);
    for (const section of this.#sections) section.render();
    this.#box.replaceChildren(close, ...this.#sections.map(({ element }) => element));
    this.tick();
  }

  tick(): void {
    this.#watch.tick();
    if (this.#box.hidden) return;
    this.#load();
    if (this.#page.stage.frame === null) return;
    for (const section of this.#sections) section.tick();
  }

  #load(): void {
    if (this.#loading) return;
    this.#loading = true;
    import('./analysis-sections').then(
      ({ makeSections }) => {
        this.#sections = makeSections(this.#page, this.#watch);
        for (const section of this.#sections) {
          section.render();
          this.#box.append(section.element);
        }
        this.tick();
      },
      // The next time that it is opened it may be had.
      () => setTimeout(() => (this.#loading = false), AGAIN),
    );
  }
}
