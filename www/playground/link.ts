/** Keeps the address and the stage the same: a copied link shows what is on view, and back and forward work. */

import type { Change } from '../engine/changes';
import type { Experiment } from '../generated/types';
import { parameter, PARAMETERS } from '../store/parameters';
import { format, validate } from '../store/validate';
import { readAddress, writeAddress, type Address, type ViewKeys } from '../store/address';
import { formatChanges } from './changes-text';

/** Milliseconds between two writings: browsers refuse an address that changes too often. */
const INTERVAL = 400;

export interface LinkHost {
  readonly stage: HTMLElementTagNameMap['vanishing-point'];
  readonly analysisOpen: boolean;
  /** The address was read: language, theme and what is hidden may be others. */
  arrived(unknown: readonly string[]): void;
  openAnalysis(open: boolean): void;
}

export class Link {
  readonly #host: LinkHost;
  #address: Address;
  /** A view is written to the address once the visitor has chosen one. */
  #chose = false;
  /** The run that the newest entry of the browser's history shows. */
  #entry = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts arrivals; the address stands until the stage shows what it asks for. */
  #arrivals = 0;
  #arriving = false;

  constructor(host: LinkHost) {
    this.#host = host;
    this.#address = readAddress(location.hash);
    addEventListener('hashchange', () => this.arrive());
  }

  get view(): ViewKeys {
    return this.#address.view;
  }

  get chose(): boolean {
    return this.#chose;
  }

  /** Does what the address says: at the start, and when the visitor changes it or goes back. */
  arrive(): void {
    const { stage } = this.#host;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#address = readAddress(location.hash);
    const { given, changes, view, unknown } = this.#address;
    // First, for what the stage has to say of the address comes after it.
    this.#host.arrived(unknown.map(([key]) => key));
    if (view.panels === undefined) stage.removeAttribute('panels');
    else stage.setAttribute('panels', view.panels);
    const first = stage.frame === null;
    // A link to an update shows that update, and what comes next is up to the visitor.
    if (first) stage.toggleAttribute('autoplay', view.update === undefined);
    const wanted = identity(validate(given).experiment, changes);
    const same = !first && wanted === identity(stage.past.origin, stage.past.changes);
    this.#entry = restarting(validate(given).experiment);
    const arrival = ++this.#arrivals;
    this.#arriving = true;
    const going = same ? this.#goTo(view.update) : stage.past.replay(given, changes, view.update ?? null);
    // What fails is said by the stage.
    void going.catch(() => undefined).then(() => {
      if (arrival !== this.#arrivals) return;
      this.#arriving = false;
      this.write();
    });
    this.#chose = view.t !== undefined || view.unit !== undefined || view.cell !== undefined;
    const { quantity = 'hidden', scale = 'relative', cell, t, unit, layer } = view;
    stage.view = {
      ...stage.view,
      ...(this.#chose ? { t: t ?? null, unit: unit ?? null } : {}),
      cell: stage.experiment.cells.find((each) => each === cell) ?? stage.view.cell,
      layer: layer ?? null,
      scale: scale === 'absolute' ? 'absolute' : 'relative',
      quantity: quantity === 'cell' || quantity === 'input' ? quantity : 'hidden',
    };
    if ((view.analysis === 'open') !== this.#host.analysisOpen) this.#host.openAnalysis(view.analysis === 'open');
    this.#chose = view.t !== undefined || view.unit !== undefined || view.cell !== undefined;
  }

  async #goTo(update: number | undefined): Promise<void> {
    const { stage } = this.#host;
    if (update === undefined) return;
    const { newest } = stage.past;
    await stage.past.visit(update);
    if (update > newest) await stage.train(update - newest);
  }

  /** Something was selected: from now on the address tells what. */
  choose(chose: boolean): void {
    this.#chose = chose;
    this.write();
  }

  setView(keys: ViewKeys): void {
    this.#address.view = { ...this.#address.view, ...keys };
    this.write();
  }

  /** Soon: for what changes many times a second. */
  writeSoon(): void {
    this.#timer ??= setTimeout(() => this.write(), INTERVAL);
  }

  /** Writes the run, and what is looked at, into the address. A new experiment makes a new entry in the browser's history. */
  write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#arriving) return;
    const { stage, analysisOpen } = this.#host;
    const { past } = stage;
    const { t, unit, cell, layer, scale, quantity } = stage.view;
    const view: ViewKeys = { ...this.#address.view };
    if (this.#chose) Object.assign(view, { t: t ?? undefined, unit: unit ?? undefined, cell: cell ?? undefined });
    view.layer = layer ?? undefined;
    view.scale = scale === 'relative' ? undefined : scale;
    view.quantity = quantity === 'hidden' ? undefined : quantity;
    view.analysis = analysisOpen ? 'open' : undefined;
    if (stage.status.state !== 'loading') {
      const updates = stage.frame?.update ?? 0;
      view.update = stage.playing || updates === 0 ? undefined : updates;
    }
    const hash = writeAddress(past.origin, past.changes, view, this.#address.unknown);
    if (hash === location.hash) return;
    const url = hash === '' ? location.pathname + location.search : hash;
    const entry = restarting(past.origin);
    if (entry === this.#entry) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    this.#entry = entry;
  }
}

/** What decides every number of a run. */
function identity(experiment: Experiment, changes: readonly Change[]): string {
  return `${PARAMETERS.map(({ key }) => format(experiment[key])).join('&')} ${formatChanges(changes)}`;
}

/** The parameters whose change begins a run. */
function restarting(experiment: Experiment): string {
  return PARAMETERS.filter(({ key }) => parameter(key).restart).map(({ key }) => format(experiment[key])).join('&');
}
