/** A constructed style sheet: no policy has to allow inline styles, and all elements of a page share it. */
export function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
