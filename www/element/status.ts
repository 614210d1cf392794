/** What the element says of itself. */

import type { StageFrame } from '../engine/frame';
import type { CellKind } from '../generated/types';
import type { Messages as MoreMessages } from '../i18n';
import type { Quantity } from '../views/quantity';
import type { Pass } from '../views/row';

export type State = 'loading' | 'running' | 'paused' | 'diverged' | 'error';

export interface LaneStatus {
  /** Means over the held-out sequences. */
  loss: number;
  accuracy: number;
  /** log10 ‖∂L/∂h₁‖ − log10 ‖∂L/∂h_T‖ of the sequence on view. */
  log10Ratio: number;
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

/** What the viewer has chosen to look at. */
export interface View {
  /** 1-based, as people count; null when none is selected. */
  t: number | null;
  unit: number | null;
  cell: CellKind | null;
  layer: number | null;
  scale: 'relative' | 'absolute';
  /** What the chart shows the gradient of. */
  quantity: Quantity;
}

export function statusOf(state: State, frame: StageFrame | null): Status {
  const lanes: Status['lanes'] = {};
  for (const lane of frame?.lanes ?? []) {
    lanes[lane.cell] = {
      loss: lane.scalar('loss'),
      accuracy: lane.scalar('accuracy'),
      log10Ratio: lane.scalar('log10Ratio'),
      updatesPerSecond: lane.updatesPerSecond,
      divergedAt: lane.diverged?.update ?? null,
    };
  }
  return { state, updates: frame?.update ?? 0, lanes };
}

/** Where the passes stand, in words: “backward, t = 5”. Empty when both are complete. */
export function inWords({ pass, reached, steps }: Progress, { status }: MoreMessages): string {
  if (pass === null) return '';
  const t = pass === 'forward' ? reached : steps - reached + 1;
  if (reached === 0) return pass === 'forward' ? status.forward : status.betweenPasses;
  return pass === 'forward' ? status.inForward(t) : status.inBackward(t);
}
