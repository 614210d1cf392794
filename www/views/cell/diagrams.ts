/** The diagram of each cell. A new cell is one new file and one line here. */

import type { CellKind, Experiment } from '../../generated/types';
import type { Drawing } from './drawing';
import { drawGru } from './diagram-gru';
import { drawLstm } from './diagram-lstm';
import { drawRnn } from './diagram-rnn';
import { drawWindow } from './diagram-window';
import type { Reading } from './reading';

/** `input` is what the cell reads at the step, in words. */
export type Diagram = (reading: Reading, experiment: Experiment, input: string) => Drawing;

export const DIAGRAMS: Record<CellKind, Diagram> = { rnn: drawRnn, lstm: drawLstm, gru: drawGru, window: drawWindow };
