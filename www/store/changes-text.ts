/**
 * What was changed in a run, as a link tells it: `104:rate=0.02;clip=none,150:radius=1.2@lstm` changes rate and clipping at
 * update 104, and at update 150 rescales the recurrent weights of the LSTM to the spectral radius 1.2.
 */

import { LIVE_KEYS, type Change, type LiveParameters } from '../engine/changes';
import type { CellKind } from '../generated/types';
import { parameter, type WordParameter } from './parameters';
import { format, parse, validate } from './validate';

export function formatChanges(changes: readonly Change[]): string {
  return changes.map((change) => `${change.update}:${formatOne(change)}`).join(',');
}

function formatOne(change: Change): string {
  if (change.kind === 'rescale') return `radius=${change.radius}${change.cell === null ? '' : `@${change.cell}`}`;
  const { parameters } = change;
  return LIVE_KEYS.filter((key) => parameters[key] !== undefined)
    .map((key) => `${key}=${format(parameters[key] ?? null)}`)
    .join(';');
}

/** The changes that a text tells of; null if any of it makes no sense, for a run that lacks a change is another run. */
export function parseChanges(text: string): Change[] | null {
  const changes: Change[] = [];
  // Commas stand within a value, too; only a change begins with its update.
  for (const part of text.split(/,(?=\s*\d+:)/)) {
    const [, at, what] = /^(\d{1,7}):(.+)$/.exec(part.trim()) ?? [];
    const change = at === undefined || what === undefined ? null : parseOne(Number(at), what);
    if (change === null) return null;
    changes.push(change);
  }
  return changes.sort((a, b) => a.update - b.update);
}

function parseOne(update: number, text: string): Change | null {
  const [, radius, , lane] = /^radius=([^@;]+)(@(\w+))?$/.exec(text) ?? [];
  if (radius !== undefined) {
    const cells = (parameter('cells') as WordParameter).choices as CellKind[];
    const cell = cells.find((each) => each === lane) ?? null;
    const value = parse('radius', radius);
    if (typeof value !== 'number' || validate({ radius: value }).problems.length > 0 || (lane !== undefined && cell === null)) return null;
    return { update, kind: 'rescale', radius: value, cell };
  }
  const given: Record<string, unknown> = {};
  for (const assignment of text.split(';')) {
    const [key = '', value] = assignment.split('=');
    if (!(LIVE_KEYS as readonly string[]).includes(key) || value === undefined) return null;
    given[key] = parse(key, value);
  }
  // No sequence is longer than the longest that is allowed, whichever this run has.
  const { experiment, problems } = validate({ length: 1024, ...given });
  if (problems.length > 0) return null;
  const parameters = Object.fromEntries(Object.keys(given).map((key) => [key, experiment[key as keyof LiveParameters]]));
  return { update, kind: 'set', parameters };
}
