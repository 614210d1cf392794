/** Registers the element, once, however often and in however many versions the script is on a page. */

import { version } from '../generated/version';
import { VanishingPointElement } from './vanishing-point';

const NAME = 'vanishing-point';

export function register(): void {
  // A server that renders a page has no elements.
  if (!('customElements' in globalThis)) return;
  const former = customElements.get(NAME) as { version?: string } | undefined;
  if (former === undefined) customElements.define(NAME, VanishingPointElement);
  else if (former.version !== version) {
    // Once for all copies that come too late.
    const page = globalThis as { vanishingPointWarned?: boolean };
    // eslint-disable-next-line no-console -- There is no element yet that could tell of it by an event.
    if (page.vanishingPointWarned !== true) console.warn(`<${NAME}> is on this page twice: version ${former.version ?? 'unknown'} is in force, version ${version} stays out.`);
    page.vanishingPointWarned = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vanishing-point': VanishingPointElement;
  }
}
