/** The package's main entry: registers `<vanishing-point>`. */

import '../element/define';

export { VanishingPointElement } from '../element/vanishing-point';
export type { Assets } from '../element/assets';
export type { Granularity } from '../element/player';
export type { LaneStatus, Progress, State, Status, View } from '../element/status';
export type { CellKind, Experiment, TaskKind, Trace } from '../generated/types';
