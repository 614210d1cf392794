/** The eigenvalues of a block of W_hh on the complex plane, with the unit circle. */

import type { CellKind, Spectrum } from '../generated/types';
import { MARK_PATHS } from './cells/look';
import { LOOKS } from './cells/looks';
import { svg } from './svg';

const SIZE = 116;

export function eigenvalues(cell: CellKind, spectrum: Spectrum, title: string): SVGSVGElement {
  const finite = spectrum.eigenvalues.filter(([re, im]) => Number.isFinite(re) && Number.isFinite(im));
  // The circle keeps its size unless an eigenvalue lies far outside.
  const reach = Math.max(1.18, ...finite.map(([re, im]) => Math.hypot(re, im) * 1.08));
  const place = (value: number) => ((value / reach) * SIZE) / 2;
  const end = SIZE / 2 - 1;
  return svg('svg', { viewBox: `${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`, width: SIZE, height: SIZE, class: `plane cell-${cell}`, role: 'img', 'aria-label': title },
    svg('path', { class: 'axes', d: `M${-end},0H${end}M0,${-end}V${end}` }),
    svg('circle', { class: 'unit', r: place(1).toFixed(2) }),
    ...finite.map(([re, im]) => mark(cell, place(re), -place(im), Math.hypot(re, im) > 1)));
}

/** Half of a mark's box. */
const HALF = 4.3;

/** The cell's own mark; filled outside the circle, where a mode grows. */
function mark(cell: CellKind, x: number, y: number, grows: boolean): SVGElement {
  return svg('path', {
    class: grows ? 'mode grows' : 'mode',
    transform: `translate(${(x - HALF).toFixed(2)},${(y - HALF).toFixed(2)}) scale(${HALF / 10})`,
    d: MARK_PATHS[LOOKS[cell].shape],
    'vector-effect': 'non-scaling-stroke',
  });
}
