import type { LaneFrame } from '../engine/frame';
import type { TaskKind } from '../generated/types';
import type { Store } from '../store/store';

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

/** The lanes on view where they are of a task; null in others, and before there are any. */
export function lanesOf(task: TaskKind, { run, experiment }: Store): readonly LaneFrame[] | null {
  const lanes = run.frame.peek()?.lanes ?? [];
  return experiment.peek().task === task && lanes.length > 0 ? lanes : null;
}
