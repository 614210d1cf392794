/** The left rail: what is trained, on what, and how. Every control comes from the table of parameters. */

import type { ReadonlySignal } from '@preact/signals-core';
import { computed } from '@preact/signals-core';
import { ownKindOf } from '../engine/own';
import { dataFileOf, readsText, taskOf } from '../engine/tasks';
import type { CellKind, Experiment, RunDescription, TaskKind } from '../generated/types';
import { CELLS, hasEffect, parameter, PARAMETERS, TASKS, type ParameterKey, type Value } from '../store/parameters';
import { heldIn } from '../store/hold';
import { changeTo } from '../store/proposals';
import { subscribe, Subscriptions } from '../store/subscribe';
import type { Messages } from '../i18n';
import { languageOf } from '../i18n/languages';
import { specOf } from '../views/cells/spec';
import { cellMark } from '../views/lane';
import { colourLegend } from './colour-legend';
import { h, rich, write, verbatim } from '../views/dom';
import { count, glyph } from '../views/format';
import { soleTarget } from '../views/answers';
import { readsWords } from '../views/input';
import { classNames } from '../views/labels';
import { drawTile, hasFilm, pictureOf, type Tile } from '../views/input/images';
import type { Scheme } from '../views/colormap';
import { makeInput, type Input } from '../element/inputs';
import type { Page } from './page';
import { RadiusDial } from './radius-dial';
import { taskAbout } from './task-about';
import { TextPanel } from './text-panel';

/** The sliders that everyone sees. */
const MAIN: readonly ParameterKey[] = ['length', 'units', 'rate'];
/** These choose what a task reads, and stand beside it. */
const DATA: readonly ParameterKey[] = ['passage', 'series', 'sentences', 'translation'];
/** These have places of their own. */
const SPECIAL: readonly ParameterKey[] = ['cells', 'task', ...DATA];

export class Rail {
  readonly #box: HTMLElement;
  readonly #page: Page;
  readonly #text: TextPanel;
  /** The visitor's own data, whose panel comes when a task first takes some. */
  readonly #own = h('div');
  #hasOwn = false;
  #hasModel = false;
  /** The film of a sequence of images, which comes when a task first reads one. */
  readonly #film = h('div');
  #hasFilm = false;
  /** What models make of their own answers: a series run on, a number written; each comes when its task first does. */
  readonly #runningOn = h('div');
  readonly #runsOn = new Set<TaskKind>();
  readonly #dial: RadiusDial;
  /** Those of the inputs that are there now. */
  readonly #inputs = new Subscriptions();
  #tasks = new Map<TaskKind, { button: HTMLButtonElement; text: HTMLElement; example: HTMLElement }>();
  #cells = new Map<CellKind, HTMLButtonElement>();
  #advanced: HTMLDetailsElement | null = null;
  /** What the settings are, in short. */
  #summary = h('span');
  /** Whether all tasks are on view. */
  #choosing = false;
  #changeTask: HTMLElement | null = null;
  #about = h('div');
  /** The task and the data that it speaks of. */
  #aboutOf = '';
  /** The runs of this visit, which come with the first thing that the visitor does. */
  readonly runs = h('div', { class: 'rail-runs', 'data-section': 'runs' });
  /** While an older update is on view: the settings are the newest, not those of then. */
  readonly #newest = h('p', { class: 'hint rail-newest', hidden: true });

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
    this.#text = new TextPanel(page);
    this.#dial = new RadiusDial(page);
    const { store } = page;
    subscribe([page.texts], () => this.#render());
    subscribe([page.texts, store.value('task'), store.value('length'), store.value('passage'), store.text, page.hide, page.scheme, firstRun(page)], () => this.#showTasks());
    subscribe([store.value('task')], () => {
      this.#loadOwn();
      this.#loadRunningOn();
    });
    subscribe([firstRun(page)], () => this.#loadFilm());
    subscribe([page.texts, store.value('cells'), page.hide], () => this.#showCells());
    subscribe([page.texts, store.experiment, firstRun(page)], () => this.#showSummary());
    subscribe([page.texts, store.run.viewed, store.run.newest], () => this.#showNewest());
  }

  #render(): void {
    const { words } = this.#page;
    const open = this.#advanced?.open ?? false;
    this.#summary = h('span', { class: 'settings-summary' });
    const restore = h('button', { type: 'button', class: 'link', title: words.rail.defaultsHint, 'data-action': 'defaults' }, words.rail.defaults);
    restore.addEventListener('click', () => this.#page.store.replace({}));
    const make = (key: ParameterKey, large: boolean) => makeInput(parameter(key), words, large, (value) => this.#change(key, value));
    const main = MAIN.map((key) => make(key, true));
    const advanced = PARAMETERS.filter(({ key }) => !MAIN.includes(key) && !SPECIAL.includes(key)).map(({ key }) => make(key, false));
    const data = DATA.map((key) => make(key, false));
    this.#follow([...main, ...data, ...advanced]);
    this.#advanced = h('details', { open, class: 'settings', 'data-section': 'advanced' }, h('summary', {}, words.rail.advanced, this.#summary),
      ...main.map((control) => control.element),
      h('p', { class: 'hint' }, h('span', { class: 'restarts', 'aria-hidden': 'true' }, '↻ '), words.rail.restartLegend),
      h('hr'),
      this.#dial.element,
      h('hr'),
      ...advanced.map((control) => control.element),
      h('p', {}, restore));
    this.#box.setAttribute('aria-label', words.rail.title);
    this.#box.replaceChildren(
      this.#newest,
      this.#taskList(),
      ...data.map((control) => control.element),
      h('div', { class: 'rail-text', 'data-section': 'text' }, this.#text.element),
      this.#film,
      this.#own,
      this.#runningOn,
      this.#cellToggles(),
      this.runs,
      this.#advanced,
      colourLegend(words));
  }

  /** Each input follows its own parameter, and what decides whether that has an effect. */
  #follow(inputs: readonly Input[]): void {
    const { store, hide } = this.#page;
    this.#inputs.stop();
    for (const input of inputs) {
      const { key } = input.parameter;
      this.#inputs.add(
        subscribe([store.value(key)], () => input.show(store.experiment.peek())),
        subscribe([store.value('cells'), store.value('task'), store.text, hide], () => {
          // The visitor's own series stands in the place of all that ship.
          const replaced = key === 'series' && store.text.peek() !== null;
          input.element.hidden = replaced || !hasEffect(input.parameter, store.experiment.peek()) || hide.peek().hidden.has(key);
        }));
    }
  }

  #change(key: ParameterKey, value: Value): void {
    this.#page.store.change({ [key]: value });
  }

  #taskList(): HTMLElement {
    const { words } = this.#page;
    this.#tasks.clear();
    const change = h('button', { type: 'button', class: 'link', 'aria-expanded': String(this.#choosing), 'data-action': 'change-task' }, words.rail.change);
    change.addEventListener('click', () => this.#choose(!this.#choosing));
    this.#changeTask = change;
    const list = h('div', { class: 'tasks', role: 'group', 'aria-label': words.rail.task, 'data-key': 'task' }, h('div', { class: 'group-label' }, words.rail.task, change));
    for (const task of TASKS) {
      const text = h('span', { class: 'task-text' });
      const example = h('span', { class: 'task-example', translate: 'no', 'aria-hidden': 'true' });
      const button = h('button', { type: 'button', class: 'task', 'data-task': task }, h('span', { class: 'task-name' }, words.tasks[task].name), text, example);
      button.addEventListener('click', () => {
        this.#page.store.change(changeTo(task, this.#page.store.experiment.peek(), languageOf(this.#page.language.peek()).data));
        this.#choose(false);
        if (document.activeElement === button || document.activeElement === document.body) button.focus();
      });
      this.#tasks.set(task, { button, text, example });
      list.append(button);
    }
    this.#about = h('div', { class: 'task-about' });
    list.append(this.#about);
    return list;
  }

  /** Most tasks take nothing, and a text has a panel of its own. */
  #loadOwn(): void {
    const kind = ownKindOf(this.#page.store.experiment.peek().task);
    if (kind === null || kind === 'text' || (kind !== 'model' && this.#hasOwn)) return;
    if (kind === 'model') {
      this.#loadModel();
      return;
    }
    void this.#page.load(() => import('./own-panel')).then((part) => {
      if (part === null || this.#hasOwn) return;
      this.#hasOwn = true;
      this.#own.append(new part.OwnPanel(this.#page).element);
    });
  }

  #loadModel(): void {
    if (this.#hasModel) return;
    void this.#page.load(() => import('./model-panel')).then((part) => {
      if (part === null || this.#hasModel) return;
      this.#hasModel = true;
      this.#own.append(new part.ModelPanel(this.#page).element);
    });
  }

  #loadRunningOn(): void {
    const { task } = this.#page.store.experiment.peek();
    if ((task !== 'series' && task !== 'translate') || this.#runsOn.has(task)) return;
    this.#runsOn.add(task);
    void this.#page.load(() => import('./running-on')).then((part) => {
      if (part === null) this.#runsOn.delete(task);
      else this.#runningOn.append((task === 'series' ? new part.TaskForecast(this.#page) : new part.TaskWriting(this.#page)).element);
    });
  }

  #loadFilm(): void {
    const run = this.#page.stage.frame?.lanes[0]?.run;
    if (this.#hasFilm || run === undefined || !hasFilm(run)) return;
    void this.#page.load(() => import('./task-film')).then((part) => {
      if (part === null || this.#hasFilm) return;
      this.#hasFilm = true;
      this.#film.append(new part.TaskFilm(this.#page).element);
    });
  }

  #cellToggles(): HTMLElement {
    const { words } = this.#page;
    this.#cells.clear();
    const box = h('div', { class: 'cell-toggles', role: 'group', 'aria-label': words.parameters.cells.label });
    for (const cell of CELLS) {
      const button = h('button', { type: 'button', class: `cell-toggle cell-${cell}`, title: words.cellHints[cell], 'data-cell': cell }, cellMark(cell), verbatim(words.cells[cell]), h('span', { class: 'cell-fact' }));
      button.addEventListener('click', () => this.#toggle(cell));
      this.#cells.set(cell, button);
      box.append(button);
    }
    return h('div', { 'data-key': 'cells' },
      h('div', { class: 'group-label' }, rich(words.parameters.cells.label), h('span', { class: 'aside' }, words.rail.sameData)), box);
  }

  /** Cells keep the order of the table, whichever is switched first. */
  #toggle(cell: CellKind): void {
    const { cells } = this.#page.stage.experiment;
    const order = CELLS;
    const wanted = order.filter((each) => (each === cell ? !cells.includes(each) : cells.includes(each)));
    if (wanted.length > 0) this.#page.store.change({ cells: wanted });
  }

  #showTasks(): void {
    const { store, words, hide } = this.#page;
    const { task: chosen, length } = store.experiment.peek();
    for (const [task, { button, text, example }] of this.#tasks) {
      button.setAttribute('aria-pressed', String(task === chosen));
      button.hidden = task !== chosen && !this.#choosing;
      text.hidden = task !== chosen;
      write(text, words.tasks[task].text(length));
      example.hidden = task !== chosen;
      if (task === chosen) this.#showExample(example);
    }
    const about = `${chosen} ${dataFileOf(store.experiment.peek())} ${store.text.peek() === null}`;
    if (this.#aboutOf !== about || this.#about.childElementCount === 0) this.#about.replaceChildren(...taskAbout(this.#page));
    this.#aboutOf = about;
    this.#about.hidden = this.#choosing;
    this.#box.querySelector<HTMLElement>('[data-key="task"]')!.hidden = hide.peek().hidden.has('task');
    this.#box.querySelector<HTMLElement>('[data-section="text"]')!.hidden = !readsText(chosen);
  }

  #showCells(): void {
    const { store, words, hide } = this.#page;
    const { cells } = store.experiment.peek();
    for (const [cell, button] of this.#cells) {
      const on = cells.includes(cell);
      button.setAttribute('aria-pressed', String(on));
      // The last one stays: a stage without a lane has nothing to show.
      button.disabled = on && cells.length === 1;
      button.title = button.disabled ? words.rail.lastCell : words.cellHints[cell];
    }
    this.#box.querySelector<HTMLElement>(':scope > [data-key="cells"]')!.hidden = hide.peek().hidden.has('cells');
  }

  /** The other tasks, to choose one. */
  #choose(choosing: boolean): void {
    this.#choosing = choosing;
    this.#changeTask?.setAttribute('aria-expanded', String(choosing));
    this.#showTasks();
  }

  #showSummary(): void {
    const { words, store } = this.#page;
    const { task, length, units, optimizer, rate } = store.experiment.peek();
    // Where the data decide how long a sequence is, that on view says it.
    const steps = taskOf(task).naturalLengths ? (store.run.frame.peek()?.lanes[0]?.run.steps ?? length) : length;
    const labels: Partial<Record<string, string>> = words.choices.optimizer;
    write(this.#summary, words.rail.summary(steps, units, labels[optimizer] ?? optimizer, String(rate)));
    for (const [cell, button] of this.#cells) write(button.querySelector('.cell-fact')!, words.rail.facts[factOf(cell, store.experiment.peek())]);
  }

  #showNewest(): void {
    const { run } = this.#page.store;
    const viewed = run.viewed.peek();
    this.#newest.hidden = viewed === null;
    if (viewed !== null) write(this.#newest, this.#page.words.rail.newest(count(run.newest.peek()), count(viewed)));
  }

  /** Sets what English words mean above them, where there is such a list. */
  async #gloss(box: HTMLElement): Promise<void> {
    if (this.#page.store.experiment.peek().task !== 'sentiment') return;
    const part = await this.#page.load(() => import('./glosses'));
    for (const text of part === null ? [] : [...box.childNodes]) {
      const word = text.textContent ?? '';
      const gloss = part!.GLOSSES[word];
      if (gloss === undefined) continue;
      const ruby = h('ruby', { translate: 'no' });
      text.replaceWith(ruby);
      ruby.append(text, h('rt', { lang: 'zh-Hans' }, gloss));
    }
  }

  #className(run: RunDescription, target: number): string {
    return classNames(run, this.#page.words)[target]!;
  }

  /** The beginning of the very sequence on view, and what is asked of it. */
  #showExample(box: HTMLElement): void {
    const lane = this.#page.stage.frame?.lanes[0];
    box.replaceChildren();
    if (lane === undefined || readsText(this.#page.stage.experiment.task)) return;
    const { run } = lane;
    const { symbols, marks } = run.probe;
    const target = soleTarget(run);
    const picture = pictureOf(run);
    if ((symbols === null && picture === null) || typeof target !== 'number') return;
    if (symbols === null) {
      box.append(thumbnail(picture!, this.#page.scheme.peek()), h('span', { class: 'letter' }, '→'), h('span', { class: 'chip' }, this.#className(run, target)));
      return;
    }
    if (readsWords(run)) {
      const words = h('span', { class: 'task-sentence' }, ...sentence(run));
      if (this.#page.language.peek() === 'zh') void this.#gloss(words);
      box.append(words, h('span', { class: 'letter' }, '→'), h('span', { class: 'chip' }, this.#className(run, target)));
      return;
    }
    const shown = run.steps > 7 ? [...symbols.slice(0, 4), null, ...symbols.slice(-2)] : symbols;
    shown.forEach((symbol, place) => {
      const label = symbol === null ? '…' : glyph(run.inputLabels?.[symbol] ?? String(symbol));
      const step = place < 5 ? place : run.steps - shown.length + place;
      box.append(h('span', { class: symbol !== null && marks.includes(step) ? 'chip filled' : 'letter' }, label));
    });
    box.append(h('span', { class: 'letter' }, '→'), h('span', { class: 'chip' }, this.#className(run, target)));
  }
}

/** The whole of an image, large enough to be seen as one. */
function thumbnail(tile: Tile, scheme: Scheme): HTMLCanvasElement {
  const size = 64;
  const canvas = h('canvas', { width: 2 * size, height: 2 * size, class: 'task-picture' });
  const context = canvas.getContext('2d');
  context?.scale(2, 2);
  if (context !== null) drawTile(context, tile, { x: 0, y: 0, width: size, scheme, frame: 'transparent' });
  return canvas;
}

/** The words of the sequence on view, bold those that decide. */
function sentence({ probe, inputLabels }: RunDescription): (Node | string)[] {
  const marked = new Set(probe.marks);
  return (probe.symbols ?? []).flatMap((symbol, step) => {
    const word = inputLabels?.[symbol] ?? String(symbol);
    return [marked.has(step) ? h('b', {}, word) : word, ' '];
  });
}

/** The parameter by which a gate that keeps begins. */
const BIASES = { forget: 'forgetBias', update: 'updateBias' } as const;
/** From this bias on a gate is open, σ(2) = 0.88; and as far below 0 it is shut. */
const OPEN_BIAS = 2;

/** One fact of a model that tells it from the others. */
export function factOf(cell: CellKind, experiment: Experiment): keyof Messages['rail']['facts'] {
  const { attends, wholeSequence, keepingGate, keepsAt, memory } = specOf(cell);
  if (attends) return 'attends';
  if (wholeSequence) return 'noMemory';
  if (memory === 's') return 'linear';
  if (keepingGate !== 'forget' && keepingGate !== 'update') return 'noGates';
  if (heldIn(experiment)[keepingGate] !== undefined) return 'held';
  const bias = experiment[BIASES[keepingGate]];
  if (bias === 'chrono') return 'chrono';
  const start = bias ?? 0;
  // Where the gate keeps when it is shut, open and shut would say the reverse.
  const [keeps, replaces] = keepsAt === 0 ? (['keeps', 'replaces'] as const) : (['open', 'shut'] as const);
  return start >= OPEN_BIAS ? keeps : start <= -OPEN_BIAS ? replaces : 'half';
}

/** What the first lane's run is: another when a run begins. */
function firstRun({ store }: Page): ReadonlySignal<unknown> {
  return computed(() => store.run.frame.value?.lanes[0]?.run);
}
