import type { RowKind } from './row';
import { UnitRow } from './unit-row';

/** The hidden state h. */
export const stateRows: RowKind = (_run, words) => [
  new UnitRow({ panel: 'state', pass: 'forward', map: 'state', field: 'hidden', label: words.rows.hidden, ends: ['−1', '0', '+1'], height: 46 }),
];
