/** The data sets that ship with tasks: fetched when they are chosen, kept for the next run. */

import type { Experiment } from '../generated/types';
import { LoadError } from './errors';
import { absolute, fetchFile, isHtml, readBytes } from './fetch';
import { dataSource } from './files';
import { dataFileOf } from './tasks';

const fetched = new Map<string, Promise<Uint8Array>>();

/** The data set that an experiment chooses; null for a task by rule. */
export async function dataFor(experiment: Experiment): Promise<Uint8Array | null> {
  const file = dataFileOf(experiment);
  return file === null ? null : fetchData(file);
}

/**
 * The bytes of a data set, fetched once; after a failure it may be tried again.
 *
 * @throws LoadError when the file cannot be had.
 */
export function fetchData(name: string): Promise<Uint8Array> {
  let bytes = fetched.get(name);
  if (bytes === undefined) {
    bytes = fetchBytes(name);
    fetched.set(name, bytes);
    bytes.catch(() => fetched.delete(name));
  }
  return bytes;
}

async function fetchBytes(name: string): Promise<Uint8Array> {
  const source = await dataSource(name);
  if (source instanceof Uint8Array) return source;
  const response = await fetchFile('data', source);
  if (isHtml(response)) throw new LoadError({ kind: 'html', file: 'data', address: absolute(source) });
  return readBytes('data', source, response);
}
