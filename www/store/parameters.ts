/** The one table of parameters, as the core hands it over. Nothing about a parameter is written down a second time. */

import table from '../generated/parameters.json';
import type { CellKind, Experiment, TaskKind } from '../generated/types';

export type ParameterKey = keyof Experiment;
/** What an experiment's keys may hold. */
export type Value = string | number | null | readonly string[];

interface Common {
  key: ParameterKey;
  /** Former names, which links, attributes and JSON may still use. */
  aliases?: readonly string[];
  /** Whether null, "none", is a value too. */
  nullable: boolean;
  default: Value;
  /** Whether a change begins training anew. */
  restart: boolean;
  /** The cells (tasks) it has an effect on; null for all. */
  cells: readonly CellKind[] | null;
  tasks: readonly TaskKind[] | null;
}

export interface WordParameter extends Common {
  kind: 'choice' | 'list';
  choices: readonly string[];
}

export interface NumberParameter extends Common {
  kind: 'integer' | 'number';
  min: number;
  /** Whether `min` itself is not allowed. */
  exclusiveMin?: boolean;
  /** Absent where there is no upper end. */
  max?: number;
  scale: 'linear' | 'log';
  /** The words that it may hold instead of a number. */
  words?: readonly string[];
}

/** Gates, each with a number. */
export interface GatesParameter extends Common {
  kind: 'gates';
  choices: readonly string[];
  min: number;
  max: number;
}

export type Parameter = WordParameter | NumberParameter | GatesParameter;

// The build writes the file from the Rust table, whose own tests fix its shape.
export const PARAMETERS = table as unknown as readonly Parameter[];

/** The parameters of a table by key and by alias. */
export function byName(parameters: readonly Parameter[]): ReadonlyMap<string, Parameter> {
  return new Map(parameters.flatMap((each) => [each.key, ...(each.aliases ?? [])].map((name) => [name, each] as const)));
}

const names = byName(PARAMETERS);

/** The parameter of a key or of one of its aliases. */
export function findParameter(name: string): Parameter | undefined {
  return names.get(name);
}

/** A parameter that is known to be in the table. */
export function parameter(key: ParameterKey): Parameter {
  const found = names.get(key);
  if (found === undefined) throw new RangeError(`The table of parameters has no ${key}.`);
  return found;
}

/** The cells and the tasks there are, in the order of the table. */
export const CELLS = choicesOf('cells') as readonly CellKind[];
export const TASKS = choicesOf('task') as readonly TaskKind[];

function choicesOf(key: ParameterKey): readonly string[] {
  const found = parameter(key);
  return 'choices' in found ? found.choices : [];
}

/** The scene that a visitor sees first. */
export function defaults(): Experiment {
  return Object.fromEntries(PARAMETERS.map((each) => [each.key, copyOf(each.default)])) as unknown as Experiment;
}

/** Lists are copied, so that no one shares the table's own. */
function copyOf(value: Value): Value {
  return value === null || typeof value !== 'object' ? value : [...value];
}

/** `forgetBias` → `forget-bias`. */
export function attributeName(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Whether a parameter has any effect in an experiment. */
export function hasEffect({ cells, tasks }: Parameter, experiment: Experiment): boolean {
  return (cells?.some((cell) => experiment.cells.includes(cell)) ?? true) && (tasks?.includes(experiment.task) ?? true);
}

export function sameValue(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((item, index) => item === b[index]) : a === b;
}

/** The keys in which two experiments differ. */
export function differences(a: Experiment, b: Experiment): ParameterKey[] {
  return PARAMETERS.map(({ key }) => key).filter((key) => !sameValue(a[key], b[key]));
}
