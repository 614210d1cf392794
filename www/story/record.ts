/** From a frame to the record that facts are made from. */

import { together } from './share';
import type { Carrier, LaneRecord } from './facts';

/** What of a cell's capabilities the sentences ask for. */
export interface Capabilities {
  /** Where the cell carries its memory. */
  memory: 'h' | 'c' | 's';
  states: readonly string[];
  gates: readonly string[];
  /** Whether every step reads all earlier ones itself. */
  attends: boolean;
  /** The gate that keeps the memory: `forget`, `update`, or none. */
  keepingGate: string | null;
}

/** One lane of a frame. */
export interface LaneSource {
  label: string;
  spec: Capabilities;
  /** The layer on view, from 0. */
  layer: number;
  /** The numbers of a field of the frame. */
  read: (name: string, layer: number | null) => ArrayLike<number>;
  /** Whether answers of the task are right or wrong. */
  scored: boolean;
  divergedAt: number | null;
  shows: number | null;
}

/** With respect to what the chart shows gradients. */
export type Quantity = 'memory' | 'hidden' | 'states' | 'input';

const FIELDS = { h: 'log10GradHidden', c: 'log10GradCell', s: 'log10GradCell', x: 'log10GradInput' } as const;

/** What is shown of a cell: without a cell state of its own it shows the hidden state. */
export function carrierOf(quantity: Quantity, { memory }: Capabilities): Carrier {
  if (quantity === 'input') return 'x';
  if (quantity === 'memory') return memory;
  return quantity === 'states' && memory !== 'h' ? `(h, ${memory})` : 'h';
}

export function laneRecord({ label, spec, layer, read, scored, divergedAt, shows }: LaneSource, quantity: Quantity): LaneRecord {
  const of = carrierOf(quantity, spec);
  const name = spec.keepingGate;
  const gate = name === 'forget' || name === 'update' ? { name, mean: mean(read(`gates.${name}`, layer)) } as const : null;
  return {
    label,
    of,
    log10: norms(of, (name) => read(name, of === 'x' ? null : layer)),
    accuracy: scored ? read('accuracy', null)[0]! : null,
    gated: spec.gates.length > 0,
    direct: spec.attends,
    gate,
    divergedAt,
    shows,
  };
}

/** [T] of one carrier; of two states together the length of both gradients joined. */
function norms(of: Carrier, read: (name: string) => ArrayLike<number>): number[] {
  if (of !== '(h, c)' && of !== '(h, s)') return Array.from(read(FIELDS[of]));
  const cell = read(FIELDS.c);
  return Array.from(read(FIELDS.h), (each, step) => together(each, cell[step]!));
}

function mean(values: ArrayLike<number>): number {
  const numbers = Array.from(values);
  return numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);
}
