/**
 * The elements of a page that are starting. Others, which have started, do not pick up speed before these have too: where
 * there are few cores, whoever came first would leave the rest no time to compile and to begin.
 */

/** Milliseconds after which nobody waits any longer for one that does not come to its first frame. */
const PATIENCE = 20_000;

const starting = new Set<object>();

/** Counts an element among them until its start has ended, well or badly. */
export function start(ended: Promise<unknown>): void {
  const mark = {};
  starting.add(mark);
  const end = () => starting.delete(mark);
  ended.then(end, end);
  setTimeout(end, PATIENCE);
}

export function someStart(): boolean {
  return starting.size > 0;
}
