/**
 * What a lane's worker is asked now and then: all that the second module of the core answers. Its inspector knows the
 * lane by its experiment and its snapshots.
 */

import { initSync, Inspector } from '../generated/vanishing_point_inspector';
import type { Lane } from '../generated/vanishing_point';
import type { CellKind, Experiment, TensorCheck } from '../generated/types';
import type { Calls, QuestionName } from './protocol';

/** What decides a run. */
export interface Given {
  experiment: Experiment;
  cell: CellKind;
  text: string | null;
}

/** A run as it is asked about. */
export interface Subject {
  readonly given: Given;
  /** The parameters in force. */
  live: Experiment;
  /** Kept for as long as the run goes on; made with the first question. */
  inspector: Inspector | null;
}

/** What a lane takes beside the experiment and the cell: the text that it reads, and where need be its initial weights. */
export function beginning(module: WebAssembly.Module, { experiment, cell, text: given }: Given): { text: string | null; weights: Float32Array | null } {
  initSync({ module });
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
export function explain(module: WebAssembly.Module, { experiment, cell, text }: Given): void {
  initSync({ module });
  new Inspector(experiment, cell, text).free();
}

/** The inspector of a run, with the lane's weights as they are. */
function look(module: WebAssembly.Module, subject: Subject, lane: Lane): Inspector {
  initSync({ module });
  const { experiment, cell, text } = subject.given;
  subject.inspector ??= new Inspector(experiment, cell, text);
  subject.inspector.set(subject.live);
  subject.inspector.load(lane.snapshot());
  return subject.inspector;
}

type Answers = { [Name in QuestionName]: (inspector: Inspector, call: Calls[Name]['send'], lane: Lane, working: () => void) => Calls[Name]['answer'] };

const ANSWERS: Answers = {
  radii: (inspector) => ({ radii: [...inspector.radii()] }),

  verify(inspector, _call, _lane, working) {
    const checks: TensorCheck[] = [];
    for (let check = inspector.verify(0); check !== undefined; check = inspector.verify(checks.length)) {
      checks.push(check);
      working();
    }
    return { checks };
  },

  locate: (inspector, _call, lane) => ({ divergence: inspector.locate(lane.snapshot()) }),
  trace: (inspector) => ({ trace: inspector.trace() }),
  pathGains: (inspector) => ({ gains: inspector.pathGains() }),

  weightGains(inspector) {
    const began = performance.now();
    const gains = inspector.weightGains();
    return { gains, milliseconds: performance.now() - began };
  },

  weights: (inspector) => ({ weights: inspector.weights() }),
  generate: (inspector, { prompt, length, temperature }) => ({ text: inspector.generate(prompt, length, temperature) }),
};

/** Answers a question. @param working is called while it takes long. */
export function ask<Name extends QuestionName>(name: Name, call: Calls[Name]['send'], subject: Subject, lane: Lane, working: () => void): Calls[Name]['answer'] {
  return ANSWERS[name](look(call.inspector, subject, lane), call, lane, working);
}

/** By what each block of the recurrent weights is to be multiplied to have a spectral radius. */
export function rescaling(module: WebAssembly.Module, subject: Subject, lane: Lane, radius: number): Float64Array {
  return look(module, subject, lane).rescaling(radius);
}
