/** The two panels that look closer: which step hears which loss, and the cell at the selected step. */

import type { StageFrame } from '../engine/frame';
import type { CellKind, Experiment, Trace } from '../generated/types';
import type { Messages } from '../i18n';
import { CELLS } from '../views/cells';
import { diagramTable, draw } from '../views/cells/drawing';
import { Reading } from '../views/cells/reading';
import type { Scheme } from '../views/colormap';
import { h, rich } from '../views/dom';
import { specOf } from '../views/cells/spec';
import { flowMatrix, horizonWords } from '../views/flow-matrix';
import { count } from '../views/format';
import { cellMark } from '../views/lane';
import { diagramInput } from '../views/steps';
import type { Progress } from '../store/run';
import type { View } from '../store/view';

/** What these panels show. */
export interface DetailContext {
  frame: StageFrame;
  experiment: Experiment;
  words: Messages;
  view: View;
  scheme: Scheme;
  progress: Progress;
  playing: boolean;
  flow: boolean;
  cell: boolean;
  /** The level of headings here: under that of the chart, where there is one. */
  level: number;
  /** What a lane shows in double precision now. */
  trace(cell: CellKind): Promise<Trace>;
}

export class Details {
  readonly element = h('div', { class: 'details' });
  readonly #flow = h('section', { class: 'detail', part: 'flow', 'data-panel': 'flow' });
  readonly #cell = h('section', { class: 'detail', part: 'cell', 'data-panel': 'cell' });
  #cellShown = '';
  #flowShown = '';

  constructor() {
    this.element.append(this.#cell, this.#flow);
  }

  show(context: DetailContext): void {
    this.#flow.hidden = !context.flow;
    this.#cell.hidden = !context.cell;
    if (context.cell) this.#showCell(context);
    if (context.flow) this.#showFlow(context);
  }

  #showCell({ frame, experiment, words, view, scheme, progress }: DetailContext): void {
    const t = view.t ?? Math.max(1, Math.round(experiment.length / 3));
    const state = JSON.stringify([frame.update, frame.lanes[0]?.followed, t, view.unit, view.layer, view.scale, scheme, progress.pass, progress.pass === null ? 0 : progress.reached, words.name, words.cells]);
    if (state === this.#cellShown) return;
    this.#cellShown = state;
    this.#cell.replaceChildren(...frame.lanes.map((lane) => {
      const { run } = lane;
      const step = Math.min(t, run.steps) - 1;
      const place = { step, unit: Math.min(view.unit ?? 1, run.units) - 1, layer: Math.min((view.layer ?? run.layers) - 1, run.layers - 1) };
      const reached = {
        forward: progress.pass !== 'forward' || step < progress.reached,
        backward: progress.pass === null || (progress.pass === 'backward' && step >= progress.steps - progress.reached),
      };
      const reading = new Reading(lane, place, null, reached, view.scale === 'relative');
      const drawing = CELLS[lane.cell].diagram(reading, experiment, diagramInput(run, step));
      return h('figure', { class: `cell-diagram cell-${lane.cell}`, 'data-cell': lane.cell },
        h('figcaption', {}, cellMark(lane.cell), h('b', { translate: 'no' }, words.cells[lane.cell]), ' ', rich(words.details.at(step + 1, place.unit + 1))),
        draw(drawing, scheme, words.details.diagram(words.cells[lane.cell])),
        diagramTable(drawing, words.details.table(words.cells[lane.cell], step + 1, place.unit + 1), words));
    }));
  }

  /** A trace is of the update on view only while nothing moves on; until then the last one stands, faint. */
  #showFlow(context: DetailContext): void {
    const { frame, experiment, words, scheme, playing, progress } = context;
    if (this.#flow.childElementCount === 0) this.#flow.append(h('p', { class: 'hint' }, words.analysis.pause));
    const state = JSON.stringify([experiment, frame.update, scheme, words.name, words.cells, context.level]);
    this.#flow.classList.toggle('stale', state !== this.#flowShown);
    if (state === this.#flowShown || playing || progress.pass !== null) return;
    this.#flowShown = state;
    void Promise.all(frame.lanes.map(async ({ cell }) => ({ cell, flow: (await context.trace(cell)).flow }))).then((lanes) => {
      if (state !== this.#flowShown) return;
      this.#flow.classList.remove('stale');
      this.#flow.replaceChildren(
        h('h3', { 'aria-level': context.level }, words.analysis.flow),
        h('p', { class: 'hint' }, rich(words.analysis.flowHint(count(frame.update)))),
        h('div', { class: 'flows' }, ...lanes.map(({ cell, flow }) => {
          const { attends, carried } = specOf(cell);
          const { text, steps } = horizonWords(flow, attends, words.analysis);
          return h('figure', { class: `cell-${cell}`, 'data-cell': cell },
            h('figcaption', {}, cellMark(cell), h('b', { translate: 'no' }, words.cells[cell]), ` ${text} `, h('b', {}, steps)),
            flowMatrix(flow, { truncate: carried.length === 0 ? 0 : experiment.truncate, fades: !attends }, scheme, { title: words.analysis.flowSummary(words.cells[cell], `${text} ${steps}`.trim()), mean: words.analysis.mean, states: words.analysis.states, losses: words.analysis.losses }));
        })));
    }, () => {
      this.#flowShown = '';
    });
  }
}
