/** One page in one real browser. */
export interface Browser {
  readonly engine: 'chromium' | 'firefox' | 'webkit';
  /** The version that is driven. */
  readonly version: string;
  open(url: string): Promise<void>;
  /**
   * Runs a function in the page and returns what it, or its promise, gives. It must stand by itself: nothing of the
   * test's scope is there, and arguments and result travel as JSON.
   */
  evaluate<Args extends unknown[], Result>(action: (...args: Args) => Result, ...args: Args): Promise<Awaited<Result>>;
  /** A real mouse click at a point of the viewport. */
  click(x: number, y: number): Promise<void>;
  /** A real press and release of one key, named as in KeyboardEvent.key. */
  press(key: string): Promise<void>;
  /** A PNG picture of the viewport. */
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}
