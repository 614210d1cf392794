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
import { DECADES, pathOf, RECORDED_CELLS, RECORDED_STEPS, RECORDED_UPDATE, RULES, VIEW_BOX } from './poster-lines';
import { lazySheets } from './style-sheets';

/** All that an element needs before it has loaded. */
export const posterSheets = lazySheets(tokens, cellCss(), poster);

export class Poster {
  readonly #title = h('p', { class: 'poster-title' });
  readonly #text = h('p', { class: 'poster-text' });
  readonly #legend = h('div', { class: 'poster-legend' });
  readonly #plot = svg('svg', { viewBox: VIEW_BOX, preserveAspectRatio: 'none', role: 'img' });
  readonly #status = h('p', { class: 'poster-status', role: 'status' });
  readonly element = h('div', { class: 'poster', part: 'poster', tabindex: 0, role: 'group' },
    h('slot', { name: 'fallback' },
      this.#title, this.#text, this.#legend,
      h('div', { class: 'poster-plot' }, this.#plot, h('div', { class: 'poster-scale', translate: 'no', 'aria-hidden': 'true' },
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
    write(this.#text, lines.length > 0 ? texts.recorded(RECORDED_UPDATE, RECORDED_STEPS) : texts.unrecorded);
    write(this.#status, sentence ?? (loading ? texts.loads : texts.waits));
    this.#plot.setAttribute('aria-label', this.#text.textContent);
    this.#plot.replaceChildren(svg('path', { class: 'rule', d: RULES }), ...lines.map((cell) => svg('path', { class: `line cell-${cell}`, d: pathOf(cell), 'stroke-dasharray': LOOKS[cell].dash.join(' ') || null })));
    this.#legend.replaceChildren(...(lines.length > 0 ? lines : experiment.cells).map((cell) => h('span', { class: `cell-${cell}`, translate: 'no' }, texts.cells[cell])));
  }
}

/** The cells whose recorded line is a line of this very experiment: lanes do not depend on each other. */
function recordedCells(experiment: Experiment): CellKind[] {
  if (differences(experiment, defaults()).some((key) => key !== 'cells')) return [];
  return experiment.cells.every((cell) => RECORDED_CELLS.includes(cell)) ? experiment.cells : [];
}
