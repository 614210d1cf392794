/**
 * Constructed style sheets: no policy has to allow inline styles, and all elements of a document share them. They are made
 * when they are first used, for a server that renders a page has none; and for each document, since none may be shared by
 * two. A document without a window has none: what is in there is not on view.
 */
export function lazySheets(...texts: string[]): (of: Document) => CSSStyleSheet[] {
  const made = new WeakMap<Document, CSSStyleSheet[]>();
  return (of) => {
    const { defaultView } = of;
    if (defaultView === null) return [];
    let sheets = made.get(of);
    if (sheets === undefined) {
      sheets = texts.map((text) => {
        const sheet = new (defaultView).CSSStyleSheet();
        sheet.replaceSync(text);
        return sheet;
      });
      made.set(of, sheets);
    }
    return sheets;
  };
}
