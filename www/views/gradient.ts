import type { RowKind } from './row';
import { UnitRow } from './unit-row';

/** |∂L/∂h| of each unit, in the hero chart's normalisation: the chart's line is the norm of each column. */
export const gradientRows: RowKind = (_run, words) => [
  new UnitRow({ panel: 'gradient', pass: 'backward', map: 'gradient', field: 'log10AbsGradHidden', label: words.rows.gradient, ends: ['10⁻¹⁰', '10⁻⁵', '1'], height: 46 }),
];
