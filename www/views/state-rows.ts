/** The rows that show every unit of a layer: states, gates, gradients. */

import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
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

/** The complex state s of a linear recurrent unit: how large it is, and where it points. */
export const complexStateRows: RowKind = (run, words) =>
  specOf(run.cell).states.includes('s')
    ? [
        new UnitRow({ panel: 'cell-state', pass: 'forward', map: 'gate', field: 'modulus', label: words.rows.modulus, ends: ['0', '2'], height: 40, limit: 2 }),
        new UnitRow({ panel: 'cell-state', pass: 'forward', map: 'phase', field: 'phase', label: words.rows.phase, ends: ['−π', '0', '+π'], height: 40, limit: Math.PI, detail: true }),
      ]
    : [];

/** The gate that keeps the past stands first; the others follow. */
const READING_ORDER = ['forget', 'update', 'input', 'reset', 'output'] as const;

/** A gate's name; with it stands what 1 means where that is the other way round than in an LSTM or GRU. */
export function gateLabel(cell: CellKind, gate: string, words: Messages): string {
  const { keepingGate, keepsAt } = specOf(cell);
  const label = words.rows[gate as (typeof READING_ORDER)[number]];
  return gate === keepingGate && keepsAt === 0 ? `${label}\n${words.rows.replaces}` : label;
}

/** What 0 and 1 of a gate mean: one that chooses between the old state and the new one replaces or keeps, the others are shut or open. */
export function gateEnds(cell: CellKind, gate: string, words: Messages): [string, string] {
  const { replace, keep, shut, open } = words.scale;
  if (gate !== 'update') return [shut, open];
  return specOf(cell).keepsAt === 0 ? [keep, replace] : [replace, keep];
}

/** The gates, from 0 to 1. */
export const gateRows: RowKind = (run, words) =>
  READING_ORDER.filter((name) => run.gates.includes(name)).map(
    (name) =>
      new UnitRow({
        panel: 'gates',
        pass: 'forward',
        map: 'gate',
        field: `gates.${name}`,
        label: gateLabel(run.cell, name, words),
        ends: gateEnds(run.cell, name, words),
        height: 26,
        detail: name !== specOf(run.cell).keepingGate,
        meanLabel: words.scale.average,
      }),
  );

/** What a gated cell would write, in the colours of a state. */
export const candidateRows: RowKind = (run, words) =>
  run.gates.includes('candidate')
    ? [new UnitRow({ panel: 'candidate', pass: 'forward', map: 'state', field: 'gates.candidate', label: words.rows.candidate, ends: ['−1', '+1'], height: 26, detail: true })]
    : [];

/** |∂L/∂h| of each unit, or |∂L/∂c| where the chart follows it, in the hero chart's normalisation: the chart's line is the norm of each column. */
export const gradientRows: RowKind = (run, words) => [
  new UnitRow({
    panel: 'gradient',
    pass: 'backward',
    map: 'gradient',
    field: 'log10AbsGradHidden',
    label: words.rows.gradient,
    ...(specOf(run.cell).memory !== 'h' ? { ofCell: { field: 'log10AbsGradCell', norms: 'log10GradCell', label: words.rows.gradientCell, alone: !specOf(run.cell).carried.includes('h') } } : {}),
    ends: ['10⁻¹⁰', '10⁻⁵', '1'],
    height: 46,
    term: 'gradient',
  }),
];
