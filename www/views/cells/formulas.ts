/** A unit's formulas with its numbers in them, forward and backward, and the parts that cells share. Each is one sum of products, maybe in a function. */

import { heldIn } from '../../store/hold';
import type { ExactStep } from './exact';
import { specOf } from './spec';

/** g(a) is a + ½ where a ≥ 0, and σ(a) below. */
export type Wrap = 'tanh' | 'σ' | 'relu' | 'g';

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

/**
 * ∂L/∂h_t by all paths: from the next step, and from above at this one.
 *
 * @param direct a path from the next step's state that leads through no weights.
 */
export function hiddenGradient(step: ExactStep, direct?: { symbols: string; factors: number[] }): Formula {
  const { t, after } = stepNames(step);
  const above = step.isTop ? `*W*~y~ᵀ∂*y*~${t}~` : `*W*~x~ᵀ∂*a*~${t}~↑`;
  const terms: number[][] = [];
  let right = '';
  if (direct !== undefined) {
    terms.push(direct.factors);
    right += `${direct.symbols} + `;
  }
  if (specOf(step.run.cell).recurrentMatrix) {
    terms.push([step.throughWeights(1)]);
    right += `*W*~h~ᵀ∂*a*~${after}~ + `;
  }
  return { id: '∂h', left: `∂*L*/∂*h*~${t}~`, right: right + above, wrap: null, terms: [...terms, [step.fromAbove()]], result: step.gradHidden() };
}

export function gateFormula(step: ExactStep, gate: string, letters: Readonly<Record<string, string>>): Formula {
  const { t, before } = stepNames(step);
  const at = heldIn(step.experiment)[gate];
  // Nothing makes the value of a gate that is held.
  if (at !== undefined) return { id: letters[gate] ?? gate, left: `*${letters[gate]}*~${t}~`, right: String(at), wrap: null, terms: [[at]], result: step.gate(gate) };
  const wrap = gate === 'candidate' ? 'tanh' : 'σ';
  const memory = specOf(step.run.cell).recurrentMatrix ? ` + *W*~h~*h*~${before}~` : '';
  const letter = letters[gate] ?? gate;
  return { id: letter, left: `*${letter}*~${t}~`, right: `${wrap}(*W*~x~*x*~${t}~${memory} + *b*)`, wrap, terms: preactivationTerms(step, gate), result: step.gate(gate) };
}

export function preactivationTerms(step: ExactStep, block: string): number[][] {
  const memory = specOf(step.run.cell).recurrentMatrix ? [[step.recurrentPart(block)]] : [];
  return [[step.inputPart(block)], ...memory, [step.bias('ih', block) + step.bias('hh', block)]];
}

/** ∂L/∂ a gate's pre-activation: what reaches the gate, times the slope of its function there. */
export function gateGradient(step: ExactStep, letters: Readonly<Record<string, string>>, gate: string, arrives: string, factors: readonly number[]): Formula {
  const letter = letters[gate] ?? gate;
  const left = `∂*L*/∂*a*~${letter}~`;
  if (heldIn(step.experiment)[gate] !== undefined) return { id: `∂a${letter}`, left, right: '0', wrap: null, terms: [[0]], result: step.gradPreactivation(gate) };
  const value = step.gate(gate);
  const slope = gate === 'candidate' ? `(1−*${letter}*²)` : `*${letter}*(1−*${letter}*)`;
  return {
    id: `∂a${letter}`,
    left,
    right: `${arrives}·${slope}`,
    wrap: null,
    terms: [[...factors, gate === 'candidate' ? 1 - value * value : value * (1 - value)]],
    result: step.gradPreactivation(gate),
  };
}

/** Subscripts as people count. */
export function stepNames({ step }: ExactStep): { t: number; before: number; after: number } {
  return { t: step + 1, before: step, after: step + 2 };
}
