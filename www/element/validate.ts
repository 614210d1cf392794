/**
 * From what someone wrote to an experiment that the core accepts, as `Experiment::lenient` does it in Rust: the
 * default stands in for what is not allowed, a number out of range is clamped, and each of these is reported.
 */

import type { ErrorKind, Experiment } from '../generated/types';
import { defaults, findParameter, PARAMETERS, type NumberParameter, type Parameter, type Value } from './parameters';

export interface Problem {
  kind: ErrorKind;
  key: string;
  /** What was given, as the user wrote it. */
  given: string;
  /** The parameter that says what is allowed; null for an unknown key, and for what is no object of keys at all. */
  parameter: Parameter | null;
  /** Where the table's range is not the limit: the largest number allowed. */
  limit: number | null;
  /** What is in force in its place. */
  used: Value | undefined;
}

export interface Validated {
  experiment: Experiment;
  problems: Problem[];
}

/** Reads an object with the experiment's keys. */
export function validate(given: unknown): Validated {
  const values = defaults() as unknown as Record<string, Value>;
  const problems: Problem[] = [];
  if (!isObject(given)) {
    const problem: Problem = { kind: 'wrongValue', key: 'experiment', given: show(given), parameter: null, limit: null, used: undefined };
    return { experiment: defaults(), problems: [problem] };
  }
  let shortestGiven = false;
  for (const [key, raw] of Object.entries(given)) {
    const parameter = findParameter(key);
    if (parameter === undefined) {
      problems.push({ kind: 'unknownKey', key, given: key, parameter: null, limit: null, used: undefined });
      continue;
    }
    const { value, kind } = check(parameter, raw);
    values[key] = value;
    if (kind !== null) problems.push({ kind, key, given: show(raw), parameter, limit: null, used: value });
    else if (key === 'shortest') shortestGiven = true;
  }
  const experiment = values as unknown as Experiment;
  if (experiment.shortest > experiment.length) {
    if (shortestGiven) {
      const parameter = findParameter('shortest') ?? null;
      const given = show(experiment.shortest);
      problems.push({ kind: 'outOfRange', key: 'shortest', given, parameter, limit: experiment.length, used: experiment.length });
    }
    experiment.shortest = experiment.length;
  }
  return { experiment, problems };
}

function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
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
    case 'integer':
    case 'number': {
      if (typeof raw !== 'number') return fallback('wrongValue');
      if (!Number.isFinite(raw)) return fallback('notFinite');
      const nearest = outOfRange(parameter, raw);
      if (nearest !== null) return fallback('outOfRange', nearest);
      return parameter.kind === 'number' || Number.isInteger(raw) ? accepted(raw) : fallback('wrongValue');
    }
  }
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
export function parse(key: string, text: string): unknown {
  const parameter = findParameter(key);
  const trimmed = text.trim();
  if (parameter === undefined) return text;
  if (parameter.nullable && trimmed.toLowerCase() === 'none') return null;
  switch (parameter.kind) {
    case 'choice':
      return trimmed;
    case 'list':
      return trimmed.split(/[\s,]+/).filter((word) => word !== '');
    case 'integer':
    case 'number': {
      const number = trimmed === '' ? NaN : Number(trimmed);
      return Number.isNaN(number) && trimmed.toLowerCase() !== 'nan' ? text : number;
    }
  }
}

/** The keys whose value is not the default, as a URL writes them. */
export function changedKeys(experiment: Experiment): [string, string][] {
  const { experiment: standard } = validate({ length: experiment.length });
  return PARAMETERS.filter(({ key }) => format(experiment[key]) !== format(key === 'length' ? defaults()[key] : standard[key])).map(
    ({ key }) => [key, format(experiment[key])],
  );
}
