/** The looks of all cells, apart from their diagrams: a still picture needs no more. */

import type { CellKind } from '../../generated/types';
import { attentionLook } from './attention/look.ts';
import { gruLook } from './gru/look.ts';
import { lstmLook } from './lstm/look.ts';
import type { CellColours, CellLook } from './look';
import { lruLook } from './lru/look.ts';
import { mingruLook } from './mingru/look.ts';
import { rnnLook } from './rnn/look.ts';
import { windowLook } from './window/look.ts';

export const LOOKS: Readonly<Record<CellKind, CellLook>> = { rnn: rnnLook, lstm: lstmLook, gru: gruLook, window: windowLook, mingru: mingruLook, lru: lruLook, attention: attentionLook };

/** The cells in the order of the page. */
export const CELL_KINDS = Object.keys(LOOKS) as CellKind[];

/** The custom properties `--rnn`, `--rnn-text`, … of both schemes, and `--mark`, `--text` of whatever has a cell's class. */
export function cellCss(): string {
  const colours = (scheme: 'light' | 'dark') => CELL_KINDS.map((cell) => properties(cell, LOOKS[cell][scheme])).join(' ');
  return [
    `:root, .scheme-light { ${colours('light')} }`,
    `:root[data-scheme='dark'], .scheme-dark { ${colours('dark')} }`,
    ...CELL_KINDS.map((cell) => `.cell-${cell} { --mark: var(--${cell}); --text: var(--${cell}-text); }`),
  ].join('\n');
}

function properties(cell: CellKind, { mark, text }: CellColours): string {
  return `--${cell}: ${mark}; --${cell}-text: ${text};`;
}

/** {@link cellCss} as a style sheet, for a document or a shadow root. */
export function cellStyleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(cellCss());
  return sheet;
}
