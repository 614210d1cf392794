/** Tells when an element comes near the viewport, and whether any of it is on screen. */

/** How far outside the viewport an element begins to load, so that it is there when it is reached. */
const NEAR = '400px';

export interface SightListener {
  near(): void;
  seen(on: boolean): void;
}

export class Sight {
  readonly #element: Element;
  readonly #near: IntersectionObserver;
  readonly #seen: IntersectionObserver;

  constructor(element: Element, listener: SightListener) {
    this.#element = element;
    const last = (entries: readonly IntersectionObserverEntry[]) => entries.at(-1)?.isIntersecting === true;
    this.#near = new IntersectionObserver((entries) => {
      if (last(entries)) listener.near();
    }, { rootMargin: NEAR });
    this.#seen = new IntersectionObserver((entries) => listener.seen(last(entries)));
  }

  connect(): void {
    this.#near.observe(this.#element);
    this.#seen.observe(this.#element);
  }

  disconnect(): void {
    this.#near.disconnect();
    this.#seen.disconnect();
  }
}
