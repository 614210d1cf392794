/** A visitor's sentence in the words that the models know. */

/**
 * The words of a text, lower-case, punctuation apart; where nothing stands between words, as in Chinese, the longest that are
 * known. A full stop ends it where the models know one.
 */
export function wordsOf(text: string, known: readonly string[]): { words: string[] } | { unknown: string } {
  const all = new Map(known.map((word) => [word.toLowerCase(), word]));
  const longest = Math.max(0, ...known.map((word) => word.length));
  const words: string[] = [];
  for (const chunk of text.trim().toLowerCase().split(/\s+/).filter((each) => each !== '')) {
    let rest = chunk;
    while (rest !== '') {
      const found = beginning(rest, all, longest);
      if (found === null) return { unknown: chunk };
      words.push(all.get(found)!);
      rest = rest.slice(found.length);
    }
  }
  const stop = ['.', '。'].find((each) => all.has(each));
  if (stop !== undefined && words.length > 0 && words.at(-1) !== stop) words.push(stop);
  return { words };
}

/** The longest known word that `text` begins with; a word of letters does not end within another. */
function beginning(text: string, known: ReadonlyMap<string, string>, longest: number): string | null {
  for (let length = Math.min(text.length, longest); length > 0; length--) {
    const word = text.slice(0, length);
    if (known.has(word) && !(/\p{Script=Latin}$/u.test(word) && /^\p{Script=Latin}/u.test(text.slice(length)))) return word;
  }
  return null;
}
