/** Words that explain themselves: on hover, focus or tap a sentence stands under them. */

import type { Messages } from '../i18n';
import { h } from './dom';

export type TermKey = keyof Messages['terms'];

/** A word that can be asked what it means. */
export function term(text: string | DocumentFragment, key: TermKey, words: Messages): HTMLElement {
  return explain(h('button', { type: 'button', class: 'term' }, text), key, words);
}

/** Lets something that is there for another reason say what its word means. */
export function explain<E extends HTMLElement>(element: E, key: TermKey, words: Messages): E {
  return explainAs(element, key, words.terms[key]);
}

/** The same for a word that is not one of the terms. */
export function explainAs<E extends Element>(element: E, key: string, sentence: string): E {
  element.setAttribute('data-term', key);
  element.setAttribute('aria-description', sentence);
  return element;
}

/** Between a word and its sentence, and between that and the edge of the window. */
const GAP = 6;
const EDGE = 8;

/** Shows the sentences of all terms within a box. One stands there at a time. */
export class TermTips {
  readonly element = h('div', { class: 'term-tip', 'aria-hidden': 'true', hidden: true });
  #of: HTMLElement | null = null;

  /** @param box whatever holds the terms; the sentence is put beside it. */
  constructor(box: HTMLElement | ShadowRoot) {
    const termOf = ({ target }: Event) => (target instanceof Element ? target.closest<HTMLElement>('[data-term]') : null);
    const show = (event: Event) => {
      const of = termOf(event);
      if (of !== null) this.#show(of);
    };
    const hide = (event: Event) => {
      if (termOf(event) === this.#of) this.hide();
    };
    box.addEventListener('pointerover', show);
    // Whoever drags a slider or opens a list does not need what it is over what they look at.
    box.addEventListener('focusin', (event) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event);
    });
    box.addEventListener('click', show);
    box.addEventListener('pointerout', hide);
    box.addEventListener('focusout', hide);
    box.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key !== 'Escape' || this.element.hidden) return;
      this.hide();
      event.stopPropagation();
    });
  }

  #show(of: HTMLElement): void {
    this.#of = of;
    this.element.textContent = of.getAttribute('aria-description');
    this.element.hidden = false;
    const place = of.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = Math.max(EDGE, Math.min(place.left, document.documentElement.clientWidth - width - EDGE));
    const below = place.bottom + GAP + height + EDGE <= document.documentElement.clientHeight;
    this.element.style.setProperty('left', `${left}px`);
    this.element.style.setProperty('top', `${below ? place.bottom + GAP : place.top - GAP - height}px`);
  }

  hide(): void {
    this.#of = null;
    this.element.hidden = true;
  }
}
