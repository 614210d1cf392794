import type { CellKind, Divergence, FrameField, RunDescription } from '../generated/types';
import type { FrameData } from './protocol';

/** Where the fields of a run's frames lie; looked up often, so made once a run. */
const indices = new WeakMap<RunDescription, Map<string, FrameField>>();

function indexOf(run: RunDescription): Map<string, FrameField> {
  let index = indices.get(run);
  if (index === undefined) {
    index = new Map(run.layout.map((field) => [key(field.name, field.layer), field]));
    indices.set(run, index);
  }
  return index;
}

function key(name: string, layer: number | null): string {
  return layer === null ? name : `${name}/${layer}`;
}

/** All that one lane shows at one update. */
export class LaneFrame {
  readonly cell: CellKind;
  readonly run: RunDescription;
  /** Laid out as `run.layout` says. Not to be touched once the frame was released. */
  readonly data: FrameData;
  /** Updates that one second of pure training holds, measured in the worker; 0 before the first update. */
  readonly updatesPerSecond: number;
  /** Set when the lane diverged: the frame is then the last finite one. */
  readonly diverged: Divergence | null;
  /** The update at which at least 95 % of the held-out answers had been right for ten updates on end; null before. */
  readonly learnedAt: number | null;
  /** The step (from 0) whose loss the gradients belong to; null for all losses. */
  readonly followed: number | null;

  constructor(
    cell: CellKind,
    run: RunDescription,
    data: FrameData,
    updatesPerSecond: number,
    diverged: Divergence | null,
    learnedAt: number | null,
    followed: number | null = null,
  ) {
    this.cell = cell;
    this.run = run;
    this.data = data;
    this.updatesPerSecond = updatesPerSecond;
    this.diverged = diverged;
    this.learnedAt = learnedAt;
    this.followed = followed;
  }

  /** Whether this run's frames have the field; `layer` for those that belong to a layer. */
  has(name: string, layer?: number): boolean {
    return indexOf(this.run).has(key(name, layer ?? null));
  }

  /**
   * A view into the frame, row-major in the field's shape.
   *
   * @throws RangeError when this run's frames have no such field.
   */
  field(name: string, layer?: number): Float32Array {
    const field = indexOf(this.run).get(key(name, layer ?? null));
    if (field === undefined) {
      throw new RangeError(`A ${this.cell} frame has no field "${key(name, layer ?? null)}".`);
    }
    const length = field.shape.reduce((product, size) => product * size, 1);
    return this.data.subarray(field.offset, field.offset + length);
  }

  /** A field that holds one number. */
  scalar(name: string): number {
    return this.field(name)[0]!;
  }
}

/** Whether the gradients of a frame are numbers, or exact zeros, at every step of every layer. */
export function hasFiniteGradients(lane: LaneFrame): boolean {
  for (let layer = 0; layer < lane.run.layers; layer++) {
    if (!lane.field('log10GradHidden', layer).every((each) => each < Infinity)) return false;
  }
  return true;
}

/** Every lane at the same update; a frozen lane (diverged, or given up) stays at its own last one. */
export interface StageFrame {
  readonly update: number;
  readonly lanes: readonly LaneFrame[];
}
