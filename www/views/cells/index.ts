/** The cells. A new one is a folder here, a line in this list, and a line in `looks.ts`. */

import type { CellKind } from '../../generated/types';
import type { CellView } from './cell';
import { attentionDiagram } from './attention/diagram';
import { attentionFormulas, attentionProducts } from './attention/formulas';
import { gruDiagram } from './gru/diagram';
import { gruFormulas, gruLetters } from './gru/formulas';
import { LOOKS } from './looks';
import { lstmDiagram } from './lstm/diagram';
import { lstmFormulas, lstmLetters } from './lstm/formulas';
import { lruDiagram } from './lru/diagram';
import { lruFormulas, lruProducts } from './lru/formulas';
import { modulus as lruFactor } from './lru/numbers';
import { mingruDiagram } from './mingru/diagram';
import { mingruFormulas, mingruLetters } from './mingru/formulas';
import { rnnDiagram } from './rnn/diagram';
import { rnnFormulas } from './rnn/formulas';
import { windowDiagram } from './window/diagram';
import { windowFormulas } from './window/formulas';

export const CELLS: Readonly<Record<CellKind, CellView>> = {
  rnn: { look: LOOKS.rnn, diagram: rnnDiagram, formulas: rnnFormulas, letters: {} },
  lstm: { look: LOOKS.lstm, diagram: lstmDiagram, formulas: lstmFormulas, letters: lstmLetters },
  gru: { look: LOOKS.gru, diagram: gruDiagram, formulas: gruFormulas, letters: gruLetters },
  window: { look: LOOKS.window, diagram: windowDiagram, formulas: windowFormulas, letters: {} },
  mingru: { look: LOOKS.mingru, diagram: mingruDiagram, formulas: mingruFormulas, letters: mingruLetters },
  lru: { look: LOOKS.lru, diagram: lruDiagram, formulas: lruFormulas, products: lruProducts, factor: lruFactor, letters: {} },
  attention: { look: LOOKS.attention, diagram: attentionDiagram, formulas: attentionFormulas, products: attentionProducts, letters: {} },
};

/** The letter of a block of a cell's weights: that of its gate, or h. */
export function blockLetter(cell: CellKind, block: string): string {
  return CELLS[cell].letters[block] ?? 'h';
}
