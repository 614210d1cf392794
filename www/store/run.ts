/** Where a run stands, and what an element says of it. */

import type { StageFrame } from '../engine/frame';
import type { CellKind } from '../generated/types';
import type { Pass } from '../views/row';

/** Updates a second; Infinity is flat out, `auto` is slow at first, then ever faster. */
export type Speed = number | 'auto';
/** How far one step goes. */
export type Granularity = 'time' | 'pass' | 'update';
export type State = 'loading' | 'running' | 'paused' | 'diverged' | 'error';

/** Something that befell a lane, for as long as it is of the run on view. */
export interface LaneNotice {
  kind: 'replaced' | 'laneError';
  cell: CellKind;
  /** The engine's own sentence, in English. */
  message: string;
  /** The newest update at that time. */
  update: number;
}

/** Those that still hold: a lane that is not there any more, or an update that was taken back, has nothing to tell. */
export function standingNotices(notices: readonly LaneNotice[], cells: readonly CellKind[], newest: number): LaneNotice[] {
  return notices.filter(({ cell, update }) => cells.includes(cell) && update <= newest);
}

export interface LaneStatus {
  /** Means over the held-out sequences. */
  loss: number;
  accuracy: number;
  /** log10 ‖∂L/∂h₁‖ − log10 ‖∂L/∂h_T‖ of the sequence on view, L all losses together, whichever the chart follows. */
  log10Ratio: number;
  /** The same of what the cell carries its memory in: c for the lstm, else h. */
  log10RatioMemory: number;
  updatesPerSecond: number;
  /** The update at which the lane diverged. */
  divergedAt: number | null;
}

export interface Status {
  state: State;
  updates: number;
  lanes: Partial<Record<CellKind, LaneStatus>>;
}

/** Where the passes of the update on view stand. */
export interface Progress {
  pass: Pass | null;
  /** Time steps reached in the pass. */
  reached: number;
  steps: number;
}

export function statusOf(state: State, frame: StageFrame | null): Status {
  const lanes: Status['lanes'] = {};
  for (const lane of frame?.lanes ?? []) {
    lanes[lane.cell] = {
      loss: lane.scalar('loss'),
      accuracy: lane.scalar('accuracy'),
      log10Ratio: lane.scalar('log10Ratio'),
      log10RatioMemory: lane.scalar('log10RatioMemory'),
      updatesPerSecond: lane.updatesPerSecond,
      divergedAt: lane.diverged?.update ?? null,
    };
  }
  return { state, updates: frame?.update ?? 0, lanes };
}

export function stepsOf(frame: StageFrame | null): number {
  return frame?.lanes[0]?.run.steps ?? 0;
}
