/**
 * From what someone wrote to an experiment that the core accepts, as `Experiment::lenient` does it in Rust: the
 * default stands in for what is not allowed, a number out of range is clamped, and each of these is reported.
 */

import type { ErrorKind, Experiment } from '../generated/types';
import type { Allowed, Refusal } from '../i18n/refusal';
import { formatHold, readHold } from './hold';
import { defaults, findParameter, PARAMETERS, type GatesParameter, type NumberParameter, type Parameter, type ParameterKey, type Value } from './parameters';

/** What cannot be had as it was given. */
export interface Problem extends Refusal {
  key: string;
  /** What is in force in its place; absent where the key itself means nothing. */
  used?: Value;
}

export interface Validated {
  experiment: Experiment;
  problems: Problem[];
}

/** Reads an object with the experiment's keys or their aliases; of two names of one parameter the later one counts. */
export function validate(given: unknown): Validated {
  const values = defaults() as unknown as Record<string, Value>;
  const problems: Problem[] = [];
  if (!isObject(given)) {
    const problem: Problem = { kind: 'wrongValue', key: 'experiment', given: show(given), allowed: { type: 'rule', rule: 'object' } };
    return { experiment: defaults(), problems: [problem] };
  }
  let shortestGiven = false;
  for (const [name, raw] of Object.entries(canonical(given))) {
    const parameter = findParameter(name);
    if (parameter === undefined) {
      problems.push({ kind: 'unknownKey', key: name, given: name, allowed: { type: 'keys', keys: PARAMETERS.map(({ key }) => key) } });
      continue;
    }
    const { value, kind } = check(parameter, raw);
    values[parameter.key] = value;
    if (kind !== null) problems.push({ kind, key: parameter.key, given: show(raw), allowed: allowedBy(parameter), used: value });
    else if (parameter.key === 'shortest') shortestGiven = true;
  }
  const experiment = values as unknown as Experiment;
  if (experiment.shortest > experiment.length) {
    if (shortestGiven) problems.push(tooLong(experiment));
    experiment.shortest = experiment.length;
  }
  return { experiment, problems };
}

function tooLong({ shortest, length }: Experiment): Problem {
  const allowed = allowedBy(findParameter('shortest')!);
  return { kind: 'outOfRange', key: 'shortest', given: show(shortest), allowed: { ...allowed, max: length } as Allowed, used: length };
}

/** The keys of what was given, each by its own name instead of an alias. */
export function canonical(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [findParameter(name)?.key ?? name, value]));
}

export function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

/** What a parameter may hold. */
export function allowedBy(parameter: Parameter): Allowed {
  switch (parameter.kind) {
    case 'choice':
      return { type: 'words', words: [...parameter.choices], nullable: parameter.nullable };
    case 'list':
      return { type: 'list', words: [...parameter.choices] };
    case 'gates':
      return { type: 'gates', words: [...parameter.choices], min: parameter.min, max: parameter.max, nullable: parameter.nullable };
    case 'integer':
    case 'number': {
      const { min, max = null, exclusiveMin = false, kind, nullable, words } = parameter;
      if (words !== undefined && max !== null) return { type: 'numberOr', min, max, words: [...words], nullable };
      return { type: 'range', min, max, exclusiveMin, integer: kind === 'integer', nullable };
    }
  }
}

/** The value to put in force for `raw`, and the family of what was wrong with it. */
function check(parameter: Parameter, raw: unknown): { value: Value; kind: ErrorKind | null } {
  const fallback = (kind: ErrorKind, value = parameter.default) => ({ value, kind });
  const accepted = (value: Value) => ({ value, kind: null });
  if (raw === null) return parameter.nullable ? accepted(null) : fallback('wrongValue');
  switch (parameter.kind) {
    case 'choice':
      return typeof raw === 'string' && parameter.choices.includes(raw) ? accepted(raw) : fallback('wrongValue');
    case 'list':
      return isListOf(parameter.choices, raw) ? accepted([...raw]) : fallback('wrongValue');
    case 'gates':
      return checkGates(parameter, raw);
    case 'integer':
    case 'number': {
      if (typeof raw === 'string' && parameter.words?.includes(raw) === true) return accepted(raw);
      if (typeof raw !== 'number') return fallback('wrongValue');
      if (!Number.isFinite(raw)) return fallback('notFinite');
      const nearest = outOfRange(parameter, raw);
      if (nearest !== null) return fallback('outOfRange', nearest);
      return parameter.kind === 'number' || Number.isInteger(raw) ? accepted(raw) : fallback('wrongValue');
    }
  }
}

/** Gates in the order of the table, with every value in its range. */
function checkGates({ choices, min, max, default: standard }: GatesParameter, raw: unknown): { value: Value; kind: ErrorKind | null } {
  const held = typeof raw === 'string' ? readHold(raw, choices) : null;
  if (held === null) return { value: standard, kind: 'wrongValue' };
  const inRange = Object.fromEntries(Object.entries(held).map(([gate, value]) => [gate, Math.min(max, Math.max(min, value))]));
  const isInside = Object.entries(held).every(([gate, value]) => inRange[gate] === value);
  return { value: formatHold(inRange, choices), kind: isInside ? null : 'outOfRange' };
}

/** For a number outside the range the nearest one inside, or the default where there is no nearest; else null. */
function outOfRange({ min, max = Infinity, exclusiveMin = false, default: fallback }: NumberParameter, number: number): Value | null {
  if (exclusiveMin) return number <= min ? fallback : number > max ? max : null;
  return number < min ? min : number > max ? max : null;
}

function isListOf(words: readonly string[], raw: unknown): raw is string[] {
  return Array.isArray(raw) && raw.length > 0
    && raw.every((word, index) => typeof word === 'string' && words.includes(word) && raw.indexOf(word) === index);
}

/** A value as a message shows it: a word in quotes would be quoted twice, so words stand bare. */
export function show(raw: unknown): string {
  if (Array.isArray(raw)) return raw.length === 0 ? '[]' : raw.map(show).join(', ');
  if (typeof raw === 'object' && raw !== null) return JSON.stringify(raw);
  const text = String(raw);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A value as it stands in a URL or an attribute: `none`, `40`, `rnn,lstm`. */
export function format(value: Value): string {
  if (value === null) return 'none';
  return typeof value === 'object' ? value.join(',') : String(value);
}

/**
 * Reads the text of a URL key or an attribute; what makes no sense is handed on as text, for `validate` to report.
 * An unknown key's text is handed on as it is.
 */
export function parse(name: string, text: string): unknown {
  const parameter = findParameter(name);
  const trimmed = text.trim();
  if (parameter === undefined) return text;
  if (parameter.nullable && trimmed.toLowerCase() === 'none') return null;
  switch (parameter.kind) {
    case 'choice':
      return wordOf(parameter.choices, trimmed);
    case 'gates':
      return trimmed;
    case 'list':
      return trimmed.split(/[\s,]+/).filter((word) => word !== '').map((word) => wordOf(parameter.choices, word));
    case 'integer':
    case 'number': {
      if (parameter.words?.includes(trimmed.toLowerCase()) === true) return trimmed.toLowerCase();
      const number = trimmed === '' ? NaN : Number(trimmed);
      return Number.isNaN(number) && trimmed.toLowerCase() !== 'nan' ? text : number;
    }
  }
}

/** `LSTM` means `lstm`; what is none of the words stays as it was written. */
export function wordOf(words: readonly string[], text: string): string {
  return words.find((word) => word.toLowerCase() === text.toLowerCase()) ?? text;
}

/** The keys whose value is not the default, as a URL writes them. */
export function changedKeys(experiment: Experiment): [ParameterKey, string][] {
  const { experiment: standard } = validate({ length: experiment.length });
  return PARAMETERS.filter(({ key }) => format(experiment[key]) !== format(key === 'length' ? defaults()[key] : standard[key])).map(
    ({ key }) => [key, format(experiment[key])],
  );
}
