/** The trainer without a page: for notebooks, workers and Node. */

export { DisposedError, Engine, LaneError, LaneFrame, LoadError, VanishingError } from '../engine/engine';
export type { EngineOptions, LaneEvent, StageFrame } from '../engine/engine';
export { readMetadata, readSafetensors } from '../engine/safetensors';
export { defaults, PARAMETERS, type Parameter } from '../store/parameters';
export { validate, type Problem, type Validated } from '../store/validate';
export type { Failure, FileKind } from '../i18n/failure';
export type { CellKind, Divergence, Experiment, FrameField, RunDescription, TaskKind, Trace } from '../generated/types';
