/**
 * One pass forward and backward of a recurrent network with one unit over three steps, number by number: what is asked,
 * what the engine says, and which slip leads to which wrong number.
 */

import type { RunDescription, Trace } from '../generated/types';

/** A slip by which an answer can be told; each has a sentence in every language. */
export type Slip =
  | 'withoutPast' | 'withoutBias' | 'withoutTanh' | 'notSquared' | 'withoutTwo' | 'withoutSlope' | 'slopeOfA' | 'slopeNotSquared'
  | 'pastSlope' | 'lastStepOnly' | 'sameStep' | 'uphill' | 'withoutRate' | 'sign' | 'rounding';

export type Part = 'forward' | 'backward' | 'weights' | 'update';

/** One number that is asked for. */
export interface Field {
  id: string;
  part: Part;
  /** Both sides of its formula, marked up as `rich` reads it. */
  left: string;
  right: string;
  /** The right side with numbers in it. */
  numbers: string;
  value: number;
  slips: readonly { slip: Slip; value: number }[];
}

/** What is known before anything is calculated. */
export interface Sheet {
  /** Value and mark of each step. */
  inputs: readonly (readonly [number, number])[];
  target: number;
  /** w_v, w_m, w_h, b, w_y, b_y. */
  weights: { v: number; m: number; h: number; b: number; y: number; c: number };
  rate: number;
  fields: readonly Field[];
}

export type Verdict = { right: true } | { right: false; slip: Slip | null };

type Tensors = ReadonlyMap<string, { data: Float32Array }>;

/** Digits after the point of what is given, and of what is asked for. */
export const GIVEN_DIGITS = 4;
export const ASKED_DIGITS = 3;

/** As a worksheet writes a number: with a real minus sign. */
export function digits(value: number, count = GIVEN_DIGITS): string {
  const text = value.toFixed(count);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

/** What an answer may be off: one unit of the last place, or a little of a large number, for rounding adds up. */
export function toleranceOf(value: number): number {
  return Math.max(1.5 * 10 ** -ASKED_DIGITS, 0.004 * Math.abs(value));
}

/** A number as people write it: with a comma, a minus sign of either kind; NaN of what is none. */
export function read(text: string): number {
  const plain = text.trim().replaceAll('−', '-').replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

export function judge({ value, slips }: Field, given: number): Verdict {
  const isNear = (other: number, times = 1) => Math.abs(given - other) <= times * toleranceOf(other);
  if (isNear(value)) return { right: true };
  const found = slips.find((each) => !Number.isNaN(each.value) && Math.abs(each.value - value) > 2 * toleranceOf(value) && isNear(each.value));
  if (found !== undefined) return { right: false, slip: found.slip };
  if (isNear(-value)) return { right: false, slip: 'sign' };
  return { right: false, slip: isNear(value, 8) ? 'rounding' : null };
}

/** A number in a product or sum: in brackets where it is negative. */
const bracketed = (value: number) => Number.isInteger(value) ? String(value) : (value < 0 ? `(${digits(value)})` : digits(value));
const product = (...factors: number[]) => factors.map(bracketed).join(' · ');

export function sheetOf(run: RunDescription, trace: Trace, tensors: Tensors, rate: number): Sheet {
  const layer = trace.layers[0]!;
  const weight = (name: string, index = 0) => tensors.get(name)!.data[index]!;
  // The two biases add, and have the same gradient.
  const weights = {
    v: weight('weight_ih_l0', 0), m: weight('weight_ih_l0', 1), h: weight('weight_hh_l0'),
    b: weight('bias_ih_l0') + weight('bias_hh_l0'), y: weight('readout.weight'), c: weight('readout.bias'),
  };
  const inputs = run.probe.values!.map(([value, mark]) => [value!, mark!] as const);
  const steps = inputs.length;
  const target = (run.probe.targets[steps - 1] as number[])[0]!;
  const h = (t: number) => (t < 0 ? 0 : layer.hidden[t]![0]!);
  const a = (t: number) => weights.v * inputs[t]![0] + weights.m * inputs[t]![1] + weights.h * h(t - 1) + weights.b;
  const dh = (t: number) => layer.gradHidden[t]![0]!;
  const da = (t: number) => layer.gradPreactivations.hidden![t]![0]!;
  const output = trace.outputs[steps - 1]![0]!;
  const error = output - target;
  const all = inputs.map((_, t) => t);
  const sum = (term: (t: number) => number) => all.reduce((total, t) => total + term(t), 0);
  const gradient = (name: string, ...place: number[]): number => place.reduce<unknown>((part, index) => (part as unknown[])[index], (trace.paramGrads as Record<string, unknown>)[name]) as number;
  const last = steps - 1;

  const forward = all.flatMap((t): Field[] => [
    {
      id: `a${t + 1}`, part: 'forward', left: `*a*~${t + 1}~`, right: `*w*~v~*v*~${t + 1}~ + *w*~m~*m*~${t + 1}~${t === 0 ? '' : ` + *w*~h~*h*~${t}~`} + *b*`,
      numbers: `${product(weights.v, inputs[t]![0])} + ${product(weights.m, inputs[t]![1])}${t === 0 ? '' : ` + ${product(weights.h, h(t - 1))}`} + ${bracketed(weights.b)}`,
      value: a(t),
      slips: [...(t === 0 ? [] : [{ slip: 'withoutPast', value: a(t) - weights.h * h(t - 1) } as const]), { slip: 'withoutBias', value: a(t) - weights.b }],
    },
    { id: `h${t + 1}`, part: 'forward', left: `*h*~${t + 1}~`, right: `tanh *a*~${t + 1}~`, numbers: `tanh ${bracketed(a(t))}`, value: h(t), slips: [{ slip: 'withoutTanh', value: a(t) }] },
  ]);
  const backward = [...all].reverse().flatMap((t): Field[] => [
    t === last
      ? { id: `dh${t + 1}`, part: 'backward', left: `∂*L*/∂*h*~${t + 1}~`, right: '*w*~y~ · ∂*L*/∂*y*', numbers: product(weights.y, 2 * error), value: dh(t), slips: [{ slip: 'withoutTwo', value: weights.y * error }] }
      : { id: `dh${t + 1}`, part: 'backward', left: `∂*L*/∂*h*~${t + 1}~`, right: `*w*~h~ · ∂*L*/∂*a*~${t + 2}~`, numbers: product(weights.h, da(t + 1)), value: dh(t), slips: [{ slip: 'pastSlope', value: weights.h * dh(t + 1) }] },
    {
      id: `da${t + 1}`, part: 'backward', left: `∂*L*/∂*a*~${t + 1}~`, right: `∂*L*/∂*h*~${t + 1}~ · (1 − *h*~${t + 1}~²)`, numbers: `${bracketed(dh(t))} · (1 − ${bracketed(h(t))}²)`, value: da(t),
      slips: [{ slip: 'withoutSlope', value: dh(t) }, { slip: 'slopeOfA', value: dh(t) * (1 - a(t) ** 2) }, { slip: 'slopeNotSquared', value: dh(t) * (1 - h(t)) }],
    },
  ]);
  const sums = (factor: (t: number) => number, from = 0) => all.slice(from).map((t) => product(da(t), factor(t))).join(' + ');
  const symbols = (letter: string, shift = 0, from = 0) => all.slice(from).map((t) => `∂*L*/∂*a*~${t + 1}~ *${letter}*~${t + 1 + shift}~`).join(' + ');
  const dwh = gradient('weight_hh_l0', 0, 0);
  return {
    inputs, target, weights, rate,
    fields: [
      ...forward,
      { id: 'y', part: 'forward', left: '*y*', right: `*w*~y~*h*~${steps}~ + *b*~y~`, numbers: `${product(weights.y, h(last))} + ${bracketed(weights.c)}`, value: output, slips: [{ slip: 'withoutBias', value: output - weights.c }] },
      { id: 'L', part: 'forward', left: '*L*', right: '(*y* − *s*)²', numbers: `(${digits(output)} − ${digits(target)})²`, value: trace.loss, slips: [{ slip: 'notSquared', value: error }, { slip: 'notSquared', value: -error }] },
      { id: 'dy', part: 'backward', left: '∂*L*/∂*y*', right: '2 (*y* − *s*)', numbers: `2 · (${digits(output)} − ${digits(target)})`, value: 2 * error, slips: [{ slip: 'withoutTwo', value: error }] },
      ...backward,
      { id: 'dwy', part: 'weights', left: '∂*L*/∂*w*~y~', right: `∂*L*/∂*y* · *h*~${steps}~`, numbers: product(2 * error, h(last)), value: gradient('readout.weight', 0, 0), slips: [{ slip: 'withoutTwo', value: error * h(last) }] },
      {
        id: 'dwh', part: 'weights', left: '∂*L*/∂*w*~h~', right: symbols('h', -1, 1), numbers: sums((t) => h(t - 1), 1), value: dwh,
        slips: [{ slip: 'lastStepOnly', value: da(last) * h(last - 1) }, { slip: 'sameStep', value: sum((t) => da(t) * h(t)) }],
      },
      { id: 'dwv', part: 'weights', left: '∂*L*/∂*w*~v~', right: symbols('v'), numbers: sums((t) => inputs[t]![0]), value: gradient('weight_ih_l0', 0, 0), slips: [{ slip: 'lastStepOnly', value: da(last) * inputs[last]![0] }] },
      { id: 'dwm', part: 'weights', left: '∂*L*/∂*w*~m~', right: symbols('m'), numbers: sums((t) => inputs[t]![1]), value: gradient('weight_ih_l0', 0, 1), slips: [{ slip: 'lastStepOnly', value: da(last) * inputs[last]![1] }] },
      { id: 'db', part: 'weights', left: '∂*L*/∂*b*', right: all.map((t) => `∂*L*/∂*a*~${t + 1}~`).join(' + '), numbers: all.map((t) => bracketed(da(t))).join(' + '), value: gradient('bias_ih_l0', 0), slips: [{ slip: 'lastStepOnly', value: da(last) }] },
      {
        id: 'new', part: 'update', left: '*w*~h~′', right: `*w*~h~ − ${rate} · ∂*L*/∂*w*~h~`, numbers: `${digits(weights.h)} − ${rate} · ${bracketed(dwh)}`, value: weights.h - rate * dwh,
        slips: [{ slip: 'uphill', value: weights.h + rate * dwh }, { slip: 'withoutRate', value: weights.h - dwh }],
      },
    ],
  };
}
