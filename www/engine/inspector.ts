/**
 * The inspector in a lane's worker: the second module of the core, which answers what is asked now and then. It is
 * fetched with the first such question and knows the lane by its experiment and its snapshots.
 */

import type * as Glue from '../generated/vanishing_point_inspector';
import type { Lane } from '../generated/vanishing_point';
import type { CellKind, Experiment } from '../generated/types';

/** What decides a run. */
export interface Given {
  experiment: Experiment;
  cell: CellKind;
  text: string | null;
}

/** What a lane takes beside the experiment and the cell: the text that it reads, and where need be its initial weights. */
export async function beginning(module: WebAssembly.Module, { experiment, cell, text: given }: Given): Promise<{ text: string | null; weights: Float32Array | null }> {
  const { Inspector } = await load(module);
  const text = given ?? (experiment.task === 'text' ? Inspector.passage(experiment.passage) : null);
  if (experiment.radius === null) return { text, weights: null };
  const inspector = new Inspector(experiment, cell, text);
  try {
    return { text, weights: inspector.initialWeights() };
  } finally {
    inspector.free();
  }
}

/** Throws what is wrong with a run that a lane refused. */
export async function explain(module: WebAssembly.Module, { experiment, cell, text }: Given): Promise<void> {
  const { Inspector } = await load(module);
  new Inspector(experiment, cell, text).free();
}

/** Keeps one inspector for as long as the run goes on that it looks at. */
export class Inspection {
  readonly #given: Given;
  #inspector: Glue.Inspector | null = null;
  /** The parameters in force, once one was changed. */
  #live: Experiment | null = null;

  constructor(given: Given) {
    this.#given = given;
  }

  /** The inspector of the run, with the lane's weights as they are. */
  async look(module: WebAssembly.Module, lane: Lane): Promise<Glue.Inspector> {
    const { Inspector } = await load(module);
    const { experiment, cell, text } = this.#given;
    this.#inspector ??= new Inspector(experiment, cell, text);
    this.#inspector.set(this.#live ?? experiment);
    this.#inspector.load(lane.snapshot());
    return this.#inspector;
  }

  /** Parameters that need no restart were changed. */
  set(experiment: Experiment): void {
    this.#live = experiment;
  }

  free(): void {
    this.#inspector?.free();
  }
}

/** The glue is a file of its own too. */
async function load(module: WebAssembly.Module): Promise<typeof Glue> {
  const glue = await import('../generated/vanishing_point_inspector');
  glue.initSync({ module });
  return glue;
}
