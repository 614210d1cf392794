/** Says by `error` events what attributes and scripts gave that cannot be had. The sentences load with the first complaint. */

import type { Language } from '../i18n/languages';
import { loadMessages as loadAll, type Messages } from '../i18n';
import { emit } from './emit';
import type * as Explaining from './explain';
import type { Problem } from './validate';
import { unknownWords } from './words';

export class Complaints {
  readonly #host: Element;
  readonly #language: () => Language;

  constructor(host: Element, language: () => Language) {
    this.#host = host;
    this.#language = language;
  }

  /** A parameter that cannot be had as it was given. */
  problem(problem: Problem): void {
    this.#complain(problem.key, ({ explain }, words) => explain(problem, words));
  }

  /** An attribute of words: which of them mean nothing. */
  words(name: string): void {
    const unknown = unknownWords(this.#host, name);
    if (unknown !== null) this.#complain(name, ({ explainWords }, words) => explainWords(name, unknown, words));
  }

  #complain(key: string, sentence: (explaining: typeof Explaining, words: Messages) => string): void {
    Promise.all([import('./explain'), loadAll(this.#language())]).then(
      ([explaining, words]) => emit(this.#host, 'error', { message: sentence(explaining, words), key }),
      () => {
        // Without a network there are no sentences, and the default stands in all the same.
      },
    );
  }
}
