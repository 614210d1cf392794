/** Another run that stays on view beside the one that trains: its curves are dotted. */

import { LaneFrame, type StageFrame } from '../engine/frame';
import type { Curve, Plane } from './hero-curves';
import type { History } from './history';
import type { Records } from './records';
import { gradientNorms, type Quantity } from './quantity';
import { referenceNorm } from './reference';
import type { Theme } from './theme';

export interface Pinned {
  /** A letter, by which the list of runs names it. */
  name: string;
  /** Where it opens again. */
  link: string;
  /** What its models last showed. */
  frame: StageFrame;
  /** What it has been through. */
  history: History;
  /** The same in numbers, for a file; null where no one kept them. */
  records: Records | null;
}

/** Dots as round as lines end. */
const DOTS = [0.1, 4.5];

/** A frame whose numbers stay: those on view are written over. */
export function copyFrame({ update, lanes }: StageFrame): StageFrame {
  return { update, lanes: lanes.map((lane) => new LaneFrame(lane.cell, lane.run, lane.data.slice(), lane.updatesPerSecond, lane.diverged, lane.learnedAt, lane.followed)) };
}

/** What a lane shows at each step, as the chart scales it. */
export function pinnedValues(lane: LaneFrame, quantity: Quantity, layer: number, relative: boolean): Float64Array {
  const norms = gradientNorms(lane, quantity, Math.min(layer, lane.run.layers - 1));
  const reference = relative ? referenceNorm(norms) : 0;
  return Float64Array.from(norms, (norm) => norm - reference);
}

function dotted(canvas: CanvasRenderingContext2D, colour: string, weight: number): void {
  canvas.strokeStyle = colour;
  canvas.lineWidth = 2.4 * weight;
  canvas.lineCap = 'round';
  canvas.setLineDash(DOTS.map((length) => length * weight));
}

function plain(canvas: CanvasRenderingContext2D): void {
  canvas.lineCap = 'butt';
  canvas.setLineDash([]);
}

/** Its curves in the chart, each with the run's letter at its left end. */
export function drawPinnedCurves(canvas: CanvasRenderingContext2D, name: string, curves: readonly Pick<Curve, 'cell' | 'values'>[], { scale, theme, weight, y }: Plane): void {
  canvas.font = `700 ${theme.small}px ${theme.font}`;
  canvas.textAlign = 'left';
  canvas.textBaseline = 'bottom';
  for (const { cell, values } of curves) {
    const { mark, text } = theme.cells[cell];
    dotted(canvas, mark, weight);
    canvas.beginPath();
    let open = false;
    for (let step = Math.min(values.length, scale.steps) - 1; step >= 0; step--) {
      if (!Number.isFinite(values[step])) open = false;
      else if (open) canvas.lineTo(scale.x(step), y(values[step]!));
      else {
        canvas.moveTo(scale.x(step), y(values[step]!));
        open = true;
      }
    }
    canvas.stroke();
    plain(canvas);
    const end = values.findIndex((value) => Number.isFinite(value));
    if (end < 0 || end >= scale.steps) continue;
    canvas.fillStyle = text;
    canvas.fillText(name, scale.x(end) + 6, y(values[end]!) - 4);
  }
}

/** What a reader expected, in the colour of the ink. */
export function drawExpected(canvas: CanvasRenderingContext2D, values: Float64Array, { scale, theme, weight, y }: Plane): void {
  canvas.strokeStyle = theme.ink;
  canvas.lineWidth = 2.2 * weight;
  canvas.setLineDash([7 * weight, 5 * weight]);
  canvas.beginPath();
  values.forEach((value, step) => canvas.lineTo(scale.x(step), y(value)));
  canvas.stroke();
  plain(canvas);
}

/** Its losses, or accuracies, in the chart over the film. */
export function drawPinnedPast(canvas: CanvasRenderingContext2D, { history }: Pinned, measure: 'loss' | 'accuracy', range: number, width: number, theme: Theme, y: (value: number) => number): void {
  for (const lane of history.lanes) {
    dotted(canvas, theme.cells[lane.cell].mark, 0.8);
    canvas.beginPath();
    for (let column = 0; column <= history.columnOf(Math.max(0, history.latest)); column++) {
      const update = history.updateOf(column);
      const value = lane[measure][column]!;
      if (update < range && !Number.isNaN(value)) canvas.lineTo((update / range) * width, y(value));
    }
    canvas.stroke();
  }
  plain(canvas);
}
