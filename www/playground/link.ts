/** Keeps the address and the stage the same: a copied link shows what is on view, and back and forward work. */

import { signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { Experiment } from '../generated/types';
import { SCENES } from '../scenes/list';
import { identity, readAddress, writeAddress, type ViewKeys } from '../store/address';
import { parameter, PARAMETERS } from '../store/parameters';
import { onChange } from '../store/subscribe';
import { format, validate } from '../store/validate';
import { parseOf } from '../store/view';
import { QUANTITIES } from '../views/quantity';

/** Milliseconds between two writings: browsers refuse an address that changes too often. */
const INTERVAL = 400;

export class Link {
  readonly #stage: HTMLElementTagNameMap['vanishing-point'];
  readonly #analysisOpen: Signal<boolean>;
  readonly #view = signal<ViewKeys>({});
  readonly #unknown = signal<readonly [string, string][]>([]);
  /** The run that the newest entry of the browser's history shows. */
  #entry = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The run of the link that was opened, as it was given. */
  #opened = '';
  /** Counts arrivals; the address stands until the stage shows what it asks for. */
  #arrivals = 0;
  #arriving = false;
  /** The fragment as it was read or written last. */
  #known = '';

  /** What the address says beside the experiment. */
  readonly view: ReadonlySignal<ViewKeys> = this.#view;
  /** Keys that no one knows, and values that say nothing. */
  readonly unknown: ReadonlySignal<readonly [string, string][]> = this.#unknown;

  constructor(stage: HTMLElementTagNameMap['vanishing-point'], analysisOpen: Signal<boolean>) {
    this.#stage = stage;
    this.#analysisOpen = analysisOpen;
    const { origin, changes, view, run } = stage.store;
    this.#read();
    onChange([origin, view.all, view.chosen, this.#view, analysisOpen], () => this.write());
    onChange([changes, run.state, run.playing], () => this.#writeSoon());
    onChange([run.frame], () => {
      if (!run.playing.peek()) this.#writeSoon();
    });
    addEventListener('hashchange', () => this.arrive());
  }

  #read(): ReturnType<typeof readAddress> {
    this.#known = location.hash;
    const address = readAddress(this.#known);
    this.#unknown.value = address.unknown;
    this.#view.value = address.view;
    return address;
  }

  /** Does what the address says: at the start, and when the visitor changes it or goes back. */
  arrive(): void {
    const { store, past } = this.#stage;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const arrival = ++this.#arrivals;
    this.#arriving = true;
    const { model } = this.#view.peek();
    const { given, changes, view } = this.#read();
    // A model that a link names comes to the task of models, where nothing is left of another one's data.
    const brought = view.model !== undefined && (view.model !== model || store.run.frame.peek() === null);
    if (brought) {
      given.task = 'own';
      store.dropOwn();
    }
    if (view.panels === undefined) this.#stage.removeAttribute('panels');
    else this.#stage.setAttribute('panels', view.panels);
    // A scene stops where it is what it says.
    store.options.stop.value = view.stop ?? SCENES.find(({ id }) => id === view.scene)?.stop ?? null;
    const first = store.run.frame.peek() === null;
    // A link to an update shows that update, and what comes next is up to the visitor.
    if (first) this.#stage.toggleAttribute('autoplay', view.update === undefined);
    const wanted = identity(validate(given).experiment, changes);
    this.#opened = wanted;
    // A change that the lanes have not answered yet would come after all.
    const same = !first && !brought && !store.changing && wanted === identity(past.origin, past.changes);
    this.#entry = restarting(validate(given).experiment);
    const going = !same ? past.replay(given, changes, view.update ?? null) : view.update === undefined ? Promise.resolve() : past.goTo(view.update);
    // What fails is said by the stage.
    void going.catch(() => undefined).then(() => {
      if (arrival !== this.#arrivals) return;
      this.#arriving = false;
      this.write();
    });
    const { quantity, of, scale = 'relative', cell, t, unit, layer } = view;
    const chose = t !== undefined || unit !== undefined || cell !== undefined;
    store.look({
      ...(chose ? { t: t ?? null, unit: unit ?? null } : {}),
      cell: store.experiment.peek().cells.find((each) => each === cell) ?? store.view.cell.peek(),
      layer: layer ?? null,
      scale: scale === 'absolute' ? 'absolute' : 'relative',
      // Of links from before cells were shown by their memory: the cell state where there is one, else the hidden state.
      quantity: quantity === undefined ? null : (QUANTITIES.find((each) => each === quantity) ?? 'memory'),
      of: of === undefined ? null : (parseOf(of) ?? null),
    }, false);
    store.view.chosen.value = chose;
    this.#analysisOpen.value = view.analysis === 'open';
  }

  /** Goes to another address of the page, as a link would. */
  go(hash: string): void {
    history.pushState(null, '', hash);
    this.arrive();
  }

  setView(keys: ViewKeys): void {
    this.#view.value = { ...this.#view.peek(), ...keys };
  }

  /** Soon: for what changes many times a second. */
  #writeSoon(): void {
    this.#timer ??= setTimeout(() => this.write(), INTERVAL);
  }

  /** Writes the run, and what is looked at, into the address. A new experiment makes a new entry in the browser's history. */
  write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Where another fragment stands, a link was followed, and the event that says so is on its way.
    if (this.#arriving || location.hash !== this.#known) return;
    const { store } = this.#stage;
    const { t, unit, cell, layer, scale, quantity, of } = store.view.all.peek();
    const view: ViewKeys = { ...this.#view.peek() };
    if (store.view.chosen.peek()) Object.assign(view, { t: t ?? undefined, unit: unit ?? undefined, cell: cell ?? undefined });
    view.layer = layer ?? undefined;
    view.scale = scale === 'relative' ? undefined : scale;
    view.quantity = quantity ?? undefined;
    view.of = of === null ? undefined : String(of);
    view.analysis = this.#analysisOpen.peek() ? 'open' : undefined;
    const { state, playing, frame } = store.run;
    if (state.peek() !== 'loading') {
      const updates = frame.peek()?.update ?? 0;
      view.update = playing.peek() || updates === 0 ? undefined : updates;
    }
    const origin = store.origin.peek();
    // Another run than that of the link is one of this page's own engine.
    if (identity(origin, store.changes.peek()) !== this.#opened && view.engine !== undefined) {
      view.engine = undefined;
      this.setView({ engine: undefined });
    }
    const hash = writeAddress(origin, store.changes.peek(), view, this.#unknown.peek());
    if (hash === location.hash) return;
    const url = hash === '' ? location.pathname + location.search : hash;
    const entry = restarting(origin);
    if (entry === this.#entry) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    this.#known = location.hash;
    this.#entry = entry;
  }
}

/** The parameters whose change begins a run. */
function restarting(experiment: Experiment): string {
  return PARAMETERS.filter(({ key }) => parameter(key).restart).map(({ key }) => format(experiment[key])).join('&');
}
