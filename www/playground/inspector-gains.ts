/** In the inspector: the singular values of one step, or of all steps from the selected one to the end together. */

import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import type { StudiedTrace } from '../views/cells/exact';
import { chartTable } from '../views/chart-table';
import { h, rich } from '../views/dom';
import { factor, value } from '../views/format';
import { gains, type Gain } from '../views/gains';
import { cellMark } from '../views/lane';

export interface GainLane {
  cell: CellKind;
  trace: StudiedTrace;
}

/** `step` counts from 0. Everything is log10, because products leave the range of plain numbers. */
export function gainSection(words: Messages, lanes: readonly GainLane[], step: number, together: boolean, choose: (together: boolean) => void): HTMLElement {
  const { study, inspector } = words;
  const button = (label: string, all: boolean) => {
    const element = h('button', { type: 'button', 'aria-pressed': String(together === all), 'data-gain': all ? 'all' : 'one' }, label);
    element.addEventListener('click', () => choose(all));
    return element;
  };
  const values = ({ trace }: GainLane): (number | null)[] =>
    together ? (trace.log10ProductSingularValues[step] ?? []) : (trace.jacobianSingularValues[step - 1] ?? []).map((each) => (each > 0 ? Math.log10(each) : null));
  const curves = lanes.map((lane) => ({ cell: lane.cell, logs: values(lane) }));
  const steps = lanes[0]?.trace.losses.length ?? 0;
  const exists = together ? step < steps - 1 : step > 0;
  const hint = !exists ? (together ? study.togetherNone : study.firstNone) : together ? study.togetherHint(step + 1, steps) : inspector.gainHint(step + 1);
  return h('section', { 'data-section': 'gains' }, h('h3', {}, together ? study.together : inspector.gain),
    h('div', { class: 'segmented small', role: 'group', 'aria-label': study.which }, button(study.one, false), button(study.all, true)),
    h('p', { class: 'hint' }, rich(hint)),
    ...(exists ? [gains(curves, together ? study.together : inspector.gain), gainTable(words, curves, together ? study.together : inspector.gain), ...lanes.map((lane) => gainLine(words, lane, step, together))] : []));
}

function gainTable({ tables, cells, study }: Messages, curves: readonly Gain[], title: string): HTMLElement {
  const text = (log10: number | null | undefined) => (log10 === undefined ? '–' : log10 === null ? study.steps.none : factor(log10));
  const most = Math.max(0, ...curves.map(({ logs }) => logs.length));
  return chartTable(title, [tables.rank, ...curves.map(({ cell }) => cells[cell])],
    Array.from({ length: most }, (_, index) => [String(index + 1), ...curves.map(({ logs }) => text(logs[index]))]));
}

/** One lane's largest singular value and, of a single step, how its direction meets that of the next step back. */
function gainLine({ study }: Messages, { cell, trace }: GainLane, step: number, together: boolean): HTMLElement {
  const single = trace.jacobianSingularValues[step - 1]?.[0] ?? 0;
  const largest = together ? (trace.log10ProductSingularValues[step]?.[0] ?? null) : single > 0 ? Math.log10(single) : null;
  const overlap = together ? null : (trace.directionOverlaps[step - 2] ?? null);
  return h('div', { class: `gain-line cell-${cell}` }, cellMark(cell),
    h('span', {}, rich('σ~1~'), ' ', h('b', { 'data-sigma': largest }, largest === null ? study.steps.none : factor(largest))),
    ...(overlap === null ? [] : [h('span', { class: 'together', title: study.steps.overlapHint }, study.overlap, ' ', h('b', { 'data-overlap': overlap }, value(overlap)))]));
}
