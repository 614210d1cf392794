/** What the viewer has chosen to look at: time step, unit, lane and layer, by pointer, by key or by a page's script. */

import type { Experiment } from '../generated/types';
import { keyAction } from './keys';
import type { Session } from './session';
import type { View } from './status';

/** What the selection asks of its element. */
export interface SelectionHost {
  /** Null until the element has loaded. */
  session(): Session | null;
  experiment(): Experiment;
  /** What the view decides of the look has changed. */
  redress(): void;
  /** Another view is chosen. */
  chosen(view: View): void;
  toggle(): void;
  /** One update forward, and one back. */
  update(): void;
  back(): void;
}

export class Selection {
  readonly #host: SelectionHost;
  #view: View = { t: null, unit: null, cell: null, layer: null, scale: 'relative', quantity: 'hidden' };

  constructor(host: SelectionHost) {
    this.#host = host;
  }

  get view(): View {
    return { ...this.#view };
  }

  /** What lies outside the run goes to its nearest step, unit or layer. */
  set view(view: View) {
    const session = this.#host.session();
    const { hidden, layers } = this.#host.experiment();
    const bounded = (value: number | null, most: number) => (value === null ? null : Math.max(1, most > 0 ? Math.min(most, value) : value));
    const before = this.#view;
    this.#view = { ...view, t: bounded(view.t, session?.steps ?? 0), unit: bounded(view.unit, hidden), layer: bounded(view.layer, layers) };
    const { scale, layer, quantity } = this.#view;
    if (before.scale !== scale || before.layer !== layer || before.quantity !== quantity) this.#host.redress();
    this.show();
    session?.presentation.watch(this.view);
    this.#host.chosen(this.view);
  }

  choose(change: Partial<View>): void {
    this.view = { ...this.#view, ...change };
  }

  /** Marks the selected step and unit on the stage. */
  show(): void {
    const { t, unit } = this.#view;
    const session = this.#host.session();
    session?.presentation.stage.select(t === null ? null : t - 1, unit === null ? null : unit - 1);
    session?.player?.invalidate();
  }

  /** The unit above or below in the order of the lane that is looked at. */
  moveUnit(by: -1 | 1): void {
    const cell = this.#view.cell ?? this.#host.experiment().cells[0]!;
    const unit = this.#host.session()?.presentation.neighbour(cell, this.#view.unit, by) ?? null;
    if (unit === null) return;
    this.choose({ unit, cell });
    this.#announce();
  }

  /** The keys of the stage; returns whether the key was one. */
  handleKey(event: KeyboardEvent): boolean {
    const action = keyAction(event, this.#view.t, this.#host.session()?.steps ?? 0);
    if (action === null) return false;
    switch (action.kind) {
      case 'toggle':
        this.#host.toggle();
        break;
      case 'update':
        this.#host.update();
        break;
      case 'back':
        this.#host.back();
        break;
      case 'select':
        this.choose({ t: action.t });
        this.#announce();
        break;
      case 'unit':
        this.moveUnit(action.by);
        break;
      case 'lane':
        return this.#chooseLane(action.index);
    }
    return true;
  }

  #chooseLane(index: number): boolean {
    const cell = this.#host.experiment().cells[index];
    if (cell === undefined) return false;
    this.choose({ cell });
    this.#host.session()?.presentation.stage.reveal(index);
    return true;
  }

  #announce(): void {
    this.#host.session()?.presentation.announceSelection(this.#view);
  }
}
