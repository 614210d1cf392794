/** Whether the page around an element is dark, by its `color-scheme`: CSS knows, and tells by the colour that text has in an empty box. */

import { h } from '../views/dom';

export class SchemeProbe {
  readonly element = h('span', { class: 'scheme-probe', 'aria-hidden': 'true' });

  /** @param changed is called when the scheme of the page may have changed. */
  constructor(changed: () => void) {
    this.element.addEventListener('transitionend', changed);
  }

  /** Only in a page: elsewhere there is no style. */
  get dark(): boolean {
    const [red = 0] = getComputedStyle(this.element).color.match(/[\d.]+/g)?.map(Number) ?? [];
    return red > 127;
  }
}
