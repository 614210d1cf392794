/** The tooltip over the stage: the values of all lanes at the step under the pointer. */

import { h } from './dom';

export interface TooltipLine {
  /** A cell's name, or empty. */
  name: string;
  /** For the colour of the name. */
  cell?: string;
  text: string;
}

export class Tooltip {
  readonly element = h('div', { class: 'tooltip', role: 'tooltip', hidden: true });

  /** Without content it is hidden. */
  show(content: { title: string; lines: readonly TooltipLine[] } | null, { x, y, room }: { x: number; y: number; room: number }): void {
    this.element.hidden = content === null;
    if (content === null) return;
    const { title, lines } = content;
    const rows = lines.map(({ name, cell, text }) =>
      h('div', { class: cell === undefined ? 'line' : `line cell-${cell}` }, h('b', { translate: cell === undefined ? null : 'no' }, name), ' ', h('span', {}, text)));
    this.element.replaceChildren(h('div', { class: 'title' }, title), ...rows);
    const left = x > room / 2;
    this.element.classList.toggle('left', left);
    this.element.style.setProperty('transform', `translate(${left ? x - 14 : x + 14}px, ${y + 12}px)${left ? ' translateX(-100%)' : ''}`);
  }
}
