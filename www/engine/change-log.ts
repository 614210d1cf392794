/** The log of what was changed while a run went on. */

import type { Experiment } from '../generated/types';
import { inForceAt, liveDifferences, type Change } from './changes';

/** What was asked for, until all lanes have made it: by this a change is taken back that one of them refused. */
export interface Note {
  readonly change: Change;
}

/** The log of one run. */
export class Changes {
  readonly #first: Experiment;
  /** All that was changed, one after the other. */
  #notes: Note[] = [];
  #origin: Experiment;
  #log: Change[] = [];

  /** @param origin the experiment that the run begins with. */
  constructor(origin: Experiment) {
    this.#first = origin;
    this.#origin = origin;
  }

  /** The experiment at update 0. */
  get origin(): Experiment {
    return this.#origin;
  }

  /** What was changed since, in order. */
  get log(): readonly Change[] {
    return this.#log;
  }

  /** The experiment in force at the newest update. */
  get inForce(): Experiment {
    return inForceAt(this.#origin, this.#log, Infinity);
  }

  /** Notes a change at the newest update. What comes to nothing, or is overruled at the same update, is not in the log. */
  note(change: Change): Note {
    const note = { change };
    this.#notes.push(note);
    this.#add(change);
    return note;
  }

  /** Takes a change back, as if it had never been asked for. */
  takeBack(note: Note): void {
    this.#notes = this.#notes.filter((other) => other !== note);
    this.#origin = this.#first;
    this.#log = [];
    for (const { change } of this.#notes) this.#add(change);
  }

  /** Forgets what was changed after an update: the run goes on from there. */
  cut(update: number): void {
    this.#notes = this.#notes.filter(({ change }) => change.update <= update);
    this.#log = this.#log.filter((change) => change.update <= update);
  }

  #add(change: Change): void {
    if (change.kind === 'set' && change.update === 0) {
      this.#origin = { ...this.#origin, ...change.parameters };
      return;
    }
    const last = this.#log.at(-1);
    if (last?.update === change.update && last.kind === change.kind) {
      if (change.kind === 'rescale' && last.kind === 'rescale' && last.cell === change.cell) this.#log.pop();
      if (change.kind === 'set' && last.kind === 'set') {
        change = { ...change, parameters: { ...last.parameters, ...change.parameters } };
        this.#log.pop();
      }
    }
    if (change.kind === 'set') {
      const parameters = liveDifferences(this.inForce, { ...this.inForce, ...change.parameters });
      if (Object.keys(parameters).length === 0) return;
      change = { ...change, parameters };
    }
    this.#log.push(change);
  }
}
