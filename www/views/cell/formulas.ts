/** A unit's formulas with its numbers in them, forward and backward. Each is one sum of products, maybe in a function. */

import type { CellKind } from '../../generated/types';
import type { ExactStep } from './exact';

export type Wrap = 'tanh' | 'σ' | 'relu';

export interface Formula {
  /** Names it for tests and styles: the quantity on the left. */
  id: string;
  /** Left and right side in symbols, marked up as `rich` reads it. */
  left: string;
  right: string;
  wrap: Wrap | null;
  /** A sum of products. */
  terms: readonly (readonly number[])[];
  result: number;
}

export interface Formulas {
  forward: Formula[];
  /** How the gates came about: longer, and shown on demand. */
  preactivations: Formula[];
  backward: Formula[];
  /** What reaches each gate's pre-activation: longer, and shown on demand. */
  gateGradients: Formula[];
}

const GATE_LETTERS: Record<string, string> = { input: 'i', forget: 'f', candidate: 'g', output: 'o', reset: 'r', update: 'z' };

export function gateLetter(cell: CellKind, gate: string): string {
  return cell === 'gru' && gate === 'candidate' ? 'n' : (GATE_LETTERS[gate] ?? gate);
}

export function formulasOf(step: ExactStep): Formulas {
  return BY_CELL[step.run.cell](step);
}

const BY_CELL: Record<CellKind, (step: ExactStep) => Formulas> = { rnn, lstm, gru, window };

function rnn(step: ExactStep): Formulas {
  const { t, before } = names(step);
  const relu = step.experiment.activation === 'relu';
  const preactivation = step.inputPart('hidden') + step.recurrentPart('hidden') + step.bias('ih', 'hidden') + step.bias('hh', 'hidden');
  const h = step.hidden();
  return {
    forward: [
      { id: 'a', left: `*a*~${t}~`, right: `*W*~x~*x*~${t}~ + *W*~h~*h*~${before}~ + *b*`, wrap: null, terms: preactivationTerms(step, 'hidden'), result: preactivation },
      { id: 'h', left: `*h*~${t}~`, right: relu ? `max(0, *a*~${t}~)` : `tanh *a*~${t}~`, wrap: relu ? 'relu' : 'tanh', terms: [[preactivation]], result: h },
    ],
    preactivations: [],
    gateGradients: [],
    backward: [
      hiddenGradient(step),
      {
        id: '∂a',
        left: `∂*L*/∂*a*~${t}~`,
        right: relu ? `1[*a*>0]·∂*L*/∂*h*~${t}~` : `(1−*h*²)·∂*L*/∂*h*~${t}~`,
        wrap: null,
        terms: [[relu ? (h > 0 ? 1 : 0) : 1 - h * h, step.gradHidden()]],
        result: step.gradPreactivation('hidden'),
      },
    ],
  };
}

function window(step: ExactStep): Formulas {
  const { t } = names(step);
  const preactivation = step.inputPart('hidden') + step.bias('ih', 'hidden');
  const h = step.hidden();
  return {
    forward: [
      { id: 'a', left: `*a*~${t}~`, right: step.layer === 0 ? `*W*[*e*~${t}~, …] + *b*` : `*W*~x~*x*~${t}~ + *b*`, wrap: null, terms: [[step.inputPart('hidden')], [step.bias('ih', 'hidden')]], result: preactivation },
      { id: 'h', left: `*h*~${t}~`, right: `tanh *a*~${t}~`, wrap: 'tanh', terms: [[preactivation]], result: h },
    ],
    preactivations: [],
    gateGradients: [],
    backward: [
      hiddenGradient(step),
      { id: '∂a', left: `∂*L*/∂*a*~${t}~`, right: `(1−*h*²)·∂*L*/∂*h*~${t}~`, wrap: null, terms: [[1 - h * h, step.gradHidden()]], result: step.gradPreactivation('hidden') },
    ],
  };
}

function lstm(step: ExactStep): Formulas {
  const { t, before, after } = names(step);
  const c = step.cell();
  const slope = 1 - Math.tanh(c) ** 2;
  const carried = step.isCut(1) ? 0 : step.gate('forget', 1);
  return {
    forward: [
      { id: 'c', left: `*c*~${t}~`, right: `*f*·*c*~${before}~ + *i*·*g*`, wrap: null, terms: [[step.gate('forget'), step.cell(-1)], [step.gate('input'), step.gate('candidate')]], result: c },
      { id: 'h', left: `*h*~${t}~`, right: `*o*·tanh *c*~${t}~`, wrap: null, terms: [[step.gate('output'), Math.tanh(c)]], result: step.hidden() },
    ],
    preactivations: ['input', 'forget', 'candidate', 'output'].map((gate) => gateFormula(step, gate)),
    gateGradients: [
      gateGradient(step, 'input', '∂*L*/∂*c*·*g*', [step.gradCell(), step.gate('candidate')]),
      gateGradient(step, 'forget', `∂*L*/∂*c*·*c*~${before}~`, [step.gradCell(), step.cell(-1)]),
      gateGradient(step, 'candidate', '∂*L*/∂*c*·*i*', [step.gradCell(), step.gate('input')]),
      gateGradient(step, 'output', '∂*L*/∂*h*·tanh *c*', [step.gradHidden(), Math.tanh(c)]),
    ],
    backward: [
      hiddenGradient(step),
      {
        id: '∂c',
        left: `∂*L*/∂*c*~${t}~`,
        right: `∂*L*/∂*h*~${t}~·*o*·(1−tanh²*c*~${t}~) + *f*~${after}~·∂*L*/∂*c*~${after}~`,
        wrap: null,
        terms: [[step.gradHidden(), step.gate('output'), slope], [carried, step.gradCell(1)]],
        result: step.gradCell(),
      },
    ],
  };
}

function gru(step: ExactStep): Formulas {
  const { t, before } = names(step);
  const update = step.gate('update');
  const candidate = step.gate('candidate');
  const after = step.experiment.reset === 'after';
  const memory = step.recurrentPart('candidate') + step.bias('hh', 'candidate');
  return {
    forward: [
      {
        id: 'n',
        left: `*n*~${t}~`,
        right: after ? `tanh(*W*~x~*x*~${t}~ + *b* + *r*·(*W*~h~*h*~${before}~ + *b*~h~))` : `tanh(*W*~x~*x*~${t}~ + *b* + *W*~h~(*r*⊙*h*~${before}~))`,
        wrap: 'tanh',
        terms: after
          ? [[step.inputPart('candidate')], [step.bias('ih', 'candidate')], [step.gate('reset'), memory]]
          : [[step.inputPart('candidate')], [step.bias('ih', 'candidate') + step.bias('hh', 'candidate')], [step.recurrentPart('candidate')]],
        result: candidate,
      },
      { id: 'h', left: `*h*~${t}~`, right: `(1−*z*)·*n* + *z*·*h*~${before}~`, wrap: null, terms: [[1 - update, candidate], [update, step.hidden(-1)]], result: step.hidden() },
    ],
    preactivations: ['reset', 'update'].map((gate) => gateFormula(step, gate)),
    gateGradients: [
      gateGradient(step, 'candidate', '∂*L*/∂*n*', [step.gradGate('candidate')]),
      gateGradient(step, 'update', '∂*L*/∂*z*', [step.gradGate('update')]),
      after
        ? gateGradient(step, 'reset', `∂*a*~n~·(*W*~h~*h*~${before}~ + *b*~h~)`, [step.gradPreactivation('candidate'), memory])
        : gateGradient(step, 'reset', `*h*~${before}~·*W*~h~ᵀ∂*a*~n~`, [step.hidden(-1), step.throughCandidate()]),
    ],
    backward: [
      hiddenGradient(step),
      { id: '∂n', left: '∂*L*/∂*n*', right: `(1−*z*)·∂*L*/∂*h*~${t}~`, wrap: null, terms: [[1 - update, step.gradHidden()]], result: step.gradGate('candidate') },
      { id: '∂z', left: '∂*L*/∂*z*', right: `(*h*~${before}~−*n*)·∂*L*/∂*h*~${t}~`, wrap: null, terms: [[step.hidden(-1) - candidate, step.gradHidden()]], result: step.gradGate('update') },
    ],
  };
}

/** ∂L/∂h_t by all paths: from the next step, and from above at this one. */
function hiddenGradient(step: ExactStep): Formula {
  const { t, after } = names(step);
  const above = step.isTop ? `*W*~y~ᵀ∂*y*~${t}~` : `*W*~x~ᵀ∂*a*~${t}~↑`;
  const terms: number[][] = [];
  let right = '';
  if (step.run.cell === 'gru') {
    terms.push([step.isCut(1) ? 0 : step.gate('update', 1), step.gradHidden(1)]);
    right += `*z*~${after}~·∂*L*/∂*h*~${after}~ + `;
  }
  if (step.run.cell !== 'window') {
    terms.push([step.throughWeights(1)]);
    right += `*W*~h~ᵀ∂*a*~${after}~ + `;
  }
  return { id: '∂h', left: `∂*L*/∂*h*~${t}~`, right: right + above, wrap: null, terms: [...terms, [step.fromAbove()]], result: step.gradHidden() };
}

function gateFormula(step: ExactStep, gate: string): Formula {
  const { t, before } = names(step);
  const wrap = gate === 'candidate' ? 'tanh' : 'σ';
  const letter = gateLetter(step.run.cell, gate);
  return { id: letter, left: `*${letter}*~${t}~`, right: `${wrap}(*W*~x~*x*~${t}~ + *W*~h~*h*~${before}~ + *b*)`, wrap, terms: preactivationTerms(step, gate), result: step.gate(gate) };
}

function preactivationTerms(step: ExactStep, block: string): number[][] {
  return [[step.inputPart(block)], [step.recurrentPart(block)], [step.bias('ih', block) + step.bias('hh', block)]];
}

/** ∂L/∂ a gate's pre-activation: what reaches the gate, times the slope of its function there. */
function gateGradient(step: ExactStep, gate: string, arrives: string, factors: readonly number[]): Formula {
  const letter = gateLetter(step.run.cell, gate);
  const value = step.gate(gate);
  const slope = gate === 'candidate' ? `(1−*${letter}*²)` : `*${letter}*(1−*${letter}*)`;
  return {
    id: `∂a${letter}`,
    left: `∂*L*/∂*a*~${letter}~`,
    right: `${arrives}·${slope}`,
    wrap: null,
    terms: [[...factors, gate === 'candidate' ? 1 - value * value : value * (1 - value)]],
    result: step.gradPreactivation(gate),
  };
}

/** Subscripts as people count. */
function names({ step }: ExactStep): { t: number; before: number; after: number } {
  return { t: step + 1, before: step, after: step + 2 };
}
