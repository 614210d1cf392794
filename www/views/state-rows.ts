/** The rows that show every unit of a layer: states, gates, gradients. */

import { specOf } from './cells/spec';
import type { RowKind } from './row';
import { UnitRow } from './unit-row';

/** The hidden state h. */
export const stateRows: RowKind = (_run, words) => [
  new UnitRow({ panel: 'state', pass: 'forward', map: 'state', field: 'hidden', label: words.rows.hidden, ends: ['−1', '0', '+1'], height: 40, term: 'state' }),
];

/** The cell state c, which is not bounded: the scale is saturated at ±2. */
export const cellStateRows: RowKind = (run, words) =>
  specOf(run.cell).states.includes('c')
    ? [new UnitRow({ panel: 'cell-state', pass: 'forward', map: 'state', field: 'cell', label: words.rows.cell, ends: ['−2', '0', '+2'], height: 46, limit: 2, detail: true })]
    : [];

/** The gate that keeps the past stands first; the others follow. */
const READING_ORDER = ['forget', 'update', 'input', 'reset', 'output'] as const;

/** The gates, from shut to open. */
export const gateRows: RowKind = (run, words) =>
  READING_ORDER.filter((name) => run.gates.includes(name)).map(
    (name) =>
      new UnitRow({
        panel: 'gates',
        pass: 'forward',
        map: 'gate',
        field: `gates.${name}`,
        label: words.rows[name],
        ends: [words.scale.shut, words.scale.open],
        height: 26,
        detail: name !== specOf(run.cell).keepingGate,
        meanLabel: words.scale.average,
      }),
  );

/** What a gated cell would write: a tanh, so it has the colours of a state. */
export const candidateRows: RowKind = (run, words) =>
  run.gates.includes('candidate')
    ? [new UnitRow({ panel: 'candidate', pass: 'forward', map: 'state', field: 'gates.candidate', label: words.rows.candidate, ends: ['−1', '+1'], height: 26, detail: true })]
    : [];

/** |∂L/∂h| of each unit, in the hero chart's normalisation: the chart's line is the norm of each column. */
export const gradientRows: RowKind = (_run, words) => [
  new UnitRow({ panel: 'gradient', pass: 'backward', map: 'gradient', field: 'log10AbsGradHidden', label: words.rows.gradient, ends: ['10⁻¹⁰', '10⁻⁵', '1'], height: 46, term: 'gradient' }),
];
