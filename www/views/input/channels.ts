/** Measured quantities: a few as curves over their range, many as a strip of rows in the colours of the states. */

import type { RunDescription } from '../../generated/types';
import { colourMap, statePixel } from '../colormap';
import { MINUS } from '../format';
import type { TimeScale } from '../scale';
import { inUnit } from '../steps';
import { plainHeight, type InputView } from './input';

/** More channels than this have no curves that an eye could follow. */
export const MOST_CURVES = 3;
/** Of the curves, and of a row of the strip, in CSS pixels. */
const CURVES = 44;
const ROW = 4;
const LEAST_STRIP = 40;
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2]];

/** The least and the largest of all values that are read; never the same. */
export function rangeOf({ probe }: RunDescription): [number, number] {
  const all = (probe.values ?? []).flat();
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least < most ? [least, most] : [least - 0.5, most + 0.5];
}

/** The value furthest from zero, without its sign: the ends of the strip's colours. */
const reachOf = (run: RunDescription): number => Math.max(...rangeOf(run).map(Math.abs));

export const curves: InputView = {
  height: (_run, theme) => Math.max(CURVES, 2 * plainHeight(theme)),

  draw(canvas, { run, scale, theme, height }) {
    const range = rangeOf(run);
    const y = (number: number) => height - 3 - ((number - range[0]) / (range[1] - range[0])) * (height - 6);
    if (range[0] < 0 && range[1] > 0) {
      canvas.fillStyle = theme.hairline;
      canvas.fillRect(0, Math.round(y(0)), scale.width, 1);
    }
    canvas.lineWidth = theme.small > 12 ? 2 : 1.5;
    for (let channel = 0; channel < run.inputs; channel++) {
      canvas.strokeStyle = channel === 0 ? theme.ink : theme.secondary;
      canvas.setLineDash([...(DASHES[channel] ?? [])]);
      drawCurve(canvas, run.steps, scale, (step) => y(run.probe.values?.[step]?.[channel] ?? NaN));
    }
    canvas.setLineDash([]);
  },

  ends: (run) => {
    const [least, most] = rangeOf(run);
    const channel = run.input.type === 'channels' ? run.input.channels[0] : undefined;
    const end = (number: number) => short(channel === undefined ? number : inUnit(number, channel));
    const unit = channel?.unit ?? '';
    return [unit === '' ? end(most) : `${end(most)}\u00a0${unit}`, end(least)];
  },
};

export const strip: InputView = {
  height: (run, theme) => Math.max(LEAST_STRIP, plainHeight(theme), ROW * run.inputs),

  draw(canvas, { run, scale, theme, height }) {
    const table = colourMap('state', theme.scheme);
    const reach = reachOf(run) || 1;
    const edge = (channel: number) => Math.round((channel / run.inputs) * height);
    for (let column = 0; column < scale.columns; column++) {
      for (let channel = 0; channel < run.inputs; channel++) {
        canvas.fillStyle = css(statePixel(table, furthest(run, column * scale.merged, scale.merged, channel) / reach));
        canvas.fillRect(column * scale.column, edge(channel), scale.column, edge(channel + 1) - edge(channel));
      }
    }
  },

  ends: (run) => [`+${short(reachOf(run))}`, '0', `${MINUS}${short(reachOf(run))}`],
};

/** A line from step to step; where a value is none, it ends. */
export function drawCurve(canvas: CanvasRenderingContext2D, steps: number, scale: TimeScale, y: (step: number) => number): void {
  canvas.beginPath();
  let down = false;
  for (let step = 0; step < steps; step++) {
    const place = y(step);
    if (!Number.isFinite(place)) down = false;
    else if (down) canvas.lineTo(scale.x(step), place);
    else {
      canvas.moveTo(scale.x(step), place);
      down = true;
    }
  }
  canvas.stroke();
}

/** Of steps that share a column, the value furthest from zero. */
function furthest({ probe, steps }: RunDescription, from: number, count: number, channel: number): number {
  let found = 0;
  for (let step = from; step < Math.min(steps, from + count); step++) {
    const each = probe.values?.[step]?.[channel] ?? 0;
    if (Math.abs(each) > Math.abs(found)) found = each;
  }
  return found;
}

/** A packed pixel as a colour of CSS. */
const css = (pixel: number): string => `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;

/** An end of a scale: three significant digits, with a real minus sign. */
export const short = (number: number): string => String(Number(number.toPrecision(3))).replace('-', MINUS);
