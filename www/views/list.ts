/** The rows of a lane, from top to bottom. A new view is one new file and one line here. */

import { answerRows } from './answer';
import { cellStateRows } from './cell-state';
import { candidateRows, gateRows } from './gates';
import { gradientRows } from './gradient';
import type { RowKind } from './row';
import { stateRows } from './state';

export const ROWS: readonly RowKind[] = [stateRows, cellStateRows, gateRows, candidateRows, answerRows, gradientRows];
