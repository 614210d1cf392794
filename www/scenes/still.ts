/** The still picture of a scene: the measured gradient of every step, on a logarithmic axis. */

import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import { h } from '../views/dom';
import { LEAST_MULTIPLE, multiple, powerOfTen, share, spokenShare } from '../views/format';
import { DecadeAxis } from '../views/hero-axis';
import { svg } from '../views/svg';
import { LOOKS } from '../views/cells/looks';
import type { Still } from './stills';

const WIDTH = 296;
const HEIGHT = 116;
/** Room for the decades, and for half a line of text above and below. */
const RIGHT = 44;
const PAD = 9;

export function drawStill(still: Still, words: Messages, caption: string): HTMLElement {
  const lines = Object.entries(still) as [CellKind, readonly (number | null)[]][];
  const finite = lines.flatMap(([, logs]) => logs.filter((log) => log !== null));
  const axis = new DecadeAxis();
  // An axis grows at once and shrinks late, so a fresh one fits at the first call unless it has to shrink.
  axis.fit(Math.min(0, ...finite), Math.max(0, ...finite));
  const y = (log10: number) => PAD + axis.place(log10) * (HEIGHT - 2 * PAD);
  const x = (step: number, steps: number) => 6 + (step / Math.max(1, steps - 1)) * (WIDTH - RIGHT - 12);
  const zeros = lines.some(([, logs]) => logs.includes(null));
  const grid = axis.lines().filter((_, index) => index % 2 === 0).map((decade) =>
    svg('g', { class: 'decade', translate: 'no' },
      svg('path', { d: `M0 ${y(decade)}H${WIDTH - RIGHT}` }),
      svg('text', { x: WIDTH - RIGHT + 6, y: y(decade) + 4 }, zeros && decade === axis.bottom ? '' : powerOfTen(decade))));
  const drawing = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${caption} ${describe(lines, words)}` },
    ...grid, ...lines.map(([cell, logs]) => drawLine(cell, logs, x, y)),
    svg('circle', { class: 'origin', cx: x(1, 2), cy: y(0), r: 3.5 }));
  const legend = lines.map(([cell, logs]) => {
    const [first = null] = logs;
    return h('span', { class: `cell-${cell}`, translate: 'no' }, `${words.cells[cell]} `, h('b', {}, share(first ?? -Infinity, words)));
  });
  return h('figure', { class: 'still' }, drawing, h('figcaption', { 'aria-hidden': 'true' }, ...legend, h('span', { class: 'of' }, caption)));
}

function describe(lines: readonly [CellKind, readonly (number | null)[]][], words: Messages): string {
  return lines.map(([cell, [first = null]]) =>
    first === null ? words.summary.zero(words.cells[cell]) : first > LEAST_MULTIPLE ? words.summary.norm(words.cells[cell], multiple(first)) : words.summary.share(words.cells[cell], spokenShare(first))).join('; ');
}

/** A line from t = T back to t = 1; a run of exact zeros lies on the floor, with a ring that says so. */
function drawLine(cell: CellKind, logs: readonly (number | null)[], x: (step: number, steps: number) => number, y: (log10: number) => number): SVGGElement {
  const floor = HEIGHT - PAD;
  let path = '';
  let zeroFrom: number | null = null;
  for (let step = logs.length - 1; step >= 0; step--) {
    const log = logs[step] ?? null;
    if (log === null) {
      zeroFrom ??= step;
      continue;
    }
    path += `${path === '' ? 'M' : 'L'}${x(step, logs.length).toFixed(1)} ${y(log).toFixed(1)}`;
  }
  const group = svg('g', { class: `line cell-${cell}`, translate: 'no' }, svg('path', { d: path, 'stroke-dasharray': LOOKS[cell].dash.join(' ') }));
  if (zeroFrom !== null) {
    const at = x(zeroFrom, logs.length);
    group.append(svg('path', { d: `M${at} ${floor}H${x(0, 2)}`, 'stroke-dasharray': '2 3' }),
      svg('circle', { class: 'zero', cx: at, cy: floor, r: 8 }), svg('text', { x: at, y: floor + 4, 'text-anchor': 'middle' }, '0'));
  }
  return group;
}
