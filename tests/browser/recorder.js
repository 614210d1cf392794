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
  addEventListener(
    'error',
    (/** @type {Event} */ event) => {
      // A resource that fails gives a plain event at its element; elements may have error events of their own.
      if (event instanceof ErrorEvent) troubles.push(`error: ${event.message} (${event.filename}:${event.lineno})`);
      else if (!(event instanceof CustomEvent)) {
        troubles.push(`error: <${/** @type {Element} */ (event.target).localName}> could not be loaded`);
      }
    },
    true,
  );
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
