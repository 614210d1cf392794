/**
 * The still picture that stands in an element's place until its first frame: the chart of a recorded run. What it
 * shows was measured (tests/measure/poster.mjs), and it says that it is a record.
 */

import type { CellKind, Experiment } from '../generated/types';
import { languageOf, type Language } from '../i18n/languages';
import { h, write } from '../views/dom';
import { svg } from '../views/svg';
import { defaults, differences } from '../store/parameters';
import { cellCss, LOOKS } from '../views/cells/looks';
import tokens from '../views/tokens.css?inline';
import poster from './poster.css?inline';
import record from './poster.json';
import { lazySheets } from './style-sheets';

/** All that an element needs before it has loaded. */
export const posterSheets = lazySheets(tokens, cellCss(), poster);

const RECORDED: Partial<Record<CellKind, readonly number[]>> = record.log10Relative;
/** Decades of the axis, from the bottom to 1. */
const DECADES = Math.ceil(Math.max(...Object.values(record.log10Relative).map((line) => -Math.min(...line))) / 2) * 2;

export class Poster {
  readonly #title = h('p', { class: 'poster-title' });
  readonly #text = h('p', { class: 'poster-text' });
  readonly #legend = h('div', { class: 'poster-legend' });
  readonly #plot = svg('svg', { viewBox: `0 ${-DECADES} 100 ${DECADES}`, preserveAspectRatio: 'none', role: 'img' });
  readonly #status = h('p', { class: 'poster-status', role: 'status' });
  readonly element = h('div', { class: 'poster', part: 'poster', tabindex: 0, role: 'group' },
    h('slot', { name: 'fallback' },
      this.#title, this.#text, this.#legend,
      h('div', { class: 'poster-plot' }, this.#plot, h('div', { class: 'poster-scale', 'aria-hidden': 'true' },
        h('span', {}, '1'), h('span', {}, '10', h('sup', {}, `−${DECADES / 2}`)), h('span', {}, '10', h('sup', {}, `−${DECADES}`))))),
    this.#status);

  /**
   * @param sentence stands under the picture in place of what it waits for.
   * @param loading whether what it waits for is under way.
   */
  draw(experiment: Experiment, language: Language, sentence: string | null, loading: boolean): void {
    const texts = languageOf(language).poster;
    const lines = recordedCells(experiment);
    write(this.#title, texts.title);
    this.element.setAttribute('aria-label', texts.title);
    write(this.#text, lines.length > 0 ? texts.recorded(record.update, record.steps) : texts.unrecorded);
    write(this.#status, sentence ?? (loading ? texts.loads : texts.waits));
    this.#plot.setAttribute('aria-label', this.#text.textContent);
    const rules = Array.from({ length: DECADES / 2 + 1 }, (_, index) => `M0,${-2 * index}H100`).join('');
    this.#plot.replaceChildren(svg('path', { class: 'rule', d: rules }), ...lines.map((cell) => svg('path', { class: `line cell-${cell}`, d: pathOf(RECORDED[cell]!), 'stroke-dasharray': LOOKS[cell].dash.join(' ') || null })));
    this.#legend.replaceChildren(...(lines.length > 0 ? lines : experiment.cells).map((cell) => h('span', { class: `cell-${cell}`, translate: 'no' }, texts.cells[cell])));
  }
}

/** The cells whose recorded line is a line of this very experiment: lanes do not depend on each other. */
function recordedCells(experiment: Experiment): CellKind[] {
  if (differences(experiment, defaults()).some((key) => key !== 'cells')) return [];
  return experiment.cells.every((cell) => cell in RECORDED) ? experiment.cells : [];
}

function pathOf(line: readonly number[]): string {
  return line.map((value, step) => `${step === 0 ? 'M' : 'L'}${((step / (line.length - 1)) * 100).toFixed(2)},${(-DECADES - value).toFixed(2)}`).join('');
}
