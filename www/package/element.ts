/** The class of `<vanishing-point>`, registered by no one: for a name of one's own, or a class of one's own. */

export { VanishingPointElement } from '../element/vanishing-point';
export type { Assets } from '../element/session';
export type { Granularity, LaneStatus, Progress, State, Status } from '../store/run';
export type { View } from '../store/view';
export type { CellKind, Experiment, TaskKind, Trace } from '../generated/types';
