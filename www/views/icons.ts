/** The drawings of the buttons; each is a function of its own, so that an element in a post has only those that it shows. */

import { assign } from './dom';

const SPACE = 'http://www.w3.org/2000/svg';

/** A line icon: paths in a 20 × 20 box, drawn in the colour of the text. */
export function icon(...paths: string[]): SVGSVGElement {
  const svg = document.createElementNS(SPACE, 'svg');
  assign(svg, { viewBox: '0 0 20 20', 'aria-hidden': 'true', class: 'icon' });
  for (const d of paths) {
    const path = document.createElementNS(SPACE, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

export const play = () => icon('M6 3.5v13l11-6.5z');
export const pause = () => icon('M5.5 4h3v12h-3zM11.5 4h3v12h-3z');
export const back = () => icon('M15 4.5v11l-7.5-5.5zM6 4.5H4v11h2z');
export const step = () => icon('M5 4.5v11l7.5-5.5zM14 4.5h2v11h-2z');
export const reset = () => icon('M4.5 8.2A6 6 0 1 1 4 11M4.2 4v4.4h4.4');
export const more = () => icon('M10 4.500v.02M10 10v.02M10 15.500v.02');
export const handle = () => icon('M12 5l-5 5 5 5');
export const close = () => icon('M5 5l10 10M15 5L5 15');
export const present = () => icon('M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4');
export const sliders = () => icon('M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4');
export const matrix = () => icon('M4 4v12h12M7 13h6M7 9.5h4M7 6h1.5');
export const gallery = () => icon('M3 4h6v5H3zM11 4h6v5h-6zM3 11h6v5H3zM11 11h6v5h-6z');
export const eye = () => icon('M2 10c2-3.6 4.7-5.4 8-5.4s6 1.8 8 5.4c-2 3.6-4.7 5.4-8 5.4S4 13.600 2 10zM10 7.600a2.400 2.400 0 1 0 0 4.800 2.400 2.400 0 0 0 0-4.800');
export const code = () => icon('M7 5.5L2.5 10 7 14.5M13 5.5l4.5 4.5-4.5 4.5');
export const values = () => icon('M4 5h12M4 10h12M4 15h7');
export const share = () => icon('M10 12.5V3M6.5 6L10 2.7 13.5 6M5 9.5H4v7.5h12V9.5h-1');
export const sun = () => icon('M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2');
export const moon = () => icon('M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z');
export const system = () => icon('M3 4h14v9H3zM7.5 16.5h5M10 13v3.5');
