/** The curves of the chart: how they are drawn, in whatever height. */

import type { StageFrame } from '../engine/frame';
import type { CellKind } from '../generated/types';
import { askedSteps } from './answers';
import { traceMark } from './cells/look';
import { LOOKS } from './cells/looks';
import { specOf } from './cells/spec';
import type { TimeScale } from './scale';
import type { Theme } from './theme';
import { isWalled } from './wall';

/** What is painted of one cell, and which of it belongs to an earlier pass. */
export interface Curve {
  cell: CellKind;
  /** log10, one a step. */
  values: Float64Array;
  /** 0 never painted, {@link FRESH} of this pass, {@link STALE} of an earlier one. */
  age: Uint8Array;
}

export const FRESH = 1;
export const STALE = 2;

/** Where curves are drawn; all places in CSS pixels. */
export interface Plane {
  scale: TimeScale;
  theme: Theme;
  /** k of truncated backpropagation, 0 for none. */
  truncate: number;
  /** Relative to the last step, or absolute. */
  relative: boolean;
  /** The height at which a 0 stands. */
  foot: number;
  /** The step (from 0) at which the only loss enters; null where there are several. */
  entry: number | null;
  y: (log10: number) => number;
  /** 1; more where it has to be read from the back of a room. */
  weight: number;
}

/** Radius of the ring around a 0. */
export const ringRadius = ({ small }: Theme): number => 8 * Math.max(1, small / 16);

/** The step (from 0) of the only loss on view; null where there are several. */
export function entryStep(frame: StageFrame): number | null {
  const lane = frame.lanes[0];
  if (lane === undefined) return null;
  if (lane.followed !== null) return lane.followed;
  const asked = askedSteps(lane.run);
  return asked.length === 1 ? asked[0]! : null;
}

/** Whether the one loss on view enters at the last step. */
export const entersAtEnd = (frame: StageFrame): boolean => entryStep(frame) === (frame.lanes[0]?.run.steps ?? 0) - 1;

/** Whether one loss alone is on view, so that what is left of its gradient is a share of one signal. */
export const entersOnce = (frame: StageFrame): boolean => entryStep(frame) !== null;

export function drawCurves(canvas: CanvasRenderingContext2D, curves: readonly Curve[], plane: Plane): void {
  for (const curve of curves) {
    drawCurve(canvas, curve, plane);
    drawMarks(canvas, curve, plane);
    drawZeros(canvas, curve, curves, plane);
  }
  drawOrigin(canvas, curves, plane);
}

/** k of what cuts this curve: nothing cuts the gradient of a cell that carries no state. */
function cutsOf({ cell }: Curve, truncate: number): number {
  return specOf(cell).carried.length === 0 ? 0 : truncate;
}

function drawCurve(canvas: CanvasRenderingContext2D, curve: Curve, { scale, theme, truncate, weight, y }: Plane): void {
  const cut = cutsOf(curve, truncate);
  const steps = curve.values.length;
  canvas.strokeStyle = theme.cells[curve.cell].mark;
  canvas.lineJoin = 'round';
  for (const age of [STALE, FRESH]) {
    canvas.lineWidth = (age === FRESH ? 2.25 : 1.5) * weight;
    canvas.setLineDash((age === FRESH ? LOOKS[curve.cell].dash : [1.5, 3]).map((length) => length * weight));
    canvas.beginPath();
    let open = false;
    for (let step = steps - 1; step >= 0; step--) {
      if (isWalled(step + 1, cut)) open = false;
      const joins = Number.isFinite(curve.values[step]) && curve.age[step] !== 0
        // A segment is fresh when both of its ends are.
        && (age === FRESH ? curve.age[step] === FRESH : curve.age[step] === STALE || (step > 0 && curve.age[step - 1] === STALE));
      if (!joins) {
        open = false;
        continue;
      }
      if (open) canvas.lineTo(scale.x(step), y(curve.values[step]!));
      else canvas.moveTo(scale.x(step), y(curve.values[step]!));
      open = true;
    }
    canvas.stroke();
  }
  canvas.setLineDash([]);
}

/** A mark every five steps or so, and one at t = 1: hollow while it belongs to an earlier pass. */
function drawMarks(canvas: CanvasRenderingContext2D, curve: Curve, { scale, theme, weight, y }: Plane): void {
  const { mark } = theme.cells[curve.cell];
  const { shape } = LOOKS[curve.cell];
  const every = Math.max(1, Math.ceil((42 * Math.max(1, weight / 2)) / (scale.column / scale.merged) / 5)) * 5;
  canvas.beginPath();
  for (let step = every - 1; step < curve.values.length - 1; step += every) {
    if (curve.age[step] === FRESH && Number.isFinite(curve.values[step])) traceMark(canvas, shape, scale.x(step), y(curve.values[step]!), 7 + 5 * (weight - 1));
  }
  canvas.lineWidth = 1.5;
  canvas.strokeStyle = theme.page;
  canvas.fillStyle = mark;
  canvas.stroke();
  canvas.fill();
  if (curve.age[0] === 0 || !Number.isFinite(curve.values[0])) return;
  canvas.beginPath();
  traceMark(canvas, shape, scale.x(0), y(curve.values[0]!), 9 + 5 * (weight - 1));
  canvas.strokeStyle = mark;
  canvas.fillStyle = curve.age[0] === FRESH ? mark : theme.page;
  canvas.fill();
  canvas.stroke();
}

/** Exactly zero is not small: the line ends, and a ring with a 0 stands at the foot of the axis. */
function drawZeros(canvas: CanvasRenderingContext2D, curve: Curve, curves: readonly Curve[], plane: Plane): void {
  const isZero = (step: number) => curve.age[step] !== 0 && curve.values[step] === -Infinity;
  // What comes after the one loss on view cannot have any of its gradient: no line ends there.
  let step = plane.entry ?? curve.values.length - 1;
  while (step >= 0) {
    if (!isZero(step)) {
      step -= 1;
      continue;
    }
    const last = step;
    while (step >= 0 && isZero(step)) step -= 1;
    drawZeroRun(canvas, curve, curves, plane, step + 1, last);
  }
}

/** The steps first…last are exactly zero, and the one after them, if there is one, is not. */
function drawZeroRun(canvas: CanvasRenderingContext2D, curve: Curve, curves: readonly Curve[], { scale, theme, truncate, foot, y }: Plane, first: number, last: number): void {
  // Where several are zero their rings stand side by side and their lines one above the other.
  const ring = ringRadius(theme);
  const place = curves.filter(({ age, values }) => age[last] !== 0 && values[last] === -Infinity).indexOf(curve);
  const x = Math.max(scale.x(0) + ring * place, scale.x(last) - 2.2 * ring * place);
  const floor = foot - 3 * place;
  const { mark, text } = theme.cells[curve.cell];
  canvas.strokeStyle = mark;
  canvas.lineWidth = 1.5;
  canvas.setLineDash([2, 3]);
  canvas.beginPath();
  const after = curve.values[last + 1];
  if (after !== undefined && Number.isFinite(after) && !isWalled(last + 1, cutsOf(curve, truncate))) {
    canvas.moveTo(scale.x(last + 1), y(after));
    canvas.lineTo(x, floor);
  } else canvas.moveTo(x, floor);
  canvas.lineTo(scale.x(first), floor);
  canvas.stroke();
  canvas.setLineDash([]);
  canvas.beginPath();
  canvas.arc(x, foot, ring, 0, 2 * Math.PI);
  canvas.fillStyle = theme.page;
  canvas.fill();
  canvas.stroke();
  canvas.fillStyle = text;
  canvas.font = `700 ${theme.small}px ${theme.font}`;
  canvas.textAlign = 'center';
  canvas.textBaseline = 'middle';
  canvas.fillText('0', x, foot + 0.5);
}

/** Relative to the last step all lines leave one point; it is drawn once, in ink. */
function drawOrigin(canvas: CanvasRenderingContext2D, curves: readonly Curve[], { scale, theme, relative, entry, weight, y }: Plane): void {
  const last = entry ?? scale.steps - 1;
  if (!relative || last < 0 || curves.every((curve) => curve.age[last] === 0 || curve.values[last] !== 0)) return;
  canvas.beginPath();
  canvas.arc(scale.x(last), y(0), 4.5 + 2.5 * (weight - 1), 0, 2 * Math.PI);
  canvas.fillStyle = theme.ink;
  canvas.fill();
}
