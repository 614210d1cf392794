/** Milliseconds of work before the page gets a turn: shorter than what a browser counts as a long task. */
const SLICE = 16;

/** Lets the page draw and answer. */
export function yieldToPage(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Does work that comes in steps, a slice at a time. */
export async function workThrough(steps: Iterable<unknown>): Promise<void> {
  let began = performance.now();
  for (const _ of steps) {
    if (performance.now() - began < SLICE) continue;
    await yieldToPage();
    began = performance.now();
  }
}
