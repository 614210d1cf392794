/** The past of a run on a stage: look at any update, go on from there, and change a model that is training. */

import { inForceAt } from '../engine/changes';
import type { Change } from '../engine/engine';
import type { CellKind, Experiment, TensorCheck } from '../generated/types';
import type { Session } from './session';

/** What the past asks of its element. */
export interface PastHost {
  /** Null until the element has loaded. */
  session(): Session | null;
  /** Loads the element, if that has not been done. */
  summon(): Promise<Session>;
  ready(): Promise<void>;
  /** What the first run begins with, and the changes that it makes by itself. */
  origin(): Experiment;
  foreseen(): readonly Change[];
  /** Puts parameters in force. */
  change(parameters: Partial<Experiment>): void;
  /** Begins a run with these parameters, and changes that are made when training comes to their updates. */
  begin(given: Record<string, unknown>, foreseen: readonly Change[]): void;
}

export class Past {
  readonly #host: PastHost;

  constructor(host: PastHost) {
    this.#host = host;
  }

  /** The newest update. */
  get newest(): number {
    return this.#host.session()?.engine?.update ?? 0;
  }

  /** The update on view when it is not the newest, otherwise null. */
  get viewed(): number | null {
    return this.#host.session()?.engine?.viewed ?? null;
  }

  /** The experiment at update 0; with {@link changes} it decides every number of the run. */
  get origin(): Experiment {
    const session = this.#host.session();
    if (session === null) return this.#host.origin();
    return session.coming === null && session.engine !== null ? session.engine.origin : session.experiment;
  }

  /** What was changed while the run went on, in order, and what is foreseen. */
  get changes(): readonly Change[] {
    const session = this.#host.session();
    return session === null ? this.#host.foreseen() : (session.coming ?? session.engine?.changes ?? []);
  }

  /** The experiment in force at the update on view. */
  experiment(newest: Experiment): Experiment {
    const { viewed } = this;
    return viewed === null ? newest : inForceAt(this.origin, this.changes, viewed);
  }

  /**
   * Shows every lane as it was at an update; pauses. The run is not touched: it is laid aside, and whatever plays or
   * changes goes on from the newest update. Checkpoints make this quick, in bounded memory (engine/checkpoints.ts).
   */
  async visit(update: number): Promise<void> {
    const session = await this.#host.summon();
    await session.settled;
    await session.player?.visit(update);
  }

  /** One update back. */
  async back(): Promise<void> {
    const session = await this.#host.summon();
    await session.pause();
    // Told from what was asked for last, not from the frame that is still on view.
    if (session.frame !== null) await this.visit((this.viewed ?? this.newest) - 1);
  }

  /** Shows the newest update again. */
  async leave(): Promise<void> {
    await this.visit(this.newest);
  }

  /** Makes an update of the past (that on view, if none is given) the newest: what came after it is forgotten. */
  async rewind(update?: number): Promise<void> {
    const session = await this.#host.summon();
    await session.settled;
    if (update !== undefined) await session.player?.visit(update);
    await session.player?.rewind();
  }

  /** After a lane diverged: back to where its gradients were ordinary. */
  async recover(cell: CellKind): Promise<void> {
    const { presentation } = await this.#host.summon();
    const { firmGround } = await import('./extras');
    await this.rewind(firmGround(presentation.stage.history, cell));
  }

  /** After a lane diverged: back to where its gradients were ordinary, and on from there with gradients clipped to norm 1. */
  async clip(cell: CellKind): Promise<void> {
    await this.recover(cell);
    this.#host.change({ clip: 1, clipBy: 'norm' });
    await (await this.#host.summon()).play();
  }

  /** Rescales every block of the recurrent weights, of one lane or of all, to a spectral radius; what is on view shows it at once. */
  async rescale(radius: number, cell: CellKind | null = null): Promise<void> {
    const session = await this.#host.summon();
    await session.settled;
    await session.intervene((engine) => engine.rescale(radius, cell));
  }

  /** The spectral radius of every block of a lane's recurrent weights, layer by layer. */
  async radii(cell: CellKind): Promise<number[]> {
    return (await (await this.#host.summon()).running()).radii(cell);
  }

  /** Holds the gradients of a lane, at the update on view, against differences of the loss. */
  async verify(cell: CellKind): Promise<TensorCheck[]> {
    return (await (await this.#host.summon()).running()).verify(cell);
  }

  /** Begins a run anew, makes the changes at their updates, and pauses at update `update`; without one it goes on as it was. */
  async replay(given: Record<string, unknown>, changes: readonly Change[], update: number | null): Promise<void> {
    this.#host.begin(given, changes);
    if (update === null) return;
    const session = await this.#host.summon();
    await this.#host.ready();
    await session.pause();
    await session.train(Math.max(0, update - (session.frame?.update ?? 0)));
  }
}
