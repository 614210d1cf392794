/** One step of an attention block in double precision: what its formulas have beside the trace, made of the weights. */

import type { ExactStep, Product } from '../exact';

/** PyTorch's ε of layer norm. */
const EPSILON = 1e-5;

type Vector = readonly number[];

/** A tensor of the block, by its name in it. */
function tensor(step: ExactStep, name: string): Float32Array {
  return step.tensor(`layers.${step.layer}.${name}`);
}

/** y = W x + b for some rows of W; all without `rows`. */
function linear(step: ExactStep, weight: string, bias: string, x: Vector, rows?: Vector): number[] {
  const [w, b] = [tensor(step, weight), tensor(step, bias)];
  return (rows ?? Array.from(b.keys())).map((row) => dot(w.subarray(row * x.length, (row + 1) * x.length), x) + b[row]!);
}

/** Wᵀ slopes, for the rows of W from `from` on. */
function back(w: Float32Array, slopes: Vector, width: number, from = 0): number[] {
  return Array.from({ length: width }, (_, column) => slopes.reduce((total, slope, row) => total + slope * w[(from + row) * width + column]!, 0));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) total += a[index]! * b[index]!;
  return total;
}

interface Norm {
  /** (x − mean) / √(variance + ε). */
  normed: number[];
  inverse: number;
  scale: Float32Array;
  out: number[];
}

function norm(x: Vector, scale: Float32Array, shift: Float32Array): Norm {
  const mean = x.reduce((total, each) => total + each, 0) / x.length;
  const centred = x.map((each) => each - mean);
  const inverse = 1 / Math.sqrt(dot(centred, centred) / x.length + EPSILON);
  const normed = centred.map((each) => each * inverse);
  return { normed, inverse, scale, out: normed.map((each, unit) => each * scale[unit]! + shift[unit]!) };
}

/** What slopes of a norm's output are for what it read. */
function normBack({ normed, inverse, scale }: Norm, slopes: Vector): number[] {
  const scaled = slopes.map((slope, unit) => slope * scale[unit]!);
  const mean = scaled.reduce((total, each) => total + each, 0) / scaled.length;
  const along = dot(scaled, normed) / scaled.length;
  return scaled.map((each, unit) => inverse * (each - mean - normed[unit]! * along));
}

function blockNorm(step: ExactStep, which: 'norm1' | 'norm2', x: Vector): Norm {
  return norm(x, tensor(step, `${which}.weight`), tensor(step, `${which}.bias`));
}

/** erf by its series, exact to double precision where |x| < 6; beyond, ±1. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  // e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): all terms have one sign.
  let [term, total] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

const normal = (a: number) => 0.5 * (1 + erf(a * Math.SQRT1_2));
const gelu = (a: number) => a * normal(a);
const geluSlope = (a: number) => normal(a) + (a * Math.exp(-0.5 * a * a)) / Math.sqrt(2 * Math.PI);

/** All of a block at one step. */
export class Block {
  readonly step: ExactStep;
  readonly units: number;
  /** Units of a head. */
  readonly width: number;
  readonly first: Norm;
  readonly query: number[];
  /** What the heads give, side by side, and what they read: [head][j ≤ t]. */
  readonly given: number[] = [];
  readonly read: number[][] = [];
  readonly middle: number[];
  readonly second: Norm;
  readonly inner: number[];
  readonly after: number[];
  readonly #keys: number[][];
  readonly #values: number[][];

  constructor(step: ExactStep, heads: number) {
    this.step = step;
    this.units = step.run.units;
    this.width = this.units / heads;
    const { units, width } = this;
    this.first = blockNorm(step, 'norm1', step.state());
    this.query = this.#project(this.first.out, 0);
    const earlier = Array.from({ length: step.step + 1 }, (_, j) => blockNorm(step, 'norm1', step.state(j)).out);
    this.#keys = earlier.map((x) => this.#project(x, 1));
    this.#values = earlier.map((x) => this.#project(x, 2));
    for (let head = 0; head < heads; head++) {
      const [from, to] = [head * width, (head + 1) * width];
      const scores = this.#keys.map((key) => dot(this.query.slice(from, to), key.slice(from, to)) / Math.sqrt(width));
      const largest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - largest));
      const total = powers.reduce((sum, each) => sum + each, 0);
      const read = powers.map((power) => power / total);
      this.read.push(read);
      for (let unit = from; unit < to; unit++) this.given.push(this.#values.reduce((sum, each, j) => sum + read[j]! * each[unit]!, 0));
    }
    const merged = linear(step, 'self_attn.out_proj.weight', 'self_attn.out_proj.bias', this.given);
    this.middle = step.state().map((x, unit) => x + merged[unit]!);
    this.second = blockNorm(step, 'norm2', this.middle);
    this.inner = linear(step, 'linear1.weight', 'linear1.bias', this.second.out);
    const narrowed = linear(step, 'linear2.weight', 'linear2.bias', this.inner.map(gelu));
    this.after = this.middle.map((m, unit) => m + narrowed[unit]!);
    if (this.given.length !== units) throw new RangeError('The heads do not divide the units.');
  }

  /** Queries (0), keys (1) or values (2) of what was read. */
  #project(x: Vector, kind: 0 | 1 | 2): number[] {
    return linear(this.step, 'self_attn.in_proj_weight', 'self_attn.in_proj_bias', x, Array.from({ length: this.units }, (_, unit) => kind * this.units + unit));
  }

  /** All that is multiplied to make the unit's query (0), key (1) or value (2). */
  products(kind: 0 | 1 | 2): Product[] {
    const row = kind * this.units + this.step.unit;
    const weights = tensor(this.step, 'self_attn.in_proj_weight');
    return this.first.out.map((value, column) => ({ weight: weights[row * this.units + column]!, value }));
  }

  /** The head of the step's unit. */
  get head(): number {
    return Math.floor(this.step.unit / this.width);
  }

  /** The step's unit of the value of step `j`. */
  value(j: number): number {
    return this.#values[j]![this.step.unit]!;
  }

  key(j: number): number {
    return this.#keys[j]![this.step.unit]!;
  }

  /** ∂L/∂x′, by what stands above the block. */
  gradAfter(): number[] {
    const above = this.step.isTop ? null : this.step.above();
    if (above !== null) return above.gradState();
    const last = norm(this.after, this.step.tensor('norm.weight'), this.step.tensor('norm.bias'));
    return normBack(last, this.step.fromReadout());
  }

  /** ∂L/∂m. */
  gradMiddle(after = this.gradAfter()): number[] {
    const { units, inner } = this;
    const slopes = back(tensor(this.step, 'linear2.weight'), after, inner.length).map((slope, row) => slope * geluSlope(inner[row]!));
    const through = normBack(this.second, back(tensor(this.step, 'linear1.weight'), slopes, units));
    return after.map((slope, unit) => slope + through[unit]!);
  }

  /** Of the head of the unit: the slope of each score q_t · k_j / √d. */
  gradScores(middle = this.gradMiddle()): number[] {
    const given = back(tensor(this.step, 'self_attn.out_proj.weight'), middle, this.units);
    const from = this.head * this.width;
    const slopes = this.#values.map((value) => dot(given.slice(from, from + this.width), value.slice(from, from + this.width)));
    const read = this.read[this.head]!;
    const along = dot(read, slopes);
    return read.map((p, j) => p * (slopes[j]! - along));
  }

  /** What reaches the step's unit of x through its query, key or value. */
  through(kind: 'query' | 'key' | 'value'): number {
    const from = ['query', 'key', 'value'].indexOf(kind) * this.units;
    const slopes = this.step.gradPreactivations(kind);
    return normBack(this.first, back(tensor(this.step, 'self_attn.in_proj_weight'), slopes, this.units, from))[this.step.unit]!;
  }

  bias(name: string, row = this.step.unit): number {
    return tensor(this.step, name)[row]!;
  }
}

/** The largest number of heads, up to the one asked for, that divides the units: as the core has it. */
export function headsOf(asked: number, units: number): number {
  let heads = asked;
  while (units % heads !== 0) heads -= 1;
  return heads;
}
