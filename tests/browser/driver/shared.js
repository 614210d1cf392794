/** How long an engine that nobody uses is kept, in milliseconds: from one test file to the next. */
const KEPT = 2000;

/**
 * One engine for all tests of a process: started when it is first asked for, started anew if it has died, and ended
 * soon after the last page was given back.
 *
 * @template T
 * @param {{ start: () => Promise<T>, isAlive: (engine: T) => boolean, stop: (engine: T) => Promise<unknown> }} how
 */
export function shared({ start, isAlive, stop }) {
  /** @type {Promise<T> | null} */
  let running = null;
  let users = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  return {
    async borrow() {
      clearTimeout(timer);
      users += 1;
      try {
        if (running !== null && !isAlive(await running)) running = null;
        running ??= start();
        return await running;
      } catch (error) {
        users -= 1;
        running = null;
        throw error;
      }
    },
    giveBack() {
      users -= 1;
      if (users > 0) return;
      timer = setTimeout(async () => {
        const ended = running;
        running = null;
        if (ended !== null) await stop(await ended);
      }, KEPT);
    },
  };
}
