/** The past of a run on a stage: look at any update, go on from there, and change a model that is training. */

import type { Change, LeftOff } from '../engine/engine';
import type { CellKind, Experiment, ModuleDescription, TensorCheck } from '../generated/types';
import type { Store } from '../store/store';
import type { View } from '../store/view';
import type { Kept } from '../views/history';
import type { Lifecycle } from './lifecycle';

/** A run as it was left: what decides it, where it stood, and what was recorded of it. */
export interface LeftRun {
  origin: Experiment;
  changes: readonly Change[];
  /** The user's own data; null for those that ship. */
  text: string | null;
  view: View;
  leftOff: LeftOff;
  history: Kept;
  records: Kept;
}

export class Past {
  readonly #store: Store;
  readonly #life: Lifecycle;

  constructor(store: Store, lifecycle: Lifecycle) {
    this.#store = store;
    this.#life = lifecycle;
  }

  /** The newest update. */
  get newest(): number {
    return this.#store.run.newest.peek();
  }

  /** The update on view when it is not the newest, otherwise null. */
  get viewed(): number | null {
    return this.#store.run.viewed.peek();
  }

  /** The experiment at update 0; with {@link changes} it decides every number of the run. */
  get origin(): Experiment {
    this.#store.flush();
    return this.#store.origin.peek();
  }

  /** What was changed while the run went on, in order, and what is scheduled. */
  get changes(): readonly Change[] {
    return this.#store.changes.peek();
  }

  /** The experiment in force at the update on view. */
  get experiment(): Experiment {
    return this.#store.experimentOnView.peek();
  }

  /**
   * Shows every lane as it was at an update; pauses. The run is not touched: it is laid aside, and whatever plays or
   * changes goes on from the newest update. Checkpoints make this quick, in bounded memory (engine/checkpoints.ts).
   */
  async visit(update: number): Promise<void> {
    await (await this.#life.open()).visit(update);
  }

  /** One update back. */
  async back(): Promise<void> {
    const session = await this.#life.open();
    await session.pause();
    // Counted from what was asked for last, not from the frame that is still on view.
    if (this.#store.run.frame.peek() !== null) await session.visit(session.requestedUpdate - 1);
  }

  /** Shows the newest update again. */
  async leave(): Promise<void> {
    await this.visit(this.newest);
  }

  /** Makes an update of the past (that on view, if none is given) the newest: what came after it is forgotten. */
  async rewind(update?: number): Promise<void> {
    const session = await this.#life.open();
    if (update !== undefined) await session.visit(update);
    await session.rewind();
  }

  /** After a lane diverged: back to where its gradients were ordinary. */
  async recover(cell: CellKind): Promise<void> {
    await this.rewind((await this.#life.open()).ordinaryUpdate(cell));
  }

  /** After a lane diverged: back to where its gradients were ordinary, and on from there with gradients clipped to norm 1. */
  async clip(cell: CellKind): Promise<void> {
    await this.recover(cell);
    this.#store.change({ clip: 1, clipBy: 'norm' });
    await (await this.#life.open()).play();
  }

  /** Rescales every block of the recurrent weights, of one lane or of all, to a spectral radius; what is on view shows it at once. */
  async rescale(radius: number, cell: CellKind | null = null): Promise<void> {
    const session = await this.#life.open();
    await session.running();
    await session.intervene((engine) => engine.rescale(radius, cell));
  }

  /** The spectral radius of every block of a lane's recurrent weights, layer by layer. */
  async radii(cell: CellKind): Promise<number[]> {
    return (await (await this.#life.open()).running()).radii(cell);
  }

  /** The same, with the update that they belong to. */
  async timedRadii(cell: CellKind): Promise<{ radii: number[]; update: number }> {
    return (await (await this.#life.open()).running()).timedRadii(cell);
  }

  /** Holds the gradients of a lane, at the update on view, against differences of the loss. */
  async verify(cell: CellKind): Promise<TensorCheck[]> {
    return (await (await this.#life.open()).running()).verify(cell);
  }

  /** What a file of weights holds that another program saved. */
  async readModel(bytes: Uint8Array): Promise<{ description: ModuleDescription; model: Uint8Array }> {
    return (await (await this.#life.open()).running()).readModel(bytes);
  }

  /** Begins a run anew, makes the changes at their updates, and pauses at update `update`; without one it goes on as it was. */
  async replay(given: Record<string, unknown>, changes: readonly Change[], update: number | null): Promise<void> {
    this.#store.begin(given, changes);
    if (update === null) return;
    await this.#towards(update, async () => {
      const session = await this.#life.open();
      await this.#life.ready;
      await session.pause();
      await session.train(Math.max(0, update - (this.#store.run.frame.peek()?.update ?? 0)));
    });
  }

  /** The run at its newest update, with all that it takes to go on from there. */
  async leaveOff(): Promise<LeftRun> {
    const session = await this.#life.open();
    const leftOff = await (await session.running()).leaveOff();
    const { history, records } = session.presentation.stage;
    const { origin, changes, text } = this.#store;
    return { origin: origin.peek(), changes: changes.peek(), text: text.peek(), view: this.#store.view.all.peek(), leftOff, history: history.keep(), records: records.keep() };
  }

  /** Begins a run that was left before, and goes on there; what cannot be had leaves the run on view as it is. */
  async goOnWith({ origin, changes, text, view, leftOff, history, records }: LeftRun): Promise<void> {
    const session = await this.#life.open();
    await session.pause();
    this.#store.look(view, false);
    this.#store.goOn(origin, changes, text, leftOff);
    await session.settled;
    const { stage } = session.presentation;
    if (this.#store.run.frame.peek()?.update !== leftOff.update) return;
    stage.history.recall(history);
    stage.records.recall(records);
    session.presentation.relay();
  }

  /** Shows an update of this run, which training may have to go to first. */
  async goTo(update: number): Promise<void> {
    await this.#towards(update, async () => {
      const { newest } = this;
      await this.visit(update);
      if (update > newest) await (await this.#life.open()).train(update - newest);
    });
  }

  /** Says where training is going for as long as it is on its way. */
  async #towards(update: number, go: () => Promise<void>): Promise<void> {
    const { goal } = this.#store.run;
    goal.value = update;
    try {
      await go();
    } finally {
      if (goal.peek() === update) goal.value = null;
    }
  }
}
