/** The class of `<vanishing-point>`, registered by no one: for a name of one's own, or a class of one's own. */

export { VanishingPointElement } from '../element/vanishing-point';
export type { Assets } from '../element/assets';
export type { Granularity } from '../element/player';
export type { LaneStatus, Progress, State, Status, View } from '../element/status';
export type { CellKind, Experiment, TaskKind, Trace } from '../generated/types';
