/** The colours that canvases need, read from the CSS custom properties once per change of theme. */

import type { CellKind } from '../generated/types';
import type { CellColours } from './cells/look';
import { CELL_KINDS } from './cells/looks';
import type { Scheme } from './colormap';
import { leastLetters } from './ruler';

export interface Theme {
  scheme: Scheme;
  page: string;
  panel: string;
  hairline: string;
  ink: string;
  secondary: string;
  tertiary: string;
  wave: string;
  cells: Record<CellKind, CellColours>;
  /** The font family of labels in canvases. */
  font: string;
  /** The size of small labels in CSS pixels: 12, or 16 when presenting. */
  small: number;
}

export function readTheme(root: Element, scheme: Scheme): Theme {
  const style = getComputedStyle(root);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const cell = (kind: CellKind): CellColours => ({ mark: read(`--${kind}`), text: read(`--${kind}-text`) });
  return {
    scheme,
    page: read('--page'),
    panel: read('--panel'),
    hairline: read('--hairline'),
    ink: read('--ink'),
    secondary: read('--secondary'),
    tertiary: read('--tertiary'),
    wave: read('--wave'),
    cells: Object.fromEntries(CELL_KINDS.map((kind) => [kind, cell(kind)])) as Record<CellKind, CellColours>,
    font: style.fontFamily,
    small: Math.max(Number.parseFloat(read('--small')) || 12, leastLetters()),
  };
}
