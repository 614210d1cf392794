/** The handle at the right edge that opens the values at one step; they open by themselves when a step is chosen. */

import { onChange, subscribe } from '../store/subscribe';
import { h, write } from '../views/dom';
import * as icons from '../views/icons';
import type { Page } from './page';

/** From this width on the values stand beside the stage, and not over it. */
const BESIDE = matchMedia('(min-width: 1360px)');

export function addValuesHandle(button: HTMLElement, page: Page): void {
  const text = h('span');
  const inspector = document.getElementById('inspector');
  button.append(icons.handle(), text);
  button.addEventListener('click', () => {
    page.drawer.value = 'inspector';
    inspector?.focus();
  });
  subscribe([page.texts, page.drawer], () => {
    write(text, page.words.header.valuesAtStep);
    button.setAttribute('aria-expanded', String(page.drawer.peek() === 'inspector'));
  });
  // Closed from within, the values give the focus back to where they were opened.
  onChange([page.drawer], () => {
    if (page.drawer.peek() !== 'inspector' && inspector?.contains(document.activeElement)) button.focus();
  });
  const { view } = page.store;
  // Whoever chooses a step, or follows a link to one, wants to know what is there.
  const open = () => {
    if (view.chosen.peek() && view.t.peek() !== null && BESIDE.matches) page.drawer.value = 'inspector';
  };
  onChange([view.t, view.chosen], open);
  open();
}
