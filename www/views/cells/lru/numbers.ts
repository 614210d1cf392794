/** One step of one unit of a linear recurrent unit: its λ, and the sums over weights that its formulas have. */

import { sum, type ExactStep, type Product } from '../exact';

/** A complex number. */
export interface Complex {
  re: number;
  im: number;
}

const PARTS = ['re', 'im'] as const;

/** λ = exp(−e^ν + i e^θ) of the step's unit. */
export function eigenvalue(step: ExactStep): Complex {
  const radius = modulus(step);
  const angle = Math.exp(step.weight('theta_log'));
  return { re: radius * Math.cos(angle), im: radius * Math.sin(angle) };
}

/** |λ|. */
export function modulus(step: ExactStep): number {
  return Math.exp(-Math.exp(step.weight('nu_log')));
}

export function state(step: ExactStep, offset = 0): Complex {
  return pair(step.cells(offset), step);
}

export function gradState(step: ExactStep, offset = 0): Complex {
  return pair(step.gradCells(offset), step);
}

/** e^γ, and what B makes of the input. */
export function drive(step: ExactStep): { scale: number; re: number; im: number } {
  const [re, im] = PARTS.map((part) => sum(driveProducts(step, part)));
  return { scale: Math.exp(step.weight('gamma_log')), re: re!, im: im! };
}

export function driveProducts(step: ExactStep, part: 're' | 'im'): Product[] {
  const row = step.weights(`B_${part}`);
  return step.inputs().map((value, column) => ({ weight: row[column]!, value }));
}

export function directProducts(step: ExactStep): Product[] {
  const row = step.weights('D');
  return step.inputs().map((value, column) => ({ weight: row[column]!, value }));
}

/** What C reads from all states for the output of this unit: Re(C s). */
export function reading(step: ExactStep): number {
  const [re, im] = PARTS.map((part) => step.weights(`C_${part}`));
  const states = step.cells();
  return re!.reduce((total, weight, unit) => total + weight * (states[unit] ?? 0) - im![unit]! * (states[re!.length + unit] ?? 0), 0);
}

/** What reaches this unit's state at this very step, from all outputs: C backwards. */
export function fromOutputs(step: ExactStep): Complex {
  const slopes = step.gradPreactivations('hidden');
  const through = (part: 're' | 'im') => slopes.reduce((total, slope, row) => total + slope * step.weights(`C_${part}`, row)[step.unit]!, 0);
  return { re: through('re'), im: -through('im') };
}

/** What reaches number `column` of what the layer reads, at this step: through B and through D. */
export function toInput(step: ExactStep, column: number): number {
  const slopes = step.gradPreactivations('hidden');
  const states = step.gradCells();
  return slopes.reduce((total, slope, row) => {
    const scale = Math.exp(step.weight('gamma_log', row));
    const [re, im] = PARTS.map((part) => scale * step.weights(`B_${part}`, row)[column]!);
    return total + slope * step.weights('D', row)[column]! + re! * states[row]! + im! * states[slopes.length + row]!;
  }, 0);
}

/** The two parts of the step's unit: real ones stand before imaginary ones. */
function pair(values: readonly number[], { unit, run }: ExactStep): Complex {
  return { re: values[unit] ?? 0, im: values[run.units + unit] ?? 0 };
}
