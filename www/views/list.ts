/** The rows of a lane, from top to bottom. A new view is one new file and one line here. */

import { answerRows } from './answer';
import { attentionRows } from './attention-row';
import { gainRows } from './gain-row';
import { reachRows } from './reach';
import type { RowKind } from './row';
import { candidateRows, cellStateRows, complexStateRows, gateRows, gradientRows, stateRows } from './state-rows';
import { surpriseRows } from './surprise';

export const ROWS: readonly RowKind[] = [stateRows, cellStateRows, complexStateRows, gateRows, attentionRows, candidateRows, surpriseRows, reachRows, answerRows, gradientRows, gainRows];
