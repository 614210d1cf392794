/** The attributes of `<vanishing-point>`: their names, what they write to the store, and what of them means nothing. */

import { parseUrl } from '../engine/url';
import { browserLanguage, LANGUAGES, parseLanguage } from '../i18n/languages';
import type { Allowed } from '../i18n/refusal';
import { attributeName, PARAMETERS, type Value } from '../store/parameters';
import type { Store } from '../store/store';
import { format, parse, show, wordOf, type Problem } from '../store/validate';
import { CONTROL_WORDS, PANEL_NAMES, parseOf, unknownControls, unknownPanels } from '../store/view';

/** Attributes of the experiment by name: kebab-case, snake case, the lower case that HTML makes of `forgetBias`, and aliases. */
const EXPERIMENT: ReadonlyMap<string, string> = new Map(PARAMETERS.flatMap(({ key, aliases = [] }) =>
  [...aliases, key].flatMap((name) => [name.toLowerCase(), attributeName(name), attributeName(name).replaceAll('-', '_')].map((attribute) => [attribute, key] as const))));

export const WORDS = ['panels', 'controls', 'lang', 'theme', 'caption', 'loading', 'playground', 'of'] as const;
/** Former names of attributes. */
const FORMER: Readonly<Record<string, string>> = { veiled: 'outcome-hidden' };
export const FLAGS = ['autoplay', 'fill', 'present', 'collapsed', 'outcome-hidden'] as const;

export const ATTRIBUTES: readonly string[] = [...EXPERIMENT.keys(), ...WORDS, ...FLAGS, ...Object.keys(FORMER)];

/** As the documentation lists them. */
const DOCUMENTED: readonly string[] = [...PARAMETERS.map(({ key }) => attributeName(key)), ...WORDS, ...FLAGS];

const THEMES = ['light', 'dark', 'auto', 'inherit'];
const LOADING = ['lazy', 'eager'];
/** Words may be written in capitals, and with blanks around them. */
const wordIn = (words: readonly string[], text: string) => wordOf(words, text.trim());

/** Writes an attribute that changed to the store. */
export function writeAttribute(store: Store, given: string, text: string | null): void {
  const name = FORMER[given] ?? given;
  const key = EXPERIMENT.get(name);
  const { options } = store;
  if (key !== undefined) store.attribute(key, text === null || hides(name, text) ? undefined : parse(key, text));
  else if (name === 'theme') options.theme.value = text === null ? null : wordIn(THEMES, text);
  else if (name === 'panels' || name === 'controls' || name === 'playground') options[name].value = text;
  else if (name === 'of') store.view.of.value = (text === null ? null : parseOf(text)) ?? null;
  else if (name === 'caption') options.caption.value = text ?? '';
  else if (name === 'lang') options.language.value = parseLanguage(text) ?? browserLanguage();
  else if (name === 'outcome-hidden') options.outcomeHidden.value = text !== null;
  else if (name === 'autoplay' || name === 'fill' || name === 'present' || name === 'collapsed') options[name].value = text !== null;
}

/** Whether an attribute is HTML's own `hidden`, which hides an element, and not the number of units. */
function hides(name: string, text: string): boolean {
  return name === 'hidden' && ['', 'hidden', 'until-found'].includes(text.toLowerCase());
}

/** What an attribute of words holds that means nothing; null when all is well. */
export function wordsProblem(name: string, text: string | null): Problem | null {
  if (text === null) return null;
  const problem = (given: string, ...words: string[]): Problem | null =>
    given === '' ? null : { kind: 'wrongValue', key: name, given: show(given), allowed: { type: 'words', words, nullable: false } satisfies Allowed };
  switch (name) {
    case 'panels':
      return problem(unknownPanels(text).join(', '), 'all', ...PANEL_NAMES);
    case 'controls':
      return problem(unknownControls(text).join(', '), ...CONTROL_WORDS, ...PARAMETERS.map(({ key }) => key));
    case 'theme':
      return problem(THEMES.includes(wordIn(THEMES, text)) ? '' : text, ...THEMES);
    case 'lang':
      return problem(parseLanguage(text) === null ? text : '', ...LANGUAGES);
    case 'of':
      return parseOf(text) === undefined ? { kind: 'wrongValue', key: name, given: show(text), allowed: { type: 'rule', rule: 'stepWithLoss' } } : null;
    case 'loading':
      return problem(LOADING.includes(wordIn(LOADING, text)) ? '' : text, ...LOADING);
    case 'playground':
      return problem(pageAddress(text) === null ? text : '', 'https://…');
    default:
      return null;
  }
}

/** Attributes that no one knows but that are nearly those of the element: `lenght`, `forget-bais`. Everything else may be the page's own. */
export function misspelt(names: readonly string[]): Problem[] {
  return names.filter((name) => !ATTRIBUTES.includes(name) && !/^(data|aria)-/.test(name) && name.length > 3 && ATTRIBUTES.some((known) => known.length > 3 && isNearly(name, known)))
    .map((name) => ({ kind: 'unknownKey', key: name, given: name, allowed: { type: 'keys', keys: [...DOCUMENTED] } }));
}

/** Whether an element is to load at once, wherever it is. */
export function isEager(element: Element): boolean {
  return wordIn(LOADING, element.getAttribute('loading') ?? '') === 'eager';
}

const GLOBAL = ['title', 'style', 'class', 'slot', 'part', 'role', 'lang', 'nonce', 'inert'];

/** Whether one letter is missing, too many or wrong, or two neighbours are swapped. */
function isNearly(name: string, known: string): boolean {
  if (GLOBAL.includes(name) || Math.abs(name.length - known.length) > 1) return false;
  let start = 0;
  while (start < name.length && name[start] === known[start]) start += 1;
  const rest = (text: string, from: number) => text.slice(from);
  return rest(name, start + 1) === rest(known, start + 1) || rest(name, start + 1) === rest(known, start) || rest(name, start) === rest(known, start + 1)
    || (name[start] === known[start + 1] && name[start + 1] === known[start] && rest(name, start + 2) === rest(known, start + 2));
}

/** The address of a page that can be linked to; null where there is none. */
export function pageAddress(text: string | null): URL | null {
  const address = text === null ? null : parseUrl(text, document.baseURI);
  return address !== null && ['http:', 'https:', 'file:'].includes(address.protocol) ? address : null;
}

// --- Properties ---------------------------------------------------------------

/** The properties that reflect an attribute, by name; what an element has already, as `hidden` and `lang`, stays HTML's own. */
const REFLECTED: ReadonlyMap<string, { attribute: string; flag: boolean }> = new Map<string, { attribute: string; flag: boolean }>([
  ...WORDS.map((name) => [name, { attribute: name, flag: false }] as const),
  ...FLAGS.map((name) => [name.replace('-h', 'H'), { attribute: name, flag: true }] as const),
]);

interface HasStore extends HTMLElement {
  readonly store: Store;
}

/** Gives the class a property for every attribute that collides with nothing that elements have. */
export function defineProperties(prototype: HasStore): void {
  for (const { key, nullable } of PARAMETERS) {
    if (key in prototype) continue;
    define(prototype, key, {
      get(this: HasStore) {
        this.store.flush();
        const value = this.store.experiment.peek()[key] as Value;
        return typeof value === 'object' && value !== null ? [...value] : value;
      },
      set(this: HasStore, value: unknown) {
        // Frameworks take a value back by either of the two.
        if (value === undefined || (value === null && !nullable)) this.removeAttribute(attributeName(key));
        else this.setAttribute(attributeName(key), format(value as Value));
      },
    });
  }
  for (const { key, aliases = [] } of PARAMETERS) for (const name of aliases) defineFormer(prototype, name, key);
  for (const [name, { attribute, flag }] of REFLECTED) {
    if (name in prototype) continue;
    define(prototype, name, {
      get(this: HasStore) {
        return flag ? this.hasAttribute(attribute) : this.getAttribute(attribute);
      },
      set(this: HasStore, value: unknown) {
        if (value === null || value === undefined || value === false) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value === true ? '' : show(value));
      },
    });
  }
}

/**
 * A former name of a parameter that elements have another use for: frameworks set `hidden={16}` and `reset="before"` as
 * properties. What can only mean the parameter is the parameter's, and all else is what it was.
 */
function defineFormer(prototype: HasStore, name: string, key: string): void {
  let owner: object | null = prototype;
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null;
  const other = owner === null ? undefined : Object.getOwnPropertyDescriptor(owner, name);
  const isMethod = typeof other?.value === 'function';
  define(prototype, name, {
    get(this: HasStore): unknown {
      return isMethod ? other.value : other?.get?.call(this);
    },
    set(this: HasStore, value: unknown) {
      if (isMethod ? typeof value === 'string' : /^[1-9]\d*$/.test(String(value))) this.setAttribute(attributeName(key), format(value as Value));
      else if (isMethod) Object.defineProperty(this, name, { value, configurable: true, writable: true });
      else other?.set?.call(this, value);
    },
  });
}

function define(prototype: HasStore, name: string, accessor: PropertyDescriptor): void {
  Object.defineProperty(prototype, name, { ...accessor, configurable: true, enumerable: true });
}

/** Properties that a script set before the element was defined hide those of the class: they are set anew. */
export function upgradeProperties(element: HTMLElement, names: readonly string[]): void {
  const record = element as unknown as Record<string, unknown>;
  for (const name of names) {
    if (!Object.hasOwn(record, name)) continue;
    const value = record[name];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- It is the only way to uncover the accessor.
    delete record[name];
    record[name] = value;
  }
}

/** The names of all properties that attributes have. */
export const PROPERTIES: readonly string[] = [...PARAMETERS.flatMap(({ key, aliases = [] }) => [...aliases, key]), ...REFLECTED.keys()];
