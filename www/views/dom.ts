/** A few lines that make building DOM readable; nothing here writes HTML strings, so no text can become markup. */

type Attributes = Record<string, string | number | boolean | null | undefined>;

/** An element with attributes (`true` writes an empty one, `false`, `null` and `undefined` none) and children. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  assign(element, attributes);
  element.append(...children);
  return element;
}

/** Sets attributes as `h` does. */
export function assign(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/**
 * Text with the little markup that labels need: `*x*` is set in italics as mathematics, `~t~` is a subscript.
 * So that the translations can place variables where their grammar wants them.
 */
export function rich(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of text.split(/(\*[^*]+\*|~[^~]+~)/)) {
    if (part.startsWith('*') && part.length > 1) fragment.append(h('i', { class: 'math', translate: 'no' }, part.slice(1, -1)));
    else if (part.startsWith('~') && part.length > 1) fragment.append(h('sub', { translate: 'no' }, part.slice(1, -1)));
    else if (part !== '') fragment.append(part);
  }
  return fragment;
}

/** A name, a symbol or a number, which no translator may change. */
export function verbatim(text: string): HTMLElement {
  return h('span', { translate: 'no' }, text);
}

/** The same text without its markup, for labels that only a screen reader or a tooltip shows. */
export function plain(text: string): string {
  return text.replaceAll(/[*~]/g, '');
}

/** Writes a text only when it differs: unchanged text costs no layout. */
export function write(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Pixels of the window to a CSS pixel of an element: slides and other pages scale what is on them. */
export function scaleOn(element: Element): number {
  const own = element instanceof HTMLElement ? element.offsetWidth : 0;
  const shown = element.getBoundingClientRect().width;
  return own > 0 && shown > 0 ? shown / own : 1;
}
