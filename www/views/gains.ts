/** The singular values of one step, ∂s_t/∂s_{t−1}, largest first: how much one step back can grow or shrink a gradient. */

import type { CellKind } from '../generated/types';
import { powerOfTen } from './format';
import { svg } from './svg';
import { CUES } from './theme';

export interface Gain {
  cell: CellKind;
  values: readonly number[];
}

const WIDTH = 264;
const HEIGHT = 112;
const LEFT = 34;
const BOTTOM = 6;
/** The axis ends here at the latest; smaller ones leave it below. */
const FLOOR = -4;

export function gains(all: readonly Gain[], title: string): SVGSVGElement {
  const logs = all.flatMap(({ values }) => values.map((value) => Math.log10(value))).filter(Number.isFinite);
  const top = Math.max(0.3, Math.ceil(Math.max(0, ...logs) * 2) / 2);
  const bottom = Math.max(FLOOR, Math.min(-1, Math.floor(Math.min(0, ...logs))));
  const y = (log10: number) => 4 + ((top - Math.max(bottom, log10)) / (top - bottom)) * (HEIGHT - 4 - BOTTOM);
  const chart = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'gains', role: 'img', 'aria-label': title });
  for (let decade = Math.floor(top); decade >= bottom; decade--) {
    chart.append(
      svg('path', { class: decade === 0 ? 'rule one' : 'rule', d: `M${LEFT},${y(decade).toFixed(1)}H${WIDTH}` }),
      svg('text', { x: LEFT - 5, y: (y(decade) + 4).toFixed(1), 'text-anchor': 'end' }, powerOfTen(decade)));
  }
  for (const { cell, values } of all) {
    const last = Math.max(1, values.length - 1);
    const points = values.map((value, index) => [LEFT + 3 + (index / last) * (WIDTH - LEFT - 6), y(value > 0 ? Math.log10(value) : bottom)] as const);
    chart.append(svg('polyline', {
      class: `gain cell-${cell}`,
      points: points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' '),
      'stroke-dasharray': CUES[cell].dash.join(' ') || null,
    }));
  }
  return chart;
}
