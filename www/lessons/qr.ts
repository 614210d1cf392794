/** A code of predictions as a QR code, drawn as one path. */

import encodeQR from 'qr';

import { svg } from '../views/svg';

/** @param label what a screen reader says in its place */
export function qrCode(text: string, label: string): SVGSVGElement {
  const rows = encodeQR(text, 'raw', { border: 4 });
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return svg('svg', { viewBox: `0 0 ${rows.length} ${rows.length}`, class: 'qr', role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' }, svg('path', { d: path }));
}
