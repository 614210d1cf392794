/** A model that was trained elsewhere: its weights from a file, the sequences that it reads, and what is asked of it. */

import { experimentFor } from '../engine/own-model';
import { LARGEST } from '../engine/safetensors';
import type { Messages } from '../i18n';
import { TASKS } from '../store/parameters';
import { subscribe } from '../store/subscribe';
import type { ModuleDescription, TaskKind } from '../generated/types';
import { h, write } from '../views/dom';
import { count } from '../views/format';
import { bundle, isReadable, lossesOf, TableProblem, type Loss, type Sequences, type Source } from './model-bundle';
import type { Page } from './page';

const SOURCES: readonly Source[] = ['task', 'table', 'text', 'oneHot', 'random'];

interface Model {
  file: string;
  description: ModuleDescription;
  weights: Uint8Array;
}

export class ModelPanel {
  readonly element = h('div', { class: 'own-panel' });
  readonly #page: Page;
  #model: Model | null = null;
  #open = true;
  #sequences: Sequences;
  readonly #problem = h('p', { class: 'text-problem', role: 'alert', hidden: true });
  readonly #using = h('p', { class: 'hint', role: 'status', hidden: true });

  constructor(page: Page) {
    this.#page = page;
    const { experiment } = page.store;
    this.#sequences = {
      source: 'oneHot', task: { ...experiment.peek(), task: 'recall' }, inputs: null, targets: null, text: null, vocabulary: null, steps: 40, seed: 1, loss: 'state', output: 0,
    };
    subscribe([page.texts, page.store.value('task')], () => this.#render());
    subscribe([page.store.text, page.texts], () => this.#showUsing());
    subscribe([page.foreign], () => {
      const brought = page.foreign.peek();
      if (brought === null) return;
      page.foreign.value = null;
      if (isReadable(brought.before.task)) this.#sequences.task = brought.before;
      void this.#take(brought.file);
    });
  }

  #render(): void {
    this.element.hidden = this.#page.store.experiment.peek().task !== 'own';
    if (this.element.hidden) return;
    const words = this.#page.words.own.model;
    const box = h('details', { open: this.#open, 'data-section': 'own-data' }, h('summary', {}, words.title),
      this.#file('model', words.file, '.safetensors', (file) => void this.#take(file)), ...this.#form(), h('p', { class: 'hint' }, words.hint), this.#problem, this.#buttons());
    box.addEventListener('toggle', () => (this.#open = box.open));
    this.element.replaceChildren(box, this.#using);
  }

  /** What was read off the file, and what is to be read and asked. */
  #form(): Node[] {
    const model = this.#model;
    if (model === null) return [];
    const words = this.#page.words.own.model;
    const sequences = this.#sequences;
    const { source } = sequences;
    const losses = lossesOf(source, model.description);
    if (!losses.includes(sequences.loss)) sequences.loss = losses[0]!;
    const fields: Node[] = [
      h('p', { class: 'hint', 'data-own': 'described' }, described(model, words)),
      ...(model.description.aside.length === 0 ? [] : [h('p', { class: 'hint', 'data-own': 'aside' }, words.aside(model.description.aside.join(', ')))]),
      this.#choice('source', words.source, SOURCES.map((each) => [each, words.sources[each]]), source, (value) => {
        sequences.source = value as Source;
        this.#render();
      }),
    ];
    if (source === 'task') {
      const tasks = TASKS.filter(isReadable).map((task): [string, string] => [task, this.#page.words.tasks[task].name]);
      fields.push(this.#choice('task', this.#page.words.rail.task, tasks, sequences.task.task, (value) => (sequences.task = { ...sequences.task, task: value as TaskKind })));
    }
    if (source === 'table') fields.push(this.#file('inputs', words.inputs, '.npy,.csv,.tsv,.txt', (file) => (sequences.inputs = file)));
    if (source === 'text') {
      fields.push(this.#file('text', words.text, '.txt', (file) => (sequences.text = file)), this.#file('vocabulary', words.vocabulary, '.txt,.json', (file) => (sequences.vocabulary = file)));
    }
    if (source === 'oneHot' || source === 'random') fields.push(this.#number('seed', words.seed, sequences.seed, 0, 2 ** 32 - 1, (value) => (sequences.seed = value)));
    if (source !== 'task' && source !== 'table') fields.push(this.#number('steps', words.steps, sequences.steps, 2, 1024, (value) => (sequences.steps = value)));
    if (losses.length > 1) {
      fields.push(this.#choice('loss', words.loss, losses.map((each) => [each, words.losses[each]]), sequences.loss, (value) => {
        sequences.loss = value as Loss;
        this.#render();
      }));
    }
    if (sequences.loss === 'targets' && source === 'table') fields.push(this.#file('targets', words.targets, '.npy,.csv,.tsv,.txt', (file) => (sequences.targets = file)));
    if (sequences.loss === 'output') fields.push(this.#number('output', words.output, sequences.output + 1, 1, model.description.readout?.size ?? 1, (value) => (sequences.output = value - 1)));
    return fields;
  }

  #buttons(): HTMLElement {
    const words = this.#page.words.own.model;
    const use = h('button', { type: 'button', class: 'action', 'data-action': 'use-own', disabled: this.#model === null }, words.use);
    use.addEventListener('click', () => void this.#use());
    const back = h('button', { type: 'button', class: 'link', 'data-action': 'drop-own' }, words.back);
    back.addEventListener('click', () => (this.#page.stage.text = null));
    return h('div', { class: 'buttons' }, use, back);
  }

  #choice(name: string, label: string, options: readonly (readonly [string, string])[], value: string, take: (value: string) => void): HTMLElement {
    const select = h('select', { 'data-own': name }, ...options.map(([key, text]) => h('option', { value: key }, text)));
    select.value = value;
    select.addEventListener('change', () => take(select.value));
    return h('label', { class: 'own-field' }, label, select);
  }

  #number(name: string, label: string, value: number, min: number, max: number, take: (value: number) => void): HTMLElement {
    const input = h('input', { type: 'number', min, max, step: 1, value, 'data-own': name });
    input.addEventListener('change', () => {
      const given = Math.round(Number(input.value));
      const bounded = Math.min(max, Math.max(min, Number.isFinite(given) ? given : value));
      input.value = String(bounded);
      take(bounded);
    });
    return h('label', { class: 'own-field' }, label, input);
  }

  #file(name: string, label: string, accept: string, take: (file: File) => void): HTMLElement {
    const input = h('input', { type: 'file', accept, 'data-own': name });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file !== undefined) take(file);
    });
    return h('label', { class: 'own-field' }, label, input);
  }

  /** Reads a file of weights; one that holds nothing for this page is refused with what it holds. */
  async #take(file: File): Promise<void> {
    this.#say(null);
    const { words, stage } = this.#page;
    if (file.size > LARGEST) {
      this.#say(words.share.runTooLarge(String(Math.ceil(file.size / 2 ** 20))));
      return;
    }
    try {
      const { description, model } = await stage.past.readModel(new Uint8Array(await file.arrayBuffer()));
      this.#model = { file: file.name, description, weights: model };
      this.#open = true;
    } catch (failure) {
      this.#model = null;
      this.#say(await this.#page.sentence(failure));
    }
    this.#render();
  }

  async #use(): Promise<void> {
    this.#say(null);
    const { stage, words } = this.#page;
    const model = this.#model;
    if (model === null) return;
    const { source, loss, inputs, targets, text, vocabulary } = this.#sequences;
    const missing = source === 'table' ? inputs === null || (loss === 'targets' && targets === null) : source === 'text' && (text === null || vocabulary === null);
    if (missing) {
      this.#say(words.own.model.missing);
      return;
    }
    const refused = (event: Event) => this.#say((event as CustomEvent<{ message: string }>).detail.message);
    stage.addEventListener('error', refused);
    try {
      const own = await bundle(model.weights, this.#sequences);
      this.#page.store.useModel(experimentFor(model.description, stage.experiment), own);
      await stage.settled;
    } catch (failure) {
      this.#say(failure instanceof TableProblem ? failure.sentence(words.own.problems.csv) : await this.#page.sentence(failure));
    } finally {
      stage.removeEventListener('error', refused);
    }
  }

  #say(problem: string | null): void {
    this.#problem.hidden = problem === null;
    write(this.#problem, problem ?? '');
  }

  #showUsing(): void {
    const isUsed = this.#page.store.text.peek() !== null;
    this.#using.hidden = !isUsed;
    if (isUsed) write(this.#using, this.#page.words.own.model.using);
  }
}

/** What was read off a file, in sentences. */
function described({ file, description }: Model, words: Messages['own']['model']): string {
  const { cell, place, inputs, units, layers, biases, numbers, readout, embedding, activation } = description;
  const module = `nn.${cell === 'rnn' ? 'RNN' : cell.toUpperCase()}`;
  return [
    words.described(file, place === '' ? module : words.at(module, place), count(inputs), count(units), count(layers)),
    words.numbers(numbers),
    ...(biases ? [] : [words.noBiases]),
    readout === null ? words.noReadout : words.readout(readout.place, count(readout.size)),
    ...(embedding === null ? [] : [words.embedding(embedding.place, count(embedding.size))]),
    ...(cell === 'rnn' && activation === null ? [words.unsure] : []),
  ].join(' ');
}
