/** What the sections of the analysis have in common. */

import type { LaneFrame } from '../engine/engine';
import type { CellKind } from '../generated/types';
import type { StudiedTrace } from '../views/cells/exact';
import type { Scheme } from '../views/colormap';
import { h, rich } from '../views/dom';
import { cellMark } from '../views/lane';
import type { Page } from './page';

/** One question of the analysis. */
export interface Section {
  readonly element: HTMLElement;
  /** Written anew, for a language. */
  render(): void;
  /** Something may have changed; called only while it can be seen. */
  tick(): void;
}

/** A heading, and what its numbers belong to. */
export function heading(title: string, belongs: string): HTMLElement {
  return h('h2', {}, rich(title), ' ', h('span', { class: 'belongs' }, belongs));
}

/** A box for one cell's chart, under its name. */
export function cellBox(cell: CellKind, name: string, ...content: (Node | string)[]): HTMLElement {
  return h('section', { class: `cell-${cell}`, 'data-cell': cell }, h('h3', { translate: 'no' }, cellMark(cell), name), ...content);
}

/** A name and a number. */
export function fact(label: string, number: string, title: string): HTMLElement {
  return h('div', { class: 'fact', title }, h('span', {}, label), h('b', { translate: 'no' }, number));
}

export function scheme(): Scheme {
  return document.documentElement.dataset.scheme === 'dark' ? 'dark' : 'light';
}

export interface Traced {
  lane: LaneFrame;
  trace: StudiedTrace;
}

/** The traces of the frame on view that are there, and a word for all that what is made from them depends on. */
export function traced({ stage, traces }: Page): { ready: Traced[]; state: string } {
  const { frame } = stage;
  const lanes = (frame?.lanes ?? []).filter(({ diverged }) => diverged === null).map((lane) => ({ lane, exact: traces.of(frame!, lane.cell) }));
  return {
    ready: lanes.flatMap(({ lane, exact }) => (exact === null ? [] : [{ lane, trace: exact.trace }])),
    state: [frame?.update, scheme(), stage.playing, stage.experiment.truncate, lanes.map(({ lane, exact }) => `${lane.cell}${exact !== null}`)].join(),
  };
}
