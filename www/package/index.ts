/** The package's main entry: registers `<vanishing-point>`. */

import '../element/define';

export { VanishingPointElement } from '../element/vanishing-point';
export type { Assets } from '../element/session';
export type { Granularity } from '../store/run';
export type { LaneStatus, Progress, State, Status, View } from '../store/run';
export type { CellKind, Experiment, TaskKind, Trace } from '../generated/types';
