import type { Allowed, Error as CoreError, ErrorKind } from '../generated/types';
import { failuresTexts } from '../i18n/en/failures';
import type { Failure } from '../i18n/failure';

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

/** A file that could not be loaded, or a browser that cannot run it: the message is English, `failure` lets a page say it in another language. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failuresTexts.failures(failure), options);
    this.failure = failure;
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
