/**
 * The part of the URL after `#`: the experiment's keys, then what is looked at, at which update, and what was changed on
 * the way there. A link gives the same run.
 */

import type { Change } from '../engine/changes';
import type { Experiment } from '../generated/types';
import { engine } from '../generated/version';
import { findParameter, PARAMETERS, type WordParameter } from './parameters';
import { changedKeys, format, parse } from './validate';
import { parseOf } from './view';
import { formatChanges, parseChanges } from './changes-text';

/** The keys that are no parameters of the experiment. */
export interface ViewKeys {
  /** The update on view: training goes there and pauses. */
  update?: number | undefined;
  /** The update at which playing stops. */
  stop?: number | undefined;
  t?: number | undefined;
  unit?: number | undefined;
  layer?: number | undefined;
  cell?: string | undefined;
  scale?: string | undefined;
  /** What the gradient of the chart is with respect to: memory, hidden, states, input; `cell`, a former word for memory. */
  quantity?: string | undefined;
  /** Whose loss is followed: `all`, or a step. */
  of?: string | undefined;
  analysis?: string | undefined;
  /** The scene whose card stands beside the chart. */
  scene?: string | undefined;
  /** Where a file of weights lies, on the page's own origin. */
  model?: string | undefined;
  panels?: string | undefined;
  lang?: string | undefined;
  theme?: string | undefined;
  hide?: string | undefined;
  /** The number of the engine that the link was made with; absent from a link that names no run. */
  engine?: string | undefined;
}

export interface Address {
  /** The experiment's keys as given, not validated yet: those at update 0. */
  given: Record<string, unknown>;
  /** What is changed while the run goes on. */
  changes: readonly Change[];
  view: ViewKeys;
  /** Keys that no one knows, and values that say nothing; they stay in the address. */
  unknown: [string, string][];
}

const NUMBERS = ['t', 'unit', 'layer'] as const;
const WORDS = ['scene', 'model', 'panels', 'lang', 'theme', 'hide', 'engine'] as const;
/** Words of which there are only these. */
const CHOICES = {
  cell: (findParameter('cells') as WordParameter).choices,
  scale: ['relative', 'absolute'],
  quantity: ['memory', 'hidden', 'states', 'cell', 'input'],
  analysis: ['open'],
} as const;
const CHOICE_KEYS = ['cell', 'scale', 'quantity', 'analysis'] as const;

export function readAddress(hash: string): Address {
  const address: Address = { given: {}, changes: [], view: {}, unknown: [] };
  for (const [key, text] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (!read(address, key, text)) address.unknown.push([key, text]);
  }
  // Links of the first engine carry no number.
  if (namesRun(Object.keys(address.given).length, address)) address.view.engine ??= '1';
  return address;
}

/** Whether a link speaks of a certain run, with numbers of its own, and not of whatever the page shows by itself. */
function namesRun(parameters: number, { changes, view }: Pick<Address, 'changes' | 'view'>): boolean {
  return parameters > 0 || changes.length > 0 || view.update !== undefined;
}

/** Returns whether the key is known and its value says something. */
function read(address: Address, key: string, text: string): boolean {
  const { view } = address;
  if (findParameter(key) !== undefined) {
    address.given[key] = parse(key, text);
    return true;
  }
  const word = WORDS.find((name) => name === key);
  const number = NUMBERS.find((name) => name === key);
  const choice = CHOICE_KEYS.find((name) => name === key);
  if (word !== undefined) view[word] = text;
  else if (number !== undefined && /^[1-9]\d{0,3}$/.test(text)) view[number] = Number(text);
  else if (key === 'update' && /^\d{1,7}$/.test(text)) view.update = Number(text);
  else if (key === 'stop' && /^\d{1,7}$/.test(text)) view.stop = Number(text);
  else if (choice !== undefined && (CHOICES[choice] as readonly string[]).includes(text)) view[choice] = text;
  else if (key === 'of' && parseOf(text) !== undefined) view.of = text.trim();
  else if (key === 'changes') {
    const changes = parseChanges(text);
    if (changes === null) return false;
    address.changes = changes;
  } else return false;
  return true;
}

/** The hash of a run and a view: what is as by default is left out, what is unknown is kept. */
export function writeAddress(experiment: Experiment, changes: readonly Change[], view: ViewKeys, unknown: readonly [string, string][]): string {
  const entries: [string, string][] = [...changedKeys(experiment)];
  if (changes.length > 0) entries.push(['changes', formatChanges(changes)]);
  const { engine: given, ...looks } = view;
  // A link of another engine keeps its number, so that it goes on saying so.
  const number = given ?? (namesRun(entries.length, { changes, view }) ? String(engine) : '1');
  if (number !== '1') entries.push(['engine', number]);
  for (const key of ['update', 'stop', ...NUMBERS, ...CHOICE_KEYS, 'of', ...WORDS] as const) {
    const value = (looks as ViewKeys)[key];
    if (value !== undefined) entries.push([key, String(value)]);
  }
  entries.push(...unknown);
  const text = entries.map(([key, value]) => `${encodeURIComponent(key)}=${readable(value)}`).join('&');
  return text === '' ? '' : `#${text}`;
}

/** The keys of a link to an experiment alone, with the number of this engine; none for the scene of the bare page. */
export function experimentKeys(experiment: Experiment): [string, string][] {
  const entries: [string, string][] = [...changedKeys(experiment)];
  return entries.length === 0 || engine === 1 ? entries : [...entries, ['engine', String(engine)]];
}

/** These are legal in a fragment, and lists read better with them. */
function readable(value: string): string {
  return encodeURIComponent(value).replaceAll(/%(2C|3A|3B|3D|40)/g, (code) => decodeURIComponent(code));
}

/** What decides every number of a run. */
export function identity(experiment: Experiment, changes: readonly Change[]): string {
  return `${PARAMETERS.map(({ key }) => format(experiment[key])).join('&')} ${formatChanges(changes)}`;
}
