import type { RowKind } from './row';
import { UnitRow } from './unit-row';

/** The gate that keeps the past stands first; the others follow. */
const READING_ORDER = ['forget', 'update', 'input', 'reset', 'output'] as const;

/** The gates of an LSTM or GRU, from shut to open. */
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
        averages: words.scale.average,
      }),
  );

/** What an LSTM or GRU would write: a tanh, so it has the colours of a state. */
export const candidateRows: RowKind = (run, words) =>
  run.gates.includes('candidate')
    ? [new UnitRow({ panel: 'candidate', pass: 'forward', map: 'state', field: 'gates.candidate', label: words.rows.candidate, ends: ['−1', '+1'], height: 26 })]
    : [];
