/** Singular values of a step back or of many, largest first: how much they can grow or shrink a gradient. */

import type { CellKind } from '../generated/types';
import { powerOfTen } from './format';
import { svg } from './svg';
import { LOOKS } from './cells/looks';

export interface Gain {
  cell: CellKind;
  /** log10, largest first; null for what is zero or too small to be resolved. */
  logs: readonly (number | null)[];
}

const WIDTH = 264;
const HEIGHT = 112;
const LEFT = 42;
const BOTTOM = 6;
/** The axis ends this far below its top at the latest; smaller ones leave it below. */
const DECADES = 12;

export function gains(all: readonly Gain[], title: string): SVGSVGElement {
  const known = all.flatMap(({ logs }) => logs.filter((log10) => log10 !== null));
  const largest = all.flatMap(({ logs }) => logs.slice(0, 1).filter((log10) => log10 !== null));
  const top = Math.max(0.3, Math.ceil(Math.max(0, ...known) * 2) / 2);
  // Room for the largest of every cell, however far it has shrunk, and for some decades of the others.
  const bottom = Math.min(-1, Math.floor(Math.min(0, ...largest)) - 1, Math.max(Math.floor(Math.min(0, ...known)), top - DECADES));
  const apart = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => (top - bottom) / step <= 5) ?? 1000;
  const y = (log10: number) => 4 + ((top - Math.max(bottom, log10)) / (top - bottom)) * (HEIGHT - 4 - BOTTOM);
  const chart = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'gains', role: 'img', 'aria-label': title });
  for (let decade = Math.floor(top / apart) * apart; decade >= bottom; decade -= apart) {
    chart.append(
      svg('path', { class: decade === 0 ? 'rule one' : 'rule', d: `M${LEFT},${y(decade).toFixed(1)}H${WIDTH}` }),
      svg('text', { x: LEFT - 5, y: (y(decade) + 4).toFixed(1), 'text-anchor': 'end' }, powerOfTen(decade)));
  }
  for (const { cell, logs } of all) {
    const last = Math.max(1, logs.length - 1);
    const points = logs.flatMap((log10, index) => (log10 === null ? [] : [[LEFT + 3 + (index / last) * (WIDTH - LEFT - 6), y(log10)] as const]));
    if (points.length === 0) continue;
    // A single point would be no line.
    if (points.length === 1) points.push([points[0]![0] + 3, points[0]![1]]);
    chart.append(svg('polyline', {
      class: `gain cell-${cell}`,
      points: points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' '),
      'stroke-dasharray': LOOKS[cell].dash.join(' ') || null,
    }));
  }
  return chart;
}
