/** Are the gradients right? The running model's backward pass held against differences of its loss, in the page. */

import type { CellKind, TensorCheck } from '../generated/types';
import { subscribe } from '../store/subscribe';
import { cellMark } from '../views/lane';
import { h, rich, verbatim } from '../views/dom';
import { count, value } from '../views/format';
import type { Page } from './page';

/** Up to this relative error a gradient counts as right; what the differences leave out is smaller. */
const AGREES = 1e-4;

export class VerifyPanel {
  readonly element = h('details', { class: 'verify', 'data-section': 'verify' });
  readonly #page: Page;
  #result = h('div');
  #button = h('button');
  #running = false;

  constructor(page: Page) {
    this.#page = page;
    subscribe([page.texts], () => this.#render());
  }

  /** Where it stands in the window; null while it is folded. */
  get place(): number | null {
    return this.element.open ? this.element.getBoundingClientRect().top : null;
  }

  /** Back to where it stood, after what is above it became longer or shorter. */
  keep(place: number | null): void {
    if (place === null) return;
    const moved = this.element.getBoundingClientRect().top - place;
    const scroller = scrollerOf(this.element);
    if (moved !== 0) scroller?.scrollBy({ top: moved, behavior: 'instant' });
  }

  #render(): void {
    const { words } = this.#page;
    this.#button = h('button', { type: 'button', 'data-action': 'verify' }, words.verify.run);
    this.#button.addEventListener('click', () => void this.#run());
    this.#result = h('div', { class: 'verify-result', role: 'status' });
    this.element.replaceChildren(
      h('summary', {}, words.verify.title),
      h('p', { class: 'hint' }, rich(words.verify.explanation)),
      this.#button,
      this.#result);
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    const { stage, words } = this.#page;
    this.#running = true;
    await stage.pause();
    this.#result.replaceChildren(words.verify.working);
    try {
      const update = stage.frame?.update ?? 0;
      const { cells } = stage.experiment;
      const all = await Promise.all(cells.map((cell) => stage.past.verify(cell)));
      this.#result.replaceChildren(
        h('p', { class: 'hint' }, words.verify.at(count(update))),
        ...cells.map((cell, index) => this.#table(cell, all[index]!)),
        ...(all.flat().every(({ compared, drawn }) => compared === drawn) ? [] : [h('p', { class: 'hint' }, words.verify.unmeasured)]));
      this.element.scrollIntoView({ block: 'start' });
    } catch (failure) {
      this.#result.replaceChildren(failure instanceof Error ? failure.message : String(failure));
    } finally {
      this.#running = false;
    }
  }

  #table(cell: CellKind, checks: readonly TensorCheck[]): HTMLElement {
    const { words } = this.#page;
    const compared = checks.reduce((sum, check) => sum + check.compared, 0);
    const worst = Math.max(0, ...checks.map((check) => check.worstRelativeError));
    const agrees = worst <= AGREES;
    return h('section', { class: `cell-${cell}`, 'data-verified': cell, 'data-worst': worst, 'data-compared': compared },
      h('h3', {}, cellMark(cell), verbatim(words.cells[cell])),
      h('p', {}, agrees ? words.verify.agrees(compared, digitsOf(worst)) : words.verify.differs(compared)),
      h('table', {},
        h('thead', {}, h('tr', {}, ...[words.verify.tensor, words.verify.compared, words.verify.worst].map((label) => h('th', { scope: 'col' }, label)))),
        h('tbody', {}, ...checks.map((check) => h('tr', { title: words.verify.pair(value(check.backward, 8), value(check.difference, 8)) },
          h('th', { scope: 'row', translate: 'no' }, check.tensor),
          h('td', {}, check.compared === check.drawn ? String(check.drawn) : words.verify.some(check.compared, check.drawn)),
          h('td', {}, check.compared === 0 ? '–' : check.worstRelativeError === 0 ? '0' : check.worstRelativeError.toExponential(0).replace('-', '−')))))));
  }
}

function scrollerOf(element: Element): Element | null {
  for (let box = element.parentElement; box !== null; box = box.parentElement) {
    if (box.scrollHeight > box.clientHeight && ['auto', 'scroll'].includes(getComputedStyle(box).overflowY)) return box;
  }
  return document.scrollingElement;
}

/** Decimal digits in which two numbers with this relative difference are alike. */
function digitsOf(error: number): number {
  return error === 0 ? 15 : Math.max(0, Math.min(15, Math.floor(-Math.log10(error))));
}
