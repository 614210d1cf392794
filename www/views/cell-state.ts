import type { RowKind } from './row';
import { UnitRow } from './unit-row';

/** The LSTM's cell state c, which is not bounded: the scale is saturated at ±2. */
export const cellStateRows: RowKind = (run, words) =>
  run.cell === 'lstm'
    ? [new UnitRow({ panel: 'cell-state', pass: 'forward', map: 'state', field: 'cell', label: words.rows.cell, ends: ['−2', '0', '+2'], height: 46, limit: 2 })]
    : [];
