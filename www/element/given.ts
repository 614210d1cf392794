/** What attributes and scripts ask of an element, and the experiment that comes of it. */

import type { Change } from '../engine/changes';
import type { Experiment } from '../generated/types';
import { attributeName, defaults, differences, PARAMETERS } from './parameters';
import { parse, validate, type Problem } from './validate';
import { hides } from './words';

export interface GivenListener {
  problem(problem: Problem): void;
  /** Another experiment is in force; `anew` when a run shall begin in any case. */
  changed(anew: boolean): void;
}

export class Given {
  /** The experiment in force. */
  experiment: Experiment = defaults();
  /** The user's own text for the task `text`; null reads the built-in passage. */
  text: string | null = null;
  /** Changes that the next run shall make, until it is begun. */
  foreseen: readonly Change[] = [];
  readonly #listener: GivenListener;
  /** As it was given, before it was validated. */
  #raw: Record<string, unknown> = {};
  #applying = false;

  constructor(listener: GivenListener) {
    this.#listener = listener;
  }

  /** Several attributes that change together make one change. */
  attribute(name: string, text: string | null): void {
    const key = PARAMETERS.find((each) => attributeName(each.key) === name)?.key;
    if (key === undefined) return;
    if (text === null || hides(name, text)) this.#raw = Object.fromEntries(Object.entries(this.#raw).filter(([given]) => given !== key));
    else this.#raw[key] = parse(key, text);
    if (this.#applying) return;
    this.#applying = true;
    queueMicrotask(() => {
      this.#applying = false;
      this.#apply(false);
    });
  }

  put(raw: Readonly<Record<string, unknown>>): void {
    this.#raw = { ...raw };
    this.#apply(false);
  }

  /** Begins a run with these parameters, and changes that are made when training comes to their updates. */
  begin(raw: Readonly<Record<string, unknown>>, foreseen: readonly Change[]): void {
    this.#raw = { ...raw };
    this.foreseen = foreseen;
    this.#apply(true);
  }

  /** Takes over what came in force by itself; returns whether it is another experiment. */
  adopt(experiment: Experiment): boolean {
    if (differences(this.experiment, experiment).length === 0) return false;
    this.experiment = experiment;
    this.#raw = { ...experiment };
    return true;
  }

  #apply(anew: boolean): void {
    const { experiment, problems } = validate(this.#raw);
    this.experiment = experiment;
    for (const problem of problems) this.#listener.problem(problem);
    this.#listener.changed(anew);
  }
}
