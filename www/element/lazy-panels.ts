/** The panels that few posts ask for, in one file that is fetched when one of them is wanted: parameters, flow and cell. */

import type { CellKind, Trace } from '../generated/types';
import type { Store } from '../store/store';
import { subscribe, Subscriptions, throttled } from '../store/subscribe';
import diagram from '../views/cells/diagram.css?inline';
import flow from '../views/flow-matrix.css?inline';
import details from './details.css?inline';
import { Details } from './details';
import parameters from './parameter-panel.css?inline';
import gates from './gate-sliders.css?inline';
import { ParameterPanel } from './parameter-panel';
import { lazySheets as makeLazySheets } from './style-sheets';

/** Milliseconds between two looks at the numbers: nobody reads faster. */
const READING = 80;

export const lazySheets = makeLazySheets(diagram, flow, details, parameters, gates);

export class LazyPanels {
  readonly #store: Store;
  readonly #parameters: ParameterPanel;
  readonly #details = new Details();
  readonly #trace: (cell: CellKind) => Promise<Trace>;
  readonly #subscriptions = new Subscriptions();

  constructor(store: Store, { trace }: { trace: (cell: CellKind) => Promise<Trace> }) {
    this.#store = store;
    this.#trace = trace;
    this.#parameters = new ParameterPanel(store);
    const { run, view } = store;
    this.#subscriptions.add(
      subscribe([store.panels], () => {
        const panels = store.panels.peek();
        this.details.hidden = !panels.has('flow') && !panels.has('cell');
      }),
      subscribe([run.frame, run.progress, run.playing, view.all, store.experiment, store.panels, store.scheme, store.texts], throttled(() => this.#show(), READING)));
  }

  get parameters(): HTMLElement {
    return this.#parameters.element;
  }

  get details(): HTMLElement {
    return this.#details.element;
  }

  close(): void {
    this.#subscriptions.stop();
    this.#parameters.close();
  }

  #show(): void {
    const { run, view, texts, scheme, panels, experiment } = this.#store;
    const frame = run.frame.peek();
    const on = panels.peek();
    if (frame === null || this.details.hidden) return;
    this.#details.show({
      frame,
      experiment: experiment.peek(),
      words: texts.peek()!,
      view: view.all.peek(),
      scheme: scheme.peek(),
      progress: run.progress.peek(),
      playing: run.playing.peek(),
      flow: on.has('flow'),
      cell: on.has('cell'),
      level: on.has('hero') ? 3 : 2,
      trace: this.#trace,
    });
  }
}
