/** Runs in the page before any other script: writes down everything that should not happen. */
(() => {
  /** @type {string[]} */
  const troubles = [];
  Object.defineProperty(globalThis, '__troubles', { value: troubles });

  for (const level of /** @type {const} */ (['error', 'warn'])) {
    const original = console[level].bind(console);
    console[level] = (...args) => {
      troubles.push(`console.${level}: ${args.map(String).join(' ')}`);
      original(...args);
    };
  }
  addEventListener('error', (event) => {
    const target = event.target;
    const what = target instanceof HTMLElement ? `<${target.localName}> could not be loaded` : event.message;
    troubles.push(`error: ${what}`);
  }, true);
  addEventListener('unhandledrejection', (event) => troubles.push(`unhandled rejection: ${String(event.reason)}`));
  addEventListener('securitypolicyviolation', (event) =>
    troubles.push(`policy: ${event.violatedDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`),
  );

  /** @type {Worker[]} */
  const workers = [];
  Object.defineProperty(globalThis, '__workers', { value: workers });
  const OriginalWorker = Worker;
  globalThis.Worker = class extends OriginalWorker {
    /** @param {ConstructorParameters<typeof Worker>} args */
    constructor(...args) {
      super(...args);
      workers.push(this);
    }
  };
})();
