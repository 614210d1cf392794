/** Numbers written by the models themselves: each reads the number and then the letters that it wrote, not the right ones. */

import type { LaneFrame } from '../engine/frame';
import { describeFailure } from '../element/errors';
import { subscribe } from '../store/subscribe';
import { h, write } from '../views/dom';
import type { Page } from './page';
import { lanesOf, Questions } from './questions';
import { asRead, isDigits, isHeldOut, parted, untilEnd } from './writing';

/** Letters of the longest answer, and some. */
const LENGTH = 60;

export class TaskWriting {
  readonly element = h('figure', { class: 'task-writing', hidden: true });
  readonly #page: Page;
  readonly #caption = h('figcaption');
  readonly #box = h('input', { type: 'text', spellcheck: false, autocomplete: 'off', maxlength: 60, 'data-own': 'number' });
  readonly #target = h('p', { translate: 'no', 'data-writing': 'target' });
  readonly #part = h('p', { class: 'hint', 'data-writing': 'part' });
  readonly #list = h('table');
  readonly #problem = h('p', { class: 'text-problem', role: 'alert', hidden: true });

  constructor(page: Page) {
    this.#page = page;
    const { store } = page;
    this.element.append(this.#caption, this.#box, this.#target, this.#list, this.#part, this.#problem);
    const questions = new Questions(() => this.#ask());
    this.#box.addEventListener('input', () => questions.ask());
    subscribe([store.value('task'), store.value('translation')], () => (this.#box.value = ''));
    subscribe([page.texts, store.run.frame], () => {
      this.element.hidden = this.#lanes() === null;
      questions.ask();
    });
  }

  /** The lanes to be asked; null in other tasks. */
  #lanes(): readonly LaneFrame[] | null {
    return lanesOf('translate', this.#page.store);
  }

  #ask(): Promise<void> | null {
    const lanes = this.#lanes();
    return lanes === null ? null : this.#show(lanes).catch(async (failure: unknown) => {
      this.#problem.textContent = (await describeFailure(failure, this.#page.language.peek())).message;
      this.#problem.hidden = false;
    });
  }

  async #show(lanes: readonly LaneFrame[]): Promise<void> {
    const { stage, words } = this.#page;
    const texts = words.rail.writes;
    const shown = parted(lanes[0]!.run);
    write(this.#caption, texts.caption);
    this.#box.placeholder = shown.source;
    this.#box.setAttribute('aria-label', texts.number);
    const given = this.#box.value.trim();
    const source = asRead(given) || shown.source;
    const target = source === shown.source ? shown.target : await stage.answerTo(lanes[0]!.cell, source);
    // What is no question is not asked.
    const written = target === null ? [] : await Promise.all(lanes.map(({ cell }) => stage.generate(cell, `${source}=`, LENGTH, 0)));
    // Answers of another run do not belong to this question; its frame asks for its own.
    if (this.#page.store.run.frame.peek()?.lanes[0]?.run !== lanes[0]?.run) return;
    this.#problem.hidden = target !== null;
    this.#target.hidden = this.#list.hidden = this.#part.hidden = target === null;
    this.#box.setAttribute('aria-invalid', String(target === null));
    if (target === null) {
      write(this.#problem, isDigits(shown.source) ? texts.noDigits(given) : texts.noWords(given, shown.source));
      return;
    }
    write(this.#target, `${source} → ${target}`);
    write(this.#part, isHeldOut(isDigits(source) ? source : target) === true ? texts.heldOut : texts.learned);
    this.#list.replaceChildren(h('tbody', {}, ...lanes.map(({ cell }, index) => {
      const answer = untilEnd(written[index]!);
      const mark = answer === target ? '✓' : '✕';
      return h('tr', { class: `cell-${cell}`, 'data-cell': cell }, h('th', { scope: 'row' }, words.cells[cell]), h('td', { translate: 'no' }, `${answer} ${mark}`));
    })));
  }
}
