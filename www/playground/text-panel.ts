/** For the task `text`: the visitor's own text, and letting a model write. */

import type { CellKind } from '../generated/types';
import { describeFailure } from '../element/errors';
import { subscribe } from '../store/subscribe';
import { firstChoice } from '../views/cells/spec';
import { normalizeText } from '../store/text';
import { h, write } from '../views/dom';
import { count } from '../views/format';
import { drawn } from './draw';
import { ownKindOf } from '../engine/own';
import type { Page } from './page';

/** Characters that a model writes at a time. */
const LENGTH = 240;
/** A larger file is no text that a model could learn in a page. */
const MOST_BYTES = 5_000_000;

export class TextPanel {
  readonly element = h('div', { class: 'text-panel' });
  readonly #page: Page;
  /** What is unfolded, through changes of the language. */
  readonly #open = new Set<string>();
  /** How many texts were begun without a beginning of the visitor's. */
  #begun = 0;
  #own = h('textarea');
  #passage = h('button');
  #using = h('p');
  #problem = h('p');
  #model = h('select');
  #prompt = h('input');
  #temperature = h('input');
  #temperatureValue = h('output');
  #write = h('button');
  #result = h('blockquote');
  #source = h('p');

  constructor(page: Page) {
    this.#page = page;
    subscribe([page.texts], () => this.#render());
    subscribe([page.store.text, page.store.value('cells')], () => this.#refresh());
    subscribe([page.given], () => {
      const file = page.given.peek();
      if (file === null || ownKindOf(page.store.experiment.peek().task) !== 'text') return;
      page.given.value = null;
      void this.#take(file);
    });
  }

  /** Trains on the text of a file. */
  async #take(file: File): Promise<void> {
    const { problems } = this.#page.words.own;
    this.#open.add('own');
    this.#render();
    try {
      if (file.size > MOST_BYTES) throw new RangeError();
      this.#own.value = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
      this.#use(this.#own.value);
    } catch (failure) {
      this.#problem.hidden = false;
      this.#problem.textContent = failure instanceof RangeError ? problems.large : problems.notText;
    }
  }

  #render(): void {
    const { words } = this.#page;
    const typed = { own: this.#own.value, prompt: this.#prompt.value, temperature: this.#temperature.value, result: this.#result.textContent, source: this.#source.textContent };
    this.#own = h('textarea', { id: 'own-text', rows: 4, placeholder: words.rail.textPlaceholder, spellcheck: false });
    this.#own.value = typed.own;
    const use = h('button', { type: 'button', class: 'action', 'data-action': 'use-text' }, words.rail.useText);
    use.addEventListener('click', () => this.#use(this.#own.value));
    this.#passage = h('button', { type: 'button', class: 'link', 'data-action': 'use-passage' }, words.rail.usePassage);
    this.#passage.addEventListener('click', () => this.#use(null));
    this.#using = h('p', { class: 'hint', role: 'status' });
    this.#problem = h('p', { class: 'text-problem', role: 'alert', id: 'text-problem', hidden: true });

    this.#model = h('select', { id: 'write-model', translate: 'no', 'aria-label': words.rail.model });
    this.#prompt = h('input', { type: 'text', id: 'write-prompt', placeholder: words.rail.prompt, title: words.rail.promptHint, 'aria-label': words.rail.prompt, spellcheck: false });
    this.#prompt.value = typed.prompt;
    this.#temperature = h('input', { type: 'range', id: 'write-temperature', min: 0.1, max: 2, step: 0.1 });
    this.#temperature.value = typed.temperature === '' ? '0.8' : typed.temperature;
    this.#temperatureValue = h('output', { for: 'write-temperature', translate: 'no' });
    this.#temperature.addEventListener('input', () => this.#showTemperature());
    this.#write = h('button', { type: 'button', class: 'action', 'data-action': 'write' }, words.rail.writeButton);
    this.#write.addEventListener('click', () => void this.#generate());
    this.#result = h('blockquote', { id: 'written', 'aria-live': 'polite' }, typed.result);
    this.#source = h('p', { class: 'hint' }, typed.source);

    this.#own.setAttribute('aria-label', words.rail.text);
    // Folded, they leave the controls that every task has where they are.
    this.element.replaceChildren(
      this.#fold('own', words.rail.text,
        this.#own, h('p', { class: 'hint' }, words.rail.textHint), this.#problem,
        h('div', { class: 'buttons' }, use, this.#passage)),
      this.#using,
      this.#fold('write', words.rail.write,
        h('div', { class: 'write-row' }, this.#model, this.#prompt),
        h('div', { class: 'write-row' }, h('label', { for: 'write-temperature' }, words.rail.temperature), this.#temperature, this.#temperatureValue),
        h('div', { class: 'buttons' }, this.#write), this.#result, this.#source));
    this.#showTemperature();
    this.#refresh();
  }

  #fold(name: string, label: string, ...content: Node[]): HTMLDetailsElement {
    const details = h('details', { open: this.#open.has(name), 'data-section': name }, h('summary', {}, label), ...content);
    details.addEventListener('toggle', () => {
      if (details.open) this.#open.add(name);
      else this.#open.delete(name);
    });
    return details;
  }

  #showTemperature(): void {
    write(this.#temperatureValue, Number(this.#temperature.value).toFixed(1));
    this.#temperature.style.setProperty('--filled', `${((Number(this.#temperature.value) - 0.1) / 1.9) * 100}%`);
  }

  /** Trains on a text, or on the passage again. What cannot be used is said at the box; training there goes on. */
  #use(text: string | null): void {
    const { stage } = this.#page;
    this.#problem.hidden = true;
    const refused = (event: Event) => {
      const { message, key } = (event as CustomEvent<{ message: string; key: string | null }>).detail;
      if (key !== 'text') return;
      this.#problem.hidden = false;
      this.#problem.textContent = message;
    };
    stage.addEventListener('error', refused);
    stage.text = text;
    void stage.settled.catch(() => undefined).then(() => {
      stage.removeEventListener('error', refused);
      this.#refresh();
    });
    this.#refresh();
  }

  #refresh(): void {
    const { stage, words } = this.#page;
    const { text, experiment } = stage;
    this.#passage.hidden = text === null;
    this.#using.hidden = text === null;
    if (text !== null) write(this.#using, words.rail.usingOwn(count(Array.from(text).length)));
    const listed = [...this.#model.options].map((option) => option.value).join();
    if (listed !== experiment.cells.join()) {
      const chosen = this.#model.value;
      this.#model.replaceChildren(...experiment.cells.map((cell) => h('option', { value: cell }, words.cells[cell])));
      this.#model.value = experiment.cells.includes(chosen as CellKind) ? chosen : firstChoice(experiment.cells);
    }
  }

  /** Where no beginning is given, one character of those that the text has: by the seed, and another each time. */
  #someCharacter(cell: CellKind): string {
    const { stage } = this.#page;
    const labels = stage.frame?.lanes.find((lane) => lane.cell === cell)?.run.inputLabels ?? [];
    return drawn(labels, stage.experiment.seed, this.#begun++) ?? '';
  }

  async #generate(): Promise<void> {
    const { stage, words } = this.#page;
    const cell = this.#model.value as CellKind;
    this.#write.disabled = true;
    write(this.#write, words.rail.writing);
    try {
      const given = normalizeText(this.#prompt.value);
      const prompt = given === '' ? this.#someCharacter(cell) : given;
      const written = await stage.generate(cell, prompt, LENGTH, Number(this.#temperature.value));
      const beginning = written.startsWith(prompt) ? '' : prompt;
      this.#result.textContent = beginning + written;
      this.#source.textContent = words.rail.resultOf(words.cells[cell], count(stage.status.updates));
    } catch (failure) {
      this.#result.textContent = '';
      this.#source.textContent = (await describeFailure(failure, this.#page.language.peek())).message;
    } finally {
      this.#write.disabled = false;
      write(this.#write, words.rail.writeButton);
    }
  }
}
