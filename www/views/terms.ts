/** Words that explain themselves: on hover, focus or tap a sentence stands under them. */

import type { Messages } from '../i18n';
import { beatAddress } from '../lessons/address';
import { h } from './dom';

export type TermKey = keyof Messages['terms'];

/** Where the course speaks of each: lesson and beat. */
export const IN_COURSE: Readonly<Record<TermKey, string>> = {
  error: 'learning/backward',
  gradient: 'vanishing/back',
  loss: 'learning/answer',
  state: 'loop/state',
  gate: 'keeping/path',
  gain: 'vanishing/product',
  norm: 'vanishing/back',
  memory: 'keeping/not-h',
  radius: 'vanishing/radius',
  axis: 'vanishing/back',
};

/** What leads from a word to the course, for pages that have it beside them. */
export function courseLink(key: string, words: Messages): HTMLElement | null {
  const place = new Map(Object.entries(IN_COURSE)).get(key);
  return place === undefined ? null : h('a', { href: beatAddress(place) }, words.inCourse);
}

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
  readonly element = h('div', { class: 'term-tip', hidden: true });
  readonly #more: (key: string) => HTMLElement | null;
  #of: HTMLElement | null = null;

  /**
   * @param box whatever holds the terms; the sentence is put beside it.
   * @param more what leads on from a word, under its sentence
   */
  constructor(box: HTMLElement | ShadowRoot, more: (key: string) => HTMLElement | null = () => null) {
    this.#more = more;
    const termOf = ({ target }: Event) => (target instanceof Element ? target.closest<HTMLElement>('[data-term]') : null);
    const show = (event: Event) => {
      const of = termOf(event);
      if (of !== null) this.#show(of);
    };
    // From a word one may go on to what stands under it, and back.
    const hide = ({ relatedTarget }: MouseEvent | FocusEvent) => {
      const stays = relatedTarget instanceof Node && (this.element.contains(relatedTarget) || this.#of?.contains(relatedTarget) === true);
      if (!stays) this.hide();
    };
    const leave = (event: MouseEvent | FocusEvent) => {
      if (this.#of !== null && termOf(event) === this.#of) hide(event);
    };
    box.addEventListener('pointerover', show);
    // Whoever drags a slider or opens a list does not need what it is over what they look at.
    box.addEventListener('focusin', (event) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event);
    });
    box.addEventListener('click', show);
    box.addEventListener('pointerout', (event) => leave(event as PointerEvent));
    box.addEventListener('focusout', (event) => leave(event as FocusEvent));
    this.element.addEventListener('pointerout', hide);
    this.element.addEventListener('focusout', hide);
    box.addEventListener('keydown', (event) => this.#press(event as KeyboardEvent));
  }

  #press(event: KeyboardEvent): void {
    if (this.element.hidden) return;
    const link = this.element.querySelector('a');
    const away = event.target === link;
    if (event.key === 'Escape') {
      if (away) this.#of?.focus();
      this.hide();
      event.stopPropagation();
    } else if (event.key === 'Tab' && link !== null && (away || (event.target === this.#of && !event.shiftKey))) {
      // The link stands elsewhere in the document than its word, and yet is the next after it.
      (away ? this.#of : link)?.focus();
      // On from the link is on from its word.
      if (!away || event.shiftKey) event.preventDefault();
    }
  }

  #show(of: HTMLElement): void {
    this.#of = of;
    const more = this.#more(of.dataset.term ?? '');
    // Without a link it says nothing that the word's description does not.
    this.element.ariaHidden = more === null ? 'true' : null;
    this.element.classList.toggle('leads-on', more !== null);
    this.element.replaceChildren(h('span', { class: 'term-sentence' }, of.getAttribute('aria-description') ?? ''), ...(more === null ? [] : [' ', more]));
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
