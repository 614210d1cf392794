/**
 * What is true of the pass on view, in numbers: the only thing that the sentences are made from.
 *
 * Steps are counted from 1, as on the page. No DOM, no words.
 */

import { fateOf, type Fate } from './share';

/** What is drawn of a lane: the gradient with respect to its state, its cell state, both together or its input. */
export type Carrier = 'h' | 'c' | 's' | '(h, c)' | '(h, s)' | 'x';

/** The gate that keeps a cell's memory, and its mean over the sequence and all units. */
export interface KeepingGate {
  name: 'forget' | 'update';
  mean: number;
}

/** One lane as a frame has it. */
export interface LaneRecord {
  label: string;
  /** With respect to what `log10` is. */
  of: Carrier;
  /** Of every step log10 of the gradient's norm; −Infinity for exactly zero. */
  log10: readonly number[];
  /** The share of right answers on the held-out set; null where answers are not right or wrong. */
  accuracy: number | null;
  gated: boolean;
  /** Whether a gradient reaches every earlier step itself, not from step to step. */
  direct: boolean;
  gate: KeepingGate | null;
  /** The update at which it diverged, and the last one with finite numbers, which it shows in its place. */
  divergedAt: number | null;
  shows: number | null;
}

/** What the pass on view is doing. `at` is the step that it has reached. */
export type Pass = { kind: 'forward' | 'backward'; at: number } | { kind: 'finished' } | { kind: 'none' };

export interface StoryRecord {
  /** T. */
  steps: number;
  /** The step whose loss is followed, or the last one where all losses are. */
  source: number;
  /** Whether one loss alone is followed. */
  single: boolean;
  /** What the first step reads and the task asks for, such as "C"; null where it is not that. */
  letter: string | null;
  pass: Pass;
  update: number;
  seed: number;
  /** Where all gated lanes have learned the task; null as long as they have not. */
  milestone: number | null;
  /** What the best answer that remembers nothing scores; null where answers are not right or wrong. */
  chance: number | null;
  /** How many held-out answers an accuracy is the share of. */
  answers: number;
  /** How many answers a sequence asks for. */
  asked: number;
  /** False where accuracy is measured on what is also learned from. */
  unseen: boolean;
  lanes: readonly LaneRecord[];
}

/** How a curve goes from the source back to the first step. */
export type Shape =
  | { kind: 'unknown' }
  /** By about the same factor at every step. */
  | { kind: 'even' }
  /** Within less than half a decade all along. */
  | { kind: 'flat' }
  /** It loses its part within the first `steps` back, `log10` in all, and is flat from there. */
  | { kind: 'cliff'; steps: number; log10: number }
  | { kind: 'uneven' };

export interface LaneFacts extends Omit<LaneRecord, 'log10'> {
  /** log10 of first ÷ last; −Infinity where the first is exactly zero, null where there is nothing to compare. */
  log10Ratio: number | null;
  /** `spread` is little in a lane without steps in between, where nearly every earlier step gets about as little. */
  fate: Fate | 'spread';
  /** How many steps back there are. */
  count: number;
  /** log10 of the mean gain of one of them, their geometric mean; null where the ratio is no number or there is no step. */
  log10Gain: number | null;
  shape: Shape;
  /** Whether the gate that keeps is open: at least 90 % on the average. */
  open: boolean;
  /** How the lane answers. */
  answers: 'right' | 'guessing' | 'between' | 'unscored';
}

export interface Facts extends Omit<StoryRecord, 'lanes'> {
  lanes: readonly LaneFacts[];
  /** The pass on view is the milestone's, and every gated lane answers right there. */
  atMilestone: boolean;
}

/** The share of right answers that counts as right. */
export const RIGHT = 0.95;
const OPEN = 0.9;

export function factsOf(record: StoryRecord): Facts {
  const lanes = record.lanes.map((lane) => laneFacts(lane, record));
  const gated = lanes.filter((lane) => lane.gated && lane.divergedAt === null);
  const learned = gated.length > 0 && gated.every((lane) => lane.answers === 'right');
  return { ...record, lanes, atMilestone: record.milestone === record.update && learned };
}

function laneFacts({ log10, ...lane }: LaneRecord, record: StoryRecord): LaneFacts {
  const path = log10.slice(0, record.source).reverse();
  const log10Ratio = ratio(path);
  const count = record.source - 1;
  const finite = log10Ratio !== null && Number.isFinite(log10Ratio);
  return {
    ...lane,
    log10Ratio,
    fate: lane.direct && isSpread(path) ? 'spread' : fateOf(log10Ratio),
    count,
    log10Gain: finite && count > 0 ? log10Ratio / count : null,
    shape: shapeOf(path),
    open: lane.gate !== null && lane.gate.mean >= OPEN,
    answers: answering(lane.accuracy, record),
  };
}

/** Less than a thousandth comes to the first step, and to nine in ten of the others before the source about as much. */
function isSpread(path: readonly number[]): boolean {
  const [source, ...earlier] = path;
  const first = earlier.at(-1);
  if (source === undefined || first === undefined || !['fades', 'vanishes'].includes(fateOf(first - source))) return false;
  return earlier.filter((each) => Math.abs(each - first) < LEVEL).length >= 0.9 * earlier.length;
}

/** log10 of first ÷ last along a path that begins at the source. */
function ratio(path: readonly number[]): number | null {
  const last = path[0];
  const first = path.at(-1);
  if (last === undefined || first === undefined || !Number.isFinite(last) || Number.isNaN(first) || first === Infinity) return null;
  return first - last;
}

function answering(accuracy: number | null, { chance, answers }: StoryRecord): LaneFacts['answers'] {
  if (accuracy === null || chance === null || Number.isNaN(accuracy)) return 'unscored';
  if (accuracy >= RIGHT) return 'right';
  // Two standard deviations of a score that is left to chance.
  const spread = 2 * Math.sqrt((chance * (1 - chance)) / Math.max(1, answers));
  return accuracy <= chance + spread ? 'guessing' : 'between';
}

/** Half a decade: what an eye calls flat on a chart of many. */
const LEVEL = 0.5;

/** The shape of a path that begins at the source. */
export function shapeOf(path: readonly number[]): Shape {
  const last = path.length - 1;
  if (last < 2 || !path.every(Number.isFinite)) return { kind: 'unknown' };
  const start = path[0]!;
  const drop = start - path[last]!;
  const spread = (from: number) => Math.max(...path.slice(from)) - Math.min(...path.slice(from));
  if (spread(0) < LEVEL) return { kind: 'flat' };
  const off = Math.max(...path.map((value, index) => Math.abs(start - (drop * index) / last - value)));
  if (Math.abs(drop) >= LEVEL && off <= 0.15 * Math.abs(drop)) return { kind: 'even' };
  const early = Math.max(1, Math.ceil(last / 8));
  for (let index = 1; index <= early; index += 1) {
    const lost = start - path[index]!;
    if (lost >= LEVEL && spread(index) < LEVEL) return { kind: 'cliff', steps: index, log10: -lost };
  }
  return { kind: 'uneven' };
}
