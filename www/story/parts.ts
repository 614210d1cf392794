/** Sentences in parts, so that a view can colour what belongs to a lane and explain a term where it stands. */

/** A word that explains itself where it stands. */
export type Term = 'error' | 'gate' | 'norm' | 'memory';

export type Part = string | { text: string; lane: number } | { text: string; term: Term };

export type Sentence = readonly Part[];

/** The sentence without marks. */
export function plain(sentence: Sentence): string {
  return sentence.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** Several sentences or clauses one after another, with `between` where two meet. */
export function join(sentences: readonly Sentence[], between: string): Sentence {
  return sentences.filter((each) => each.length > 0).flatMap((each, index) => (index === 0 ? each : [between, ...each]));
}

/** `a`, `b` and `c`: `between` before all but the last, `last` before that one. */
export function list(items: readonly Sentence[], between: string, last: string): Sentence {
  return items.flatMap((item, index) => {
    if (index === 0) return item;
    return [index === items.length - 1 ? last : between, ...item];
  });
}

/** The first letter as a capital. */
export function capitalised(sentence: Sentence): Sentence {
  const [first, ...rest] = sentence;
  if (first === undefined) return sentence;
  const raise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return [typeof first === 'string' ? raise(first) : { ...first, text: raise(first.text) }, ...rest];
}
