/** The element in a notebook: a widget whose traits are its attributes, and which tells the kernel what its models do. */

import { FLAGS, WORDS } from '../element/attributes';
import { register } from '../element/register';
import type { VanishingPointElement } from '../element/vanishing-point';
import type { CellKind } from '../generated/types';
import { stepsOf, type Granularity } from '../store/run';
import { PARAMETERS, sameValue, type Value } from '../store/parameters';
import { onChange, Subscriptions } from '../store/subscribe';
import { asJson } from './json';
import { stillOf, type Still } from './still';

register();

/** What anywidget gives of the kernel's side. */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, heard: (...given: never[]) => void): void;
  off(event: string, heard: (...given: never[]) => void): void;
  send(content: unknown): void;
}

/** What the kernel asks for. */
type Request = { id?: number } & (
  | { type: 'there' | 'play' | 'pause' | 'reset' | 'still' }
  | { type: 'step'; granularity: Granularity }
  | { type: 'train'; updates: number }
  | { type: 'rescale'; radius: number; cell: CellKind | null }
  | { type: 'trace'; cell: CellKind | null }
  | { type: 'batch'; sequences: number }
);

/** A trace of more steps is told only when it is asked for: it holds a square of them. */
const MOST_STEPS = 200;
/** Milliseconds that a run has to stand still before a picture is made of it: whoever steps does not wait for one. */
const STILL = 1000;

/** `heldOut`, `outcome-hidden`: the name of the trait. */
const traitOf = (name: string): string => name.replaceAll('-', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const element = document.createElement('vanishing-point');
  const stage = new Stage(model, element);
  element.setAttribute('loading', 'eager');
  el.append(element);
  model.send({ type: 'here' });
  return () => {
    stage.stop();
    element.remove();
  };
}

class Stage {
  readonly #model: Model;
  readonly #element: VanishingPointElement;
  readonly #ended = new Subscriptions();
  /** Counts what was told of runs that stood still; what is older than the newest is not told any more. */
  #told = 0;
  #picturing: ReturnType<typeof setTimeout> | undefined;
  /** Done when a model of the notebook's own stands on the stage, if there is one. */
  readonly #ready: Promise<void>;

  constructor(model: Model, element: VanishingPointElement) {
    this.#model = model;
    this.#element = element;
    // A stage of a module of one's own has no trait for the size of a batch.
    element.experiment = Object.fromEntries(PARAMETERS.map(({ key }) => [key, model.get(traitOf(key))] as const).filter(([, value]) => value !== undefined));
    this.#follow();
    this.#tell();
    this.#ready = this.#showModule().then(() => this.#tellAgain());
    this.#ready.catch((failure: unknown) => this.#model.send({ type: 'refused', message: failure instanceof Error ? failure.message : String(failure) }));
  }

  stop(): void {
    this.#ended.stop();
    clearTimeout(this.#picturing);
  }

  #on(event: string, act: (...given: never[]) => void): void {
    this.#model.on(event, act);
    this.#ended.add(() => this.#model.off(event, act));
  }

  /** What the kernel sets and asks for goes to the element. */
  #follow(): void {
    const { store } = this.#element;
    for (const { key } of PARAMETERS) {
      this.#on(`change:${traitOf(key)}`, () => {
        const value = this.#model.get(traitOf(key)) as Value;
        if (!sameValue(value, store.value(key).peek())) store.attribute(key, value);
      });
    }
    for (const name of [...WORDS, ...FLAGS]) {
      if (name === 'loading') continue;
      const write = () => {
        const value = this.#model.get(traitOf(name)) as string | boolean | null | undefined;
        if (value === null || value === undefined || value === false) this.#element.removeAttribute(name);
        else this.#element.setAttribute(name, value === true ? '' : value);
      };
      write();
      this.#on(`change:${traitOf(name)}`, write);
    }
    this.#on('msg:custom', (request: Request) => void this.#answer(request));
  }

  /** What happens on the page goes to the kernel. */
  #tell(): void {
    const { experiment, run } = this.#element.store;
    const settings = () => {
      for (const { key } of PARAMETERS) this.#set(traitOf(key), experiment.peek()[key]);
      this.#model.save_changes();
    };
    const standing = () => {
      const still = run.frame.peek() !== null && !run.playing.peek();
      this.#set('playing', run.playing.peek());
      this.#set('updates', run.newest.peek());
      this.#model.save_changes();
      if (still) this.#standing().catch(() => undefined);
    };
    // While it plays, the count alone, and not for every frame.
    let waiting: ReturnType<typeof setTimeout> | null = null;
    const soon = () => {
      waiting ??= setTimeout(() => {
        waiting = null;
        standing();
      }, 250);
    };
    this.#ended.add(onChange([experiment], settings), onChange([run.frame, run.playing], soon), () => clearTimeout(waiting ?? undefined));
    const refused = (event: Event) => {
      this.#model.send({ type: 'refused', message: (event as CustomEvent<{ message: string }>).detail.message });
      settings();
    };
    this.#element.addEventListener('error', refused);
    this.#ended.add(() => this.#element.removeEventListener('error', refused));
  }

  /** Puts the notebook's own model on stage, on its own sequences. */
  async #showModule(about = this.#model.get('_about') as object): Promise<void> {
    const model = this.#bytes('_model');
    if (model === null) return;
    const files = (['inputs', 'targets', 'lengths'] as const).map((name) => [name, this.#bytes(`_${name}`)] as const).filter(([, file]) => file !== null);
    await this.#element.inspect(model, { ...about, ...Object.fromEntries(files) });
  }

  /** Notebooks whose cells follow traits run those again that look at what was told. */
  #tellAgain(): void {
    this.#set('told', (this.#model.get('told') as number) + 1);
    this.#model.save_changes();
  }

  /** The notebook keeps a picture beside the stage; only the last one that it asks for is made. */
  #pictureSoon(): void {
    clearTimeout(this.#picturing);
    this.#picturing = setTimeout(() => {
      // Where canvases cannot be read the notebook goes without.
      this.#still().then((told) => this.#model.send({ type: 'still', ...told }), () => undefined);
    }, STILL);
  }

  async #still(): Promise<Still> {
    await this.#ready;
    await this.#element.settled;
    return stillOf(this.#element, this.#bytes('_model') !== null);
  }

  /** A file that the notebook brings. */
  #bytes(name: string): DataView<ArrayBuffer> | null {
    const given = this.#model.get(name) as DataView<ArrayBuffer> | null | undefined;
    return given === null || given === undefined || given.byteLength === 0 ? null : given;
  }

  /** Loss and gradients of each sequence of the notebook's own, of the module as it was given. */
  async #batch(sequences: number): Promise<unknown[]> {
    const about = this.#model.get('_about') as object;
    const told = [];
    try {
      for (let shown = 0; shown < sequences; shown += 1) {
        await this.#showModule({ ...about, shown });
        const { loss, paramGrads } = await this.#element.trace(this.#element.experiment.cells[0]!);
        told.push({ loss, paramGrads });
      }
    } finally {
      await this.#showModule(about);
    }
    return told;
  }

  #set(name: string, value: unknown): void {
    const known = this.#model.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(value)) this.#model.set(name, value);
  }

  /** The records and the traces of a run that stands still. */
  async #standing(): Promise<void> {
    const told = (this.#told += 1);
    await this.#ready;
    const element = this.#element;
    const { cells } = element.experiment;
    const short = stepsOf(element.frame) <= MOST_STEPS;
    try {
      const traces = short ? Object.fromEntries(await Promise.all(cells.map(async (cell) => [cell, await element.trace(cell)] as const))) : {};
      if (told !== this.#told) return;
      this.#model.send({ type: 'standing', told: asJson({ updates: element.past.newest, records: element.records, traces }) });
      this.#tellAgain();
    } catch {
      // A run that was replaced meanwhile tells of itself.
    }
  }

  async #answer(request: Request): Promise<void> {
    const { id } = request;
    if (request.type === 'there') this.#model.send({ type: 'here' });
    if (request.type === 'still' && id === undefined) this.#pictureSoon();
    if (id === undefined) return;
    try {
      const answer = await this.#do(request);
      await this.#element.settled;
      const { past, records } = this.#element;
      this.#set('updates', past.newest);
      this.#set('playing', this.#element.playing);
      this.#model.save_changes();
      this.#model.send({ type: 'answer', id, told: asJson({ answer: answer ?? null, updates: past.newest, records }) });
    } catch (failure) {
      this.#model.send({ type: 'answer', id, failure: failure instanceof Error ? failure.message : String(failure) });
    }
    if (request.type === 'batch') this.#tellAgain();
  }

  async #do(request: Request): Promise<unknown> {
    const element = this.#element;
    await this.#ready;
    await element.settled;
    switch (request.type) {
      case 'there':
        return;
      case 'play':
        return element.play();
      case 'pause':
        return element.pause();
      case 'reset':
        return element.reset();
      case 'step':
        return element.step(request.granularity);
      case 'train':
        return element.train(request.updates);
      case 'rescale':
        return element.rescale(request.radius, request.cell ?? undefined);
      case 'trace':
        return element.trace(request.cell ?? element.experiment.cells[0]!);
      case 'still':
        return this.#still();
      case 'batch':
        return this.#batch(request.sequences);
    }
  }
}
