/** Spectral radius and largest singular value of a block of W_hh over the updates. They are different numbers. */

import type { CellKind } from '../generated/types';
import { count, value } from './format';
import { plot } from './plot';
import type { WeightHistory } from './weight-history';

const HEIGHT = 96;

export interface WeightLabels {
  title: string;
  radius: string;
  norm: string;
}

export function weightChart(cell: CellKind, history: WeightHistory, block: string, range: number, labels: WeightLabels): HTMLElement {
  const points = history.points.flatMap(({ updates, blocks }) => (blocks[block] === undefined ? [] : [{ updates, ...blocks[block] }]));
  const most = Math.max(1.25, ...points.map(({ norm }) => norm).filter(Number.isFinite));
  const unit = [0.5, 1, 2, 5, 10, 20, 50, 100].find((size) => most / size <= 4) ?? 100 * Math.ceil(most / 400);
  const y = (size: number) => 1 - Math.max(0, Math.min(1, size / (most * 1.06)));
  const line = (pick: (point: (typeof points)[number]) => number) => {
    const drawn = points.filter((point) => Number.isFinite(pick(point)));
    return drawn.length === 0 ? '' : `M${drawn.map((point) => `${(point.updates / range).toFixed(4)},${y(pick(point)).toFixed(4)}`).join('L')}`;
  };
  const ticks = Array.from({ length: Math.floor(most / unit) + 1 }, (_, index) => index * unit);
  const last = points.at(-1);
  return plot({
    title: labels.title,
    height: HEIGHT,
    left: [...ticks, ...(ticks.includes(1) ? [] : [1])].map((size) => ({ at: y(size), text: value(size, unit < 1 ? 1 : 0), strong: size === 1 })),
    bottom: [{ at: 0, text: '0' }, { at: 0.5, text: count(range / 2) }, { at: 1, text: count(range) }],
    right: last === undefined ? [] : [{ at: y(last.norm), text: labels.norm }, { at: y(last.radius), text: labels.radius }],
    paths: [{ class: `line thin cell-${cell}`, d: line(({ norm }) => norm), dash: [3, 2.5] }, { class: `line cell-${cell}`, d: line(({ radius }) => radius) }],
  });
}

/** The updates that a chart spans: a power of two, so that it does not stretch at every update. */
export function rangeOf(update: number): number {
  let range = 64;
  while (range < update) range *= 2;
  return range;
}
