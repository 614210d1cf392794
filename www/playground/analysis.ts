/** Over the stage, on demand: which step hears which loss, what steps, weights and gates do to a gradient, and clipping. */

import { h } from '../views/dom';
import * as icons from '../views/icons';
import { ClippingSection } from './analysis-clipping';
import { FlowSection } from './analysis-flow';
import { GatesSection } from './analysis-gates';
import { StepsSection } from './analysis-steps';
import { WeightsSection } from './analysis-weights';
import type { Page, Part } from './playground';
import type { WeightWatch } from './weight-watch';

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
  readonly #sections: Section[];

  constructor(box: HTMLElement, page: Page, watch: WeightWatch) {
    this.#box = box;
    this.#page = page;
    this.#watch = watch;
    this.#sections = [new FlowSection(page), new StepsSection(page), new GatesSection(page), new WeightsSection(page, watch), new ClippingSection(page)];
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
    if (this.#box.hidden || this.#page.stage.frame === null) return;
    for (const section of this.#sections) section.tick();
  }
}
