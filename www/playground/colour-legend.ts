/** What the colours of the strips mean: said once, at the foot of the rail. */

import { h } from '../views/dom';
import { term, type TermKey } from '../views/terms';
import type { Messages } from '../i18n';

export function colourLegend(words: Messages): HTMLElement {
  const { colours, scales } = words.rail;
  const line = (name: 'state' | 'gate' | 'gradient', ends: readonly [string, string]) => h('div', { class: 'legend-line' },
    term(scales[name], name satisfies TermKey, words), h('div', { class: 'legend-scale' }, h('div', { class: `legend-bar ${name}` }), h('div', { class: 'legend-ends', translate: 'no' }, ...ends.map((end) => h('span', {}, end)))));
  return h('section', { class: 'colour-legend', 'aria-label': colours },
    h('div', { class: 'group-label' }, colours),
    line('state', ['−1', '+1']), line('gate', [words.scale.shut, words.scale.open]), line('gradient', ['10⁻¹⁰', '1']));
}
