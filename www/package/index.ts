/** The package's main entry: registers `<vanishing-point>`. */

import { register } from '../element/register';

register();

export { VanishingPointElement } from '../element/vanishing-point';
export type { Assets } from '../element/session';
export type { Granularity, LaneStatus, Progress, State, Status } from '../store/run';
export type { View } from '../store/view';
export type { CellKind, Experiment, TaskKind, Trace } from '../generated/types';
