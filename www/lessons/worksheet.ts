/** Do it by hand: every number of a small model's pass forward and backward to fill in, each checked against the engine. */

import type { VanishingPointElement } from '../element/vanishing-point';
import { readSafetensors } from '../engine/safetensors';
import { h, rich } from '../views/dom';
import { ASKED_DIGITS, digits, judge, read, sheetOf, type Field, type Part, type Sheet } from './by-hand';
import type { WorksheetTexts } from './texts';

const PARTS: readonly Part[] = ['forward', 'backward', 'weights', 'update'];

/** Where one beat fills the screen the worksheet is turned over: what is to be done, what is given, then part by part. */
type Page = 'read' | 'given' | Part;

interface Line {
  field: Field;
  input: HTMLInputElement;
  says: HTMLElement;
  row: HTMLElement;
}

/** Reads the numbers off the stage, once it stands at the update of the worksheet. */
export async function readSheet(stage: VanishingPointElement): Promise<Sheet> {
  const lane = stage.frame!.lanes[0]!;
  const [trace, weights] = await Promise.all([stage.trace('rnn'), stage.weights('rnn')]);
  return sheetOf(lane.run, trace, readSafetensors(weights), stage.experiment.rate);
}

/** What was filled in earlier, and where it is kept. */
export interface Entries {
  entries: Readonly<Record<string, string>>;
  keep: (entries: Record<string, string>) => void;
}

export class Worksheet {
  readonly element = h('div', { class: 'worksheet' });
  readonly #words: WorksheetTexts;
  readonly #sheet: Sheet;
  readonly #lines: Line[];
  readonly #keep: Entries['keep'];
  readonly #pages: ReadonlyMap<Page, HTMLElement>;
  readonly #score = h('p', { class: 'worksheet-score', role: 'status' });

  constructor(sheet: Sheet, words: WorksheetTexts, { entries, keep }: Entries) {
    this.#keep = keep;
    this.#sheet = sheet;
    this.#words = words;
    this.#lines = sheet.fields.map((field) => this.#line(field));
    this.#pages = new Map((['read', 'given', ...PARTS] as const).map((page) => {
      const button = h('button', { type: 'button', class: 'plain', 'data-page': page }, page === 'read' || page === 'given' ? words[page] : words.parts[page]);
      button.addEventListener('click', () => this.#turn(page));
      return [page, button];
    }));
    const key = h('button', { type: 'button', class: 'plain', 'aria-pressed': 'false', 'data-action': 'worksheet-key' }, words.key);
    key.addEventListener('click', () => {
      const shown = this.element.classList.toggle('with-key');
      key.setAttribute('aria-pressed', String(shown));
    });
    const clear = h('button', { type: 'button', class: 'plain', 'data-action': 'worksheet-clear' }, words.clear);
    clear.addEventListener('click', () => {
      for (const line of this.#lines) {
        line.input.value = '';
        this.#check(line);
      }
      this.#turn('forward');
      this.#lines[0]?.input.focus();
    });
    const print = h('button', { type: 'button', class: 'plain', 'data-action': 'worksheet-print' }, words.print);
    print.addEventListener('click', () => this.#print());
    this.element.append(
      h('nav', { class: 'worksheet-pages', 'aria-label': words.pages }, ...this.#pages.values()),
      h('p', { class: 'worksheet-lead' }, rich(words.lead(ASKED_DIGITS))),
      this.#given(),
      ...PARTS.map((part) => h('section', { 'data-part': part }, h('h3', {}, words.parts[part]), h('p', { class: 'worksheet-note' }, rich(words.notes[part])),
        h('ol', {}, ...this.#lines.filter(({ field }) => field.part === part).map(({ row }) => row)))),
      this.#score, h('div', { class: 'worksheet-actions' }, print, key, clear));
    for (const line of this.#lines) {
      line.input.value = entries[line.field.id] ?? '';
      if (line.input.value !== '') this.#judge(line);
    }
    this.#count();
    this.#turn('read');
  }

  #turn(page: Page): void {
    this.element.dataset.page = page;
    for (const [each, button] of this.#pages) button.setAttribute('aria-pressed', String(each === page));
    for (const section of this.element.querySelectorAll<HTMLElement>('section')) section.classList.toggle('turned-to', section.dataset.part === page);
  }

  /** What the reader starts from. */
  #given(): HTMLElement {
    const { inputs, target, weights, rate } = this.#sheet;
    const words = this.#words;
    const cell = (text: string) => h('td', { translate: 'no' }, text);
    const steps = h('table', {}, h('caption', {}, words.sequence),
      h('tr', {}, h('th', { scope: 'row' }, rich('*t*')), ...inputs.map((_, t) => h('th', { scope: 'col' }, String(t + 1)))),
      h('tr', {}, h('th', { scope: 'row' }, rich(`${words.value} *v*`)), ...inputs.map(([value]) => cell(digits(value)))),
      h('tr', {}, h('th', { scope: 'row' }, rich(`${words.mark} *m*`)), ...inputs.map(([, mark]) => cell(String(mark)))),
      h('tr', {}, h('th', { scope: 'row' }, rich(`${words.target} *s*`)), ...inputs.map((_, t) => cell(t === inputs.length - 1 ? digits(target) : ''))));
    const names = [['*w*~v~', weights.v], ['*w*~m~', weights.m], ['*w*~h~', weights.h], ['*b*', weights.b], ['*w*~y~', weights.y], ['*b*~y~', weights.c]] as const;
    const list = h('dl', {}, ...names.map(([name, value]) => h('div', {}, h('dt', {}, rich(name)), h('dd', { translate: 'no' }, digits(value)))));
    return h('div', { class: 'worksheet-given' }, steps, h('p', { class: 'worksheet-caption' }, words.weights), list, h('p', { class: 'worksheet-note' }, rich(words.also(String(rate)))));
  }

  #line(field: Field): Line {
    const id = `worksheet-${field.id}`;
    const says = h('span', { class: 'worksheet-says', id: `${id}-says`, 'aria-live': 'polite' });
    const input = h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', id, size: 8, 'data-field': field.id, 'aria-describedby': `${id}-says` });
    const row = h('li', {},
      h('label', { for: id }, h('span', {}, rich(`${field.left} = ${field.right}`)), ' ='), input,
      h('output', { class: 'worksheet-key', translate: 'no' }, digits(field.value)), says);
    const line = { field, input, says, row };
    input.addEventListener('change', () => this.#check(line));
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      this.#check(line);
      const next = this.#lines[this.#lines.indexOf(line) + 1];
      if (row.dataset.state !== 'right' || next === undefined) return;
      this.#turn(next.field.part);
      next.input.focus();
    });
    return line;
  }

  #check(line: Line): void {
    this.#judge(line);
    this.#count();
    this.#keep(Object.fromEntries(this.#lines.filter(({ input }) => input.value.trim() !== '').map(({ field, input }) => [field.id, input.value])));
  }

  #judge({ field, input, says, row }: Line): void {
    const words = this.#words;
    if (input.value.trim() === '') {
      delete row.dataset.state;
      says.replaceChildren();
    } else {
      const given = read(input.value);
      const verdict = Number.isNaN(given) ? null : judge(field, given);
      row.dataset.state = verdict?.right === true ? 'right' : 'wrong';
      if (verdict === null) says.replaceChildren(words.noNumber);
      else if (verdict.right) says.replaceChildren(h('b', {}, '✓ '), words.goOn(digits(field.value)));
      else {
        const reason = verdict.slip === null ? words.otherwise : words.slips[verdict.slip];
        says.replaceChildren(h('b', {}, '✕ '), rich(reason), verdict.slip === 'rounding' ? '' : ' ', ...(verdict.slip === 'rounding' ? [] : [h('span', { class: 'worksheet-numbers', translate: 'no' }, rich(`${field.left} = `), `${field.numbers} = ?`)]));
      }
    }
    input.setAttribute('aria-invalid', String(row.dataset.state === 'wrong'));
  }

  #count(): void {
    const right = this.#lines.filter(({ row }) => row.dataset.state === 'right').length;
    this.#score.textContent = right === this.#lines.length ? this.#words.done : this.#words.score(right, this.#lines.length);
  }

  /** Nothing else of the lesson is on the paper. */
  #print(): void {
    const { classList } = document.documentElement;
    classList.add('prints-worksheet');
    addEventListener('afterprint', () => classList.remove('prints-worksheet'), { once: true });
    print();
  }
}
