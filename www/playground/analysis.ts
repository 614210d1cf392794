/** Over the stage, on demand: which step hears which loss, what steps, weights and gates do to a gradient, and clipping. */

import { onChange, subscribe } from '../store/subscribe';
import { h } from '../views/dom';
import * as icons from '../views/icons';
import type { Section } from './analysis-section';
import type { Page } from './page';
import type { WeightWatch } from './weight-watch';

/** Milliseconds after which sections that could not be fetched may be asked for again. */
const AGAIN = 5000;

export class Analysis {
  readonly #box: HTMLElement;
  readonly #page: Page;
  readonly #watch: WeightWatch;
  /** Loaded when it is first opened. */
  #sections: Section[] = [];
  #loading = false;
  /** Whether it was this that paused training. */
  #paused = false;

  constructor(box: HTMLElement, page: Page, watch: WeightWatch) {
    this.#box = box;
    this.#page = page;
    this.#watch = watch;
    subscribe([page.texts], () => this.#render());
    subscribe([page.reading, watch.looks], () => this.#tick());
    onChange([page.analysisOpen], () => this.#show());
    if (page.analysisOpen.peek()) this.#show();
  }

  /** What lies under it is neither seen nor reached. */
  #show(): void {
    const { analysisOpen, byKey, stage } = this.#page;
    const open = analysisOpen.peek();
    this.#box.hidden = !open;
    // Whoever did not come by keys needs no ring around a whole panel.
    this.#box.classList.toggle('quiet', !byKey);
    const button = document.querySelector<HTMLElement>('[data-action="analysis"]');
    button?.setAttribute('aria-pressed', String(open));
    stage.inert = open;
    void this.#rest(open);
    if (open) this.#box.focus();
    else if (button?.getClientRects().length === 0) document.querySelector<HTMLElement>('[data-action="more"]')?.focus();
    else button?.focus();
    this.#tick();
  }

  /** What it shows belongs to one update, so training waits while it is open; it goes on if nothing else has happened. */
  async #rest(open: boolean): Promise<void> {
    const { stage, analysisOpen } = this.#page;
    if (!open) {
      if (this.#paused && !stage.playing) await stage.play();
      this.#paused = false;
      return;
    }
    await stage.ready.catch(() => undefined);
    if (!stage.playing || !analysisOpen.peek()) return;
    this.#paused = true;
    await stage.pause();
  }

  #render(): void {
    const words = this.#page.words;
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': words.analysis.close, title: words.analysis.close, 'data-action': 'close-analysis' }, icons.close());
    close.addEventListener('click', () => this.#page.showAnalysis(false));
    this.#box.setAttribute('aria-label', words.analysis.title);
    for (const section of this.#sections) section.render();
    this.#box.replaceChildren(close, ...this.#sections.map(({ element }) => element));
    this.#tick();
  }

  #tick(): void {
    this.#watch.tick();
    if (this.#box.hidden) return;
    this.#load();
    if (this.#page.stage.frame === null) return;
    for (const section of this.#sections) section.tick();
  }

  #load(): void {
    if (this.#loading) return;
    this.#loading = true;
    void this.#page.load(() => import('./analysis-sections')).then((part) => {
      if (part === null) {
        setTimeout(() => {
          this.#loading = false;
          this.#tick();
        }, AGAIN);
        return;
      }
      this.#sections = part.makeSections(this.#page, this.#watch);
      for (const section of this.#sections) {
        section.render();
        this.#box.append(section.element);
      }
      this.#tick();
    });
  }
}
