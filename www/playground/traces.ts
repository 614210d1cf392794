/** What lanes show in double precision, asked for when the stage stands still, and kept until it moves on. */

import { signal } from '@preact/signals-core';
import { readSafetensors } from '../engine/safetensors';
import type { StageFrame } from '../engine/engine';
import type { CellKind } from '../generated/types';
import type { ExactLane } from '../views/cells/exact';

export class Traces {
  readonly #stage: HTMLElementTagNameMap['vanishing-point'];
  /** Goes up whenever a trace has come. */
  readonly arrived = signal(0);
  #key = '';
  #lanes = new Map<CellKind, ExactLane | 'asked'>();

  constructor(stage: HTMLElementTagNameMap['vanishing-point']) {
    this.#stage = stage;
  }

  /** How many traces of the frame on view have come. */
  get count(): number {
    return [...this.#lanes.values()].filter((lane) => lane !== 'asked').length;
  }

  /** The lane of the frame on view; null while training runs, or until the trace, which is asked for now, has come. */
  of(frame: StageFrame, cell: CellKind): ExactLane | null {
    const stage = this.#stage;
    const key = JSON.stringify([stage.experiment, stage.past.changes, stage.text, frame.update, frame.lanes.find((lane) => lane.cell === cell)?.followed]);
    if (key !== this.#key) {
      this.#key = key;
      this.#lanes.clear();
    }
    if (stage.playing || stage.status.state === 'loading') return null;
    const lane = this.#lanes.get(cell);
    if (lane === undefined) void this.#ask(frame, cell, key);
    return lane === undefined || lane === 'asked' ? null : lane;
  }

  async #ask(frame: StageFrame, cell: CellKind, key: string): Promise<void> {
    const stage = this.#stage;
    const run = frame.lanes.find((lane) => lane.cell === cell)?.run;
    if (run === undefined) return;
    this.#lanes.set(cell, 'asked');
    const experiment = stage.past.experiment;
    try {
      const [trace, gains, weights] = await Promise.all([stage.trace(cell), stage.pathGains(cell), stage.weights(cell)]);
      // Whoever trained in the meantime has other numbers on view.
      if (key !== this.#key || stage.frame?.update !== frame.update || trace.of !== (stage.frame.lanes.find((lane) => lane.cell === cell)?.followed ?? undefined)) return;
      this.#lanes.set(cell, { run, trace: { ...trace, ...gains }, weights: readSafetensors(weights), experiment });
      this.arrived.value += 1;
    } catch {
      // The lane was given up or replaced: what failed is said by the stage, and the frame's own numbers stay.
      if (key === this.#key) this.#lanes.delete(cell);
    }
  }
}
