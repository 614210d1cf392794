/**
 * Constructed style sheets: no policy has to allow inline styles, and all elements of a page share them. They are made
 * when they are first used, for a server that renders a page has none.
 */
export function lazySheets(...texts: string[]): () => CSSStyleSheet[] {
  let sheets: CSSStyleSheet[] | null = null;
  return () => (sheets ??= texts.map((text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  }));
}
