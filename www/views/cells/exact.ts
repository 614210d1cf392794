/**
 * One step of one unit in double precision: what a trace and the weights say of it, down to the sums over weights that
 * no frame holds. Steps and units count from 0 here; the step before the first has a state of zero.
 */

import type { Tensor } from '../../engine/safetensors';
import type { Experiment, LayerTrace, PathGains, RunDescription, Trace } from '../../generated/types';
import { specOf } from './spec';

/** A trace, and what its steps do to a gradient together. */
export type StudiedTrace = Trace & PathGains;

/** What a reading needs of a lane that stands still. */
export interface ExactLane {
  run: RunDescription;
  trace: StudiedTrace;
  /** By PyTorch's names. */
  weights: ReadonlyMap<string, Tensor>;
  experiment: Experiment;
}

/** A product of a weight and what it weighs. */
export interface Product {
  weight: number;
  value: number;
}

export class ExactStep {
  readonly run: RunDescription;
  readonly experiment: Experiment;
  readonly layer: number;
  readonly step: number;
  readonly unit: number;
  readonly #lane: ExactLane;
  readonly #trace: LayerTrace;

  constructor(lane: ExactLane, layer: number, step: number, unit: number) {
    this.#lane = lane;
    this.run = lane.run;
    this.experiment = lane.experiment;
    this.layer = layer;
    this.step = step;
    this.unit = unit;
    this.#trace = lane.trace.layers[layer]!;
  }

  // --- Forward ---

  hidden(offset = 0): number {
    return this.#trace.hidden[this.step + offset]?.[this.unit] ?? 0;
  }

  cell(offset = 0): number {
    return this.#trace.cell?.[this.step + offset]?.[this.unit] ?? 0;
  }

  gate(name: string, offset = 0): number {
    return this.#trace.gates[name]?.[this.step + offset]?.[this.unit] ?? 0;
  }

  /** What W_ih makes of the input for a block of the unit. */
  inputPart(block: string): number {
    return sum(this.inputProducts(block));
  }

  /** What W_hh makes of h_{t−1} for a block of the unit. */
  recurrentPart(block: string): number {
    return sum(this.recurrentProducts(block));
  }

  inputProducts(block: string): Product[] {
    const row = this.#row(`weight_ih_l${this.layer}`, block);
    return this.#input().map((value, column) => ({ weight: row[column]!, value }));
  }

  /** Where a block is reset before the product, h_{t−1} is gated already. */
  recurrentProducts(block: string): Product[] {
    const row = this.#row(`weight_hh_l${this.layer}`, block);
    const before = this.#trace.hidden[this.step - 1];
    const reset = this.resetsBefore(block) ? this.#resetOf(block) : null;
    return Array.from({ length: this.run.units }, (_, unit) => ({ weight: row[unit]!, value: (before?.[unit] ?? 0) * (reset?.[unit] ?? 1) }));
  }

  bias(side: 'ih' | 'hh', block: string): number {
    return this.#lane.weights.get(`bias_${side}_l${this.layer}`)?.data[this.#place(block)] ?? 0;
  }

  // --- Backward ---

  gradHidden(offset = 0): number {
    return this.#trace.gradHidden[this.step + offset]?.[this.unit] ?? 0;
  }

  gradCell(offset = 0): number {
    return this.#trace.gradCell?.[this.step + offset]?.[this.unit] ?? 0;
  }

  gradGate(name: string): number {
    return this.#trace.gradGates[name]?.[this.step]?.[this.unit] ?? 0;
  }

  gradPreactivation(block: string, offset = 0): number {
    return this.#trace.gradPreactivations[block]?.[this.step + offset]?.[this.unit] ?? 0;
  }

  // --- What cells without W_ih ask for ---

  /** All numbers of the cell state at the step. */
  cells(offset = 0): readonly number[] {
    return this.#trace.cell?.[this.step + offset] ?? [];
  }

  gradCells(offset = 0): readonly number[] {
    return this.#trace.gradCell?.[this.step + offset] ?? [];
  }

  gradPreactivations(block: string): readonly number[] {
    return this.#trace.gradPreactivations[block]?.[this.step] ?? [];
  }

  /** One row of a tensor of this layer, by its name without the layer. */
  weights(name: string, row = this.unit): Float32Array {
    const tensor = this.#lane.weights.get(`${name}_l${this.layer}`)!;
    const width = tensor.shape[1] ?? 1;
    return tensor.data.subarray(row * width, (row + 1) * width);
  }

  /** One number of a vector of this layer. */
  weight(name: string, row = this.unit): number {
    return this.weights(name, row)[0]!;
  }

  /** A tensor by its whole name. */
  tensor(name: string): Float32Array {
    return this.#lane.weights.get(name)!.data;
  }

  /** h of all units; of the step `at`. */
  state(at = this.step): readonly number[] {
    return this.#trace.hidden[at]!;
  }

  gradState(): number[] {
    return this.#trace.gradHidden[this.step]!;
  }

  /** What reaches what is read out at this step, in all units, from the loss. */
  fromReadout(): number[] {
    const readout = this.tensor('readout.weight');
    const { units } = this.run;
    return Array.from({ length: units }, (_, unit) => this.#gradOutputs().reduce((total, gradient, row) => total + readout[row * units + unit]! * gradient, 0));
  }

  /** The same step and unit in the layer above. */
  above(): ExactStep {
    return new ExactStep(this.#lane, this.layer + 1, this.step, this.unit);
  }

  /** What the layer reads at this step. */
  inputs(): number[] {
    return this.#input();
  }

  /** Whether no gradient passes from the step at the offset to the one before it: the first step, a truncation's wall. */
  isCut(offset = 0): boolean {
    const step = this.step + offset;
    return step <= 0 || step >= this.run.steps || (this.experiment.truncate > 0 && step % this.experiment.truncate === 0);
  }

  /** What reaches this unit's h from the step at `offset` after it, through weights: Σ W_hhᵀ ∂a. */
  throughWeights(offset = 1): number {
    if (this.isCut(offset)) return 0;
    const { weights } = this.#lane;
    const matrix = weights.get(`weight_hh_l${this.layer}`);
    if (matrix === undefined) return 0;
    let total = 0;
    for (const block of this.#blocks) {
      let part = 0;
      const gradients = this.#trace.gradPreactivations[block]?.[this.step + offset] ?? [];
      const reset = this.#resetOf(block, offset);
      gradients.forEach((gradient, unit) => {
        const weight = matrix.data[this.#place(block, unit) * this.run.units + this.unit]!;
        part += weight * gradient * (reset !== null && !this.resetsBefore(block) ? reset[unit]! : 1);
      });
      total += reset !== null && this.resetsBefore(block) ? part * reset[this.unit]! : part;
    }
    return total;
  }

  /** What reaches this unit's gated h_{t−1} from the candidates of this step: Σ W_hnᵀ ∂a_n of a GRU that resets before the product. */
  throughCandidate(): number {
    const matrix = this.#lane.weights.get(`weight_hh_l${this.layer}`)!;
    const gradients = this.#trace.gradPreactivations.candidate?.[this.step] ?? [];
    return gradients.reduce((total, gradient, unit) => total + matrix.data[this.#place('candidate', unit) * this.run.units + this.unit]! * gradient, 0);
  }

  /** What reaches this unit's h at this very step from above: from the layer above, or from the loss. */
  fromAbove(): number {
    const { weights, trace } = this.#lane;
    const above = trace.layers[this.layer + 1];
    if (above === undefined) return this.fromReadout()[this.unit]!;
    const matrix = weights.get(`weight_ih_l${this.layer + 1}`)!.data;
    let total = 0;
    for (const block of this.#blocks) {
      (above.gradPreactivations[block]?.[this.step] ?? []).forEach((gradient, unit) => {
        total += matrix[this.#place(block, unit) * this.run.units + this.unit]! * gradient;
      });
    }
    return total;
  }

  get isTop(): boolean {
    return this.layer === this.run.layers - 1;
  }

  /** ∂loss/∂outputs at this step; empty where nothing is asked, and where the loss of another step is followed. */
  #gradOutputs(): number[] {
    const { probe, loss } = this.run;
    const { of } = this.#lane.trace;
    if (of !== undefined && of !== this.step) return [];
    const target = probe.targets[this.step];
    if (target === null || target === undefined) return [];
    // A loss that is followed is taken by itself, not as its share of the mean.
    const asked = of === undefined ? probe.targets.filter((each) => each !== null).length : 1;
    const outputs = this.#lane.trace.outputs[this.step]!;
    if (loss === 'squaredError') return outputs.map((output, index) => (2 * (output - (target as number[])[index]!)) / outputs.length / asked);
    const largest = Math.max(...outputs);
    const powers = outputs.map((output) => Math.exp(output - largest));
    const total = powers.reduce((a, b) => a + b, 0);
    return powers.map((power, index) => (power / total - (index === target ? 1 : 0)) / asked);
  }

  // --- Weights ---

  /** The blocks of the weights, in their order. */
  get #blocks(): readonly string[] {
    return this.run.gates.length > 0 ? this.run.gates : ['hidden'];
  }

  /** The reset gate, where it acts on what a block's recurrent weights give. */
  #resetOf(block: string, offset = 0): readonly number[] | null {
    return block === 'candidate' ? (this.#trace.gates.reset?.[this.step + offset] ?? null) : null;
  }

  /** Whether a reset gate acts on what a block's recurrent weights read, and not on what they give. */
  resetsBefore(block: string): boolean {
    return block === 'candidate' && this.#trace.gates.reset !== undefined && this.experiment.resetGate === 'before';
  }

  /** The row of a unit in a block. */
  #place(block: string, unit = this.unit): number {
    return Math.max(0, this.#blocks.indexOf(block)) * this.run.units + unit;
  }

  #row(name: string, block: string): Float32Array {
    const tensor = this.#lane.weights.get(name);
    if (tensor === undefined) return new Float32Array(this.run.units);
    const width = tensor.shape[1] ?? 1;
    const place = this.#place(block);
    return tensor.data.subarray(place * width, (place + 1) * width);
  }

  /** What the layer reads at this step: symbols as one-hot vectors, or the embeddings of the last ones, newest first. */
  #input(step = this.step): number[] {
    if (this.layer > 0) return this.#lane.trace.layers[this.layer - 1]!.hidden[step]!;
    const { probe, inputs, cell } = this.run;
    const raw = (at: number): number[] => {
      const values = probe.values?.[at];
      if (values !== undefined) return [...values];
      return Array.from({ length: inputs }, (_, symbol) => (probe.symbols?.[at] === symbol ? 1 : 0));
    };
    if (!specOf(cell).embedsInput) return raw(step);
    const { data, shape } = this.#lane.weights.get('embedding.weight')!;
    const width = shape[1]!;
    const seen = this.#lane.weights.get('weight_ih_l0')!.shape[1]! / width;
    return Array.from({ length: seen }, (_, back) => {
      if (step - back < 0) return new Array<number>(width).fill(0);
      const vector = raw(step - back);
      return Array.from({ length: width }, (_, column) => vector.reduce((total, each, row) => total + each * data[row * width + column]!, 0));
    }).flat();
  }
}

export function sum(products: readonly Product[]): number {
  return products.reduce((total, { weight, value }) => total + weight * value, 0);
}
