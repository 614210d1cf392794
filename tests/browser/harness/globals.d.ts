/** What the pages under test hold for the functions that tests run in them. */

import type { Engine as EngineClass, LaneEvent } from '../../../www/engine/engine';
import type {} from '../../../www/element/register';
import type { VanishingPointElement } from '../../../www/element/vanishing-point';
import type { CellKind, Experiment } from '../../../www/generated/types';

declare global {
  /** In the harness: the engine's class, and the scene that a visitor sees first. */
  var Engine: typeof EngineClass;
  var scene: Experiment;
  /** From the engine's tests: the SHA-256 of lanes' weights, and the events told of lanes. */
  var digests: (engine: EngineClass, cells: readonly CellKind[]) => Promise<Partial<Record<CellKind, string>>>;
  var listen: (engine: EngineClass) => LaneEvent[];
  /** From the page's tests: the page's stage. */
  var stage: VanishingPointElement;
  /** From deep.js: all elements that match, also in open shadow roots. */
  var deep: (selector: string) => HTMLElement[];
  /** From the tests of sharing: the file that the page last offered, the text it last copied, and whether the clipboard refuses. */
  var kept: { name: string; blob: Blob } | null;
  var copied: string;
  var forbidden: boolean;
  /** From recorder.js: whatever went wrong, and every worker that was made. */
  var __troubles: string[];
  /** Put there by the walk through the course. */
  var largestShift: () => number;
  var __workers: Worker[];
}
