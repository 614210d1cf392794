/**
 * The picture that stands in the page's HTML where the stage will be: the recorded lines, before any script has run. It
 * says in all languages what it is, because which one the reader has is known only to the scripts.
 */

import type { CellKind } from '../generated/types';
import { pathOf, RECORDED_CELLS, RECORDED_STEPS, RECORDED_UPDATE, RULES, VIEW_BOX } from '../element/poster-lines.ts';
import { LOOKS } from '../views/cells/looks.ts';

/** What one language says of it. */
export interface PictureTexts {
  /** A language tag. */
  tag: string;
  cells: Record<CellKind, string>;
  recorded: (update: number, steps: number) => string;
}

/** The page's policy forbids inline styles, and from a disk its style sheets do not come: attributes have the looks. */
const both = (colours: (scheme: 'light' | 'dark') => string): string => `light-dark(${colours('light')}, ${colours('dark')})`;

export function firstPicture(languages: readonly PictureTexts[]): string {
  const lines = RECORDED_CELLS.map((cell) => {
    const { dash } = LOOKS[cell];
    return `<path d="${pathOf(cell)}" vector-effect="non-scaling-stroke" stroke="${both((scheme) => LOOKS[cell][scheme].mark)}"${dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : ''}/>`;
  });
  const names = RECORDED_CELLS.map((cell, index) => `<text x="${80 * index}" y="16" fill="${both((scheme) => LOOKS[cell][scheme].text)}">${languages[0]!.cells[cell]}</text>`);
  const captions = languages.map(({ tag, recorded }) => `<span lang="${tag}">${recorded(RECORDED_UPDATE, RECORDED_STEPS)}</span>`);
  return `<div class="first-picture" slot="fallback"><p>${captions.join(' ')}</p>`
    + `<svg class="names" height="20" aria-hidden="true" translate="no">${names.join('')}</svg>`
    + `<svg class="plot" viewBox="${VIEW_BOX}" preserveAspectRatio="none" aria-hidden="true"><path class="rules" d="${RULES}"/><g fill="none" stroke-width="2.5">${lines.join('')}</g></svg></div>`;
}
