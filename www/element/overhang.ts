/** What the rows take more than was reckoned, by labels of two lines and heights that were rounded up: the next layout has so much less. */

/** What hangs over by more was never to fit: then it is scrolled. */
const MOST = 80;
/** Layouts that may still change it: where nothing gives way any more it stays. */
const TRIES = 3;

export class Overhang {
  #height = 0;
  #tries = 0;
  #due = false;

  get height(): number {
    return this.#height;
  }

  /** Another box, look or run: it is found out anew. */
  forget(): void {
    this.#height = 0;
    this.#tries = 0;
  }

  /** Looks once everything is painted; `relay` lays it out anew. */
  find(scroller: HTMLElement, relay: () => void): void {
    if (this.#due || this.#tries === TRIES) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      const over = scroller.scrollHeight - scroller.clientHeight;
      if (over <= 0 || over > MOST) return;
      this.#height += over;
      this.#tries++;
      relay();
    });
  }
}
