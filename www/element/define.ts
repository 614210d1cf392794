/** Registers the element, once, however often the script is on a page. */

import { VanishingPointElement } from './vanishing-point';

if (customElements.get('vanishing-point') === undefined) customElements.define('vanishing-point', VanishingPointElement);

declare global {
  interface HTMLElementTagNameMap {
    'vanishing-point': VanishingPointElement;
  }
}

export { VanishingPointElement };
export type { Progress, State, Status, View } from './status';
