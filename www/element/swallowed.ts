/** HTML knows no `<vanishing-point />`: without an end tag the element holds all that follows it in its parent. */

import { loadMessages } from '../i18n';
import type { Language } from '../i18n/languages';
import { h } from '../views/dom';
import { emit } from './errors';

/** Shows what an element that was never closed has swallowed, below it, and says what is missing. */
export function freeSwallowed(element: HTMLElement, shadow: ShadowRoot, language: () => Language): void {
  const look = () => {
    if (!element.isConnected || !hasSwallowed(element) || shadow.querySelector('.swallowed') !== null) return;
    shadow.append(h('slot', { class: 'swallowed' }));
    loadMessages(language()).then(
      ({ failures }) => emit(element, 'error', { message: failures({ kind: 'swallowed' }), key: null }),
      () => undefined,
    );
  };
  // While the page is still read, the element has what has come so far.
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', look, { once: true });
  else look();
}

/** An element closed by the end of its parent, with more in it than one would put there for readers without scripts. */
function hasSwallowed(element: HTMLElement): boolean {
  const inside = [...element.children].filter((child) => !child.hasAttribute('slot'));
  return element.nextSibling === null && inside.length > 1;
}
