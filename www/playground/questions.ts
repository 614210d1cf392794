/** Milliseconds between two answers while training goes on: not more often than people read. */
const INTERVAL = 600;

/** Asks the lanes one question at a time; what is asked for meanwhile is asked once, later. */
export class Questions {
  readonly #question: () => Promise<void> | null;
  #waiting = false;
  #late = false;

  /** @param question begins to ask, and never rejects; null where there is nothing to be asked. */
  constructor(question: () => Promise<void> | null) {
    this.#question = question;
  }

  ask(): void {
    if (this.#waiting) {
      this.#late = true;
      return;
    }
    const answered = this.#question();
    if (answered === null) return;
    this.#waiting = true;
    void answered.finally(() => window.setTimeout(() => {
      const late = this.#late;
      this.#waiting = this.#late = false;
      if (late) this.ask();
    }, INTERVAL));
  }
}
