/** The visitor's own data for a task that takes some: a sentence, a drawing or a voice to be shown, or a series to learn from. */

import { isOnlyShown, ownKindOf, type Drawing, type OwnKind, type OwnSeries } from '../engine/own';
import { loadPart } from '../engine/part';
import { subscribe } from '../store/subscribe';
import { h, write } from '../views/dom';
import { count } from '../views/format';
import { DrawingPad } from './drawing-pad';
import type { Page } from './page';
import { wordsOf } from './sentence';
import { VoiceBox } from './voice-box';
import type * as SeriesCsv from './series-csv';
import type { Table } from './series-csv';

/** A file larger than this is no series that a model could learn in a page. */
const MOST_BYTES = 5_000_000;

export class OwnPanel {
  readonly element = h('div', { class: 'own-panel', hidden: true });
  readonly #page: Page;
  #kind: OwnKind | null = null;
  #open = false;
  /** What stands in the boxes, through changes of the language. */
  #typed = '';
  #column: number | null = null;
  #pad: DrawingPad | null = null;
  readonly #voice = new VoiceBox();
  /** Puts a file into the box of tables. */
  #take: ((file: File | undefined) => Promise<void>) | null = null;
  /** The update to which the models are being trained again. */
  #until = 0;
  readonly #problem = h('p', { class: 'text-problem', role: 'alert', hidden: true });
  readonly #using = h('p', { class: 'hint', role: 'status', hidden: true });

  constructor(page: Page) {
    this.#page = page;
    subscribe([page.texts, page.store.value('task')], () => this.#render());
    subscribe([page.store.text, page.texts], () => this.#showUsing());
    subscribe([page.given], () => {
      const file = page.given.peek();
      if (file === null || this.#kind !== 'series') return;
      page.given.value = null;
      this.#open = true;
      this.#render();
      void this.#take?.(file);
    });
  }

  #render(): void {
    const kind = ownKindOf(this.#page.store.experiment.peek().task);
    if (kind !== this.#kind) {
      this.#typed = '';
      this.#open = false;
      this.#pad = null;
      this.#say(null);
    }
    this.#kind = kind;
    this.element.hidden = kind === null || kind === 'text' || kind === 'model';
    if (kind === null || kind === 'text' || kind === 'model') {
      this.element.replaceChildren();
      return;
    }
    const words = this.#page.words.own;
    const use = h('button', { type: 'button', class: 'action', 'data-action': 'use-own' }, words[kind].use);
    use.addEventListener('click', () => void (kind === 'voice' ? this.#listen(use) : this.#use()));
    const back = h('button', { type: 'button', class: 'link', 'data-action': 'drop-own' }, words[kind].back);
    back.addEventListener('click', () => void this.#put(null));
    const details = h('details', { open: this.#open, 'data-section': 'own-data' }, h('summary', {}, words[kind].title),
      ...this.#boxes(kind), h('p', { class: 'hint' }, words[kind].hint), this.#problem, h('div', { class: 'buttons' }, use, back));
    details.addEventListener('toggle', () => (this.#open = details.open));
    this.element.replaceChildren(details, this.#using);
  }

  #boxes(kind: Exclude<OwnKind, 'text' | 'model'>): Node[] {
    const words = this.#page.words.own;
    if (kind === 'drawing') {
      this.#pad ??= new DrawingPad();
      return [this.#pad.render(words.drawing)];
    }
    if (kind === 'voice') return this.#voice.render(words.voice, this.#page.words.classes.speaker ?? '');
    const box = h('textarea', { rows: kind === 'series' ? 5 : 3, spellcheck: false, 'aria-label': words[kind].title, placeholder: kind === 'series' ? words.series.placeholder : this.#onView(), 'data-own': kind });
    box.value = this.#typed;
    box.addEventListener('input', () => {
      this.#typed = box.value;
      this.#column = null;
    });
    if (kind === 'sentence') {
      box.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        void this.#use();
      });
      return [box, this.#knownWords()];
    }
    const columns = h('select', { 'aria-label': words.series.column, 'data-own': 'column', hidden: true });
    columns.addEventListener('change', () => (this.#column = Number(columns.value)));
    const list = () => void this.#listColumns(columns);
    box.addEventListener('input', list);
    const take = async (file: File | undefined) => {
      if (file === undefined) return;
      this.#say(null);
      if (file.size > MOST_BYTES) this.#say(words.problems.large);
      else {
        this.#typed = box.value = (await file.text()).replaceAll('\u0000', '');
        this.#column = null;
        list();
      }
    };
    this.#take = take;
    const file = h('input', { type: 'file', accept: '.csv,.tsv,.txt,text/csv,text/plain', 'aria-label': words.series.file });
    file.addEventListener('change', () => void take(file.files?.[0]));
    box.addEventListener('dragover', (event) => event.preventDefault());
    box.addEventListener('drop', (event) => {
      const dropped = event.dataTransfer?.files[0];
      if (dropped === undefined) return;
      event.preventDefault();
      void take(dropped);
    });
    list();
    return [box, file, columns];
  }

  /** What a sentence may be made of. */
  #knownWords(): HTMLElement {
    const details = h('details', { class: 'known-words' }, h('summary', {}, this.#page.words.own.sentence.known));
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) details.append(h('p', { class: 'hint', translate: 'no' }, [...this.#labels()].sort((a, b) => a.localeCompare(b)).join(' ')));
    });
    return details;
  }

  /** The sentence on view, as an example of what may stand there. */
  #onView(): string {
    const run = this.#page.stage.frame?.lanes[0]?.run;
    return (run?.probe.symbols ?? []).map((symbol) => run?.inputLabels?.[symbol] ?? '').join(' ');
  }

  #labels(): readonly string[] {
    return this.#page.stage.frame?.lanes[0]?.run.inputLabels ?? [];
  }

  async #listColumns(select: HTMLSelectElement): Promise<void> {
    if (this.#typed.trim() === '') {
      select.hidden = true;
      return;
    }
    const csv = await this.#csv();
    if (csv === null) return;
    const table = csv.readTable(this.#typed);
    select.hidden = table.columns.length < 2;
    select.replaceChildren(...table.columns.map(({ name }, index) => h('option', { value: index }, name)));
    select.value = String(this.#chosen(csv, table));
  }

  /** The reader of tables, which comes when it is first needed. */
  async #csv(): Promise<typeof SeriesCsv | null> {
    try {
      return await loadPart(() => import('./series-csv'));
    } catch {
      this.#say(this.#page.words.own.problems.part);
      return null;
    }
  }

  #chosen(csv: typeof SeriesCsv, table: Table): number {
    return this.#column !== null && this.#column < table.columns.length ? this.#column : csv.likeliest(table);
  }

  async #use(): Promise<void> {
    this.#say(null);
    const { problems } = this.#page.words.own;
    if (this.#kind === 'sentence') {
      const found = wordsOf(this.#typed, this.#labels());
      if ('unknown' in found) this.#say(problems.unknownWord(found.unknown));
      else if (found.words.length < 2) this.#say(problems.noSentence);
      else await this.#put(found.words.join(' '));
    } else if (this.#kind === 'drawing') {
      const drawing: Drawing | null = this.#pad?.drawing ?? null;
      if (drawing === null) this.#say(problems.noDrawing);
      else await this.#put(JSON.stringify(drawing));
    } else if (this.#kind === 'series') {
      const csv = await this.#csv();
      if (csv === null) return;
      const table = csv.readTable(this.#typed);
      const series = csv.seriesOf(table, this.#chosen(csv, table));
      if ('kind' in series) this.#say(csv.sentenceOf(series, problems.csv));
      else await this.#put(JSON.stringify(series));
    }
  }

  /** Records while the button says so, and lets the models read it. */
  async #listen(button: HTMLButtonElement): Promise<void> {
    const { voice, problems } = this.#page.words.own;
    this.#say(null);
    button.disabled = true;
    write(button, voice.listening);
    const recorded = await this.#voice.record();
    button.disabled = false;
    write(button, voice.use);
    if (typeof recorded === 'string') this.#say(problems.voice[recorded]);
    // Another task may have been chosen meanwhile.
    else if (this.#kind === 'voice') await this.#put(JSON.stringify(recorded));
  }

  #usingSeries({ name, values, given }: OwnSeries): string {
    const { series } = this.#page.words.own;
    return given === undefined ? series.using(name, count(values.length)) : series.cut(name, count(values.length), count(given));
  }

  /** What is only shown leaves training as it is: the models are trained again to where they were, to the same numbers. */
  async #put(own: string | null): Promise<void> {
    const { stage, words } = this.#page;
    const kind = this.#kind;
    const before = Math.max(stage.status.updates, this.#until);
    this.#until = before;
    const refused = (event: Event) => {
      const { key } = (event as CustomEvent<{ key: string | null }>).detail;
      if (key === 'data') this.#say(kind === 'sentence' ? words.own.problems.noJudgement : words.own.problems.refused);
    };
    stage.addEventListener('error', refused);
    this.#page.givesOwn = true;
    stage.text = own;
    try {
      await stage.settled;
      if (kind !== null && isOnlyShown(kind) && before > 0 && stage.status.updates < before) await stage.train(before - stage.status.updates);
    } catch {
      // The stage itself says what went wrong there.
    } finally {
      stage.removeEventListener('error', refused);
      this.#page.givesOwn = false;
      if (this.#until === before) this.#until = 0;
    }
  }

  #say(problem: string | null): void {
    this.#problem.hidden = problem === null;
    write(this.#problem, problem ?? '');
  }

  #showUsing(): void {
    const { store, words } = this.#page;
    const kind = ownKindOf(store.experiment.peek().task);
    const own = store.text.peek();
    const isUsed = own !== null && kind !== null && kind !== 'text' && kind !== 'model';
    this.#using.hidden = !isUsed;
    if (isUsed) write(this.#using, kind === 'series' ? this.#usingSeries(JSON.parse(own) as OwnSeries) : words.own[kind].using);
  }
}
