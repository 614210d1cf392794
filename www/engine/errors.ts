import type { Allowed, Error as CoreError, ErrorKind } from '../generated/types';

/** A failure that the core explains: the message is one sentence, the fields let a page say it in another language. */
export class VanishingError extends Error implements CoreError {
  override readonly name = 'VanishingError';
  readonly kind: ErrorKind;
  /** The experiment key, weight name or request field at fault, where there is one. */
  readonly key: string | null;
  /** What was given. */
  readonly given: string;
  /** What is allowed in its place. */
  readonly allowed: Allowed;

  constructor(error: CoreError) {
    super(error.message);
    this.kind = error.kind;
    this.key = error.key;
    this.given = error.given;
    this.allowed = error.allowed;
  }
}

/** A lane that cannot go on: its worker stopped again and again at the same place. */
export class LaneError extends Error {
  override readonly name = 'LaneError';
}

/** The engine was disposed while something was still under way. */
export class DisposedError extends Error {
  override readonly name = 'DisposedError';

  constructor() {
    super('The engine has been disposed.');
  }
}
