/**
 * A run as one file, from which it goes on with the same bits: a safetensors file with a snapshot of every lane (weights,
 * optimiser state, generator), what decides the run and what was recorded of it.
 */

import type { LeftRun } from '../element/past';
import type { VanishingPointElement } from '../element/vanishing-point';
import type { Change } from '../engine/changes';
import { LARGEST, makeSafetensors, readTensors, type Raw, type Written } from '../engine/safetensors';
import { engine } from '../generated/version';
import type { CellKind, Experiment } from '../generated/types';
import type { Messages } from '../i18n';
import { formatChanges, parseChanges } from '../store/changes-text';
import { isObject, validate } from '../store/validate';
import type { View } from '../store/view';
import type { Kept } from '../views/history';

const FORMAT = 'vanishing-point run 1';

/** Why a file cannot be gone on with. */
export type RunFault =
  | { kind: 'tooLarge'; bytes: number }
  | { kind: 'notOne' }
  /** It was changed after it was saved, or is not all there. */
  | { kind: 'damaged' }
  /** Another engine's numbers are others. */
  | { kind: 'engine'; given: string; own: number };

/** A file cannot be gone on with. */
export class SessionError extends Error {
  override name = 'SessionError';
  readonly fault: RunFault;

  constructor(fault: RunFault) {
    super(`The file cannot be opened: ${fault.kind}.`);
    this.fault = fault;
  }
}

/** What is in the metadata beside the tensors. */
interface Description {
  origin: Experiment;
  changes: readonly Change[];
  text: string | null;
  view: View;
  update: number;
  history: Kept['numbers'];
  records: Kept['numbers'];
}

/** @param link the address of the run, for whoever opens the file with another program. */
export async function writeSession({ leftOff, history, records, ...run }: LeftRun, link: string): Promise<Uint8Array<ArrayBuffer>> {
  const tensors: Written[] = [
    ...[...leftOff.lanes].map(([cell, bytes]): Written => ({ name: `lane.${cell}`, dtype: 'U8', shape: [bytes.length], bytes })),
    ...arraysOf('history', history),
    ...arraysOf('records', records),
  ];
  const description: Description = { ...run, update: leftOff.update, history: history.numbers, records: records.numbers };
  const text = JSON.stringify(description);
  const sha256 = await digest(text, tensors);
  return makeSafetensors(tensors, { format: FORMAT, engine: String(engine), link, run: text, ...(sha256 === null ? {} : { sha256 }) });
}

/** @throws SessionError when the bytes are no file of this engine, or not all of it. */
export async function readSession(bytes: Uint8Array): Promise<LeftRun> {
  const { metadata, tensors } = parsed(bytes);
  if (!(metadata.format ?? '').startsWith('vanishing-point run')) throw new SessionError({ kind: 'notOne' });
  if (metadata.format !== FORMAT || metadata.engine !== String(engine)) throw new SessionError({ kind: 'engine', given: metadata.engine ?? '?', own: engine });
  const text = metadata.run ?? '';
  const sha256 = await digest(text, tensors);
  if (sha256 !== null && (metadata.sha256 ?? sha256) !== sha256) throw new SessionError({ kind: 'damaged' });
  try {
    const { update, history, records, ...run } = JSON.parse(text) as Description;
    const { experiment, problems } = validate(run.origin);
    const lanes = new Map(experiment.cells.map((cell) => [cell, tensors.find(({ name }) => name === `lane.${cell}`)!.bytes] as [CellKind, Uint8Array]));
    const { changes, text: own, view } = run;
    const isSound = problems.length === 0 && Number.isSafeInteger(update) && update >= 0 && (changes.length === 0 || parseChanges(formatChanges(changes)) !== null)
      && (own === null || typeof own === 'string') && [view, history, records].every(isObject);
    if (!isSound) throw new SessionError({ kind: 'damaged' });
    return { ...run, origin: experiment, leftOff: { update, lanes }, history: keptOf('history', history, tensors), records: keptOf('records', records, tensors) };
  } catch {
    // Its digest is right, but what it says is no run: nothing that this page has written.
    throw new SessionError({ kind: 'damaged' });
  }
}

/** Whether a file is a saved run, of whatever engine, rather than weights or anything else. */
export async function isSession(file: Blob): Promise<boolean> {
  try {
    return (readTensors(new Uint8Array(await file.arrayBuffer())).metadata.format ?? '').startsWith('vanishing-point run');
  } catch {
    return false;
  }
}

/** Goes on with the run of a file. Returns why it cannot, and the run on view then stays as it is; null when it does. */
export async function openSession(stage: VanishingPointElement, file: Blob, words: Messages): Promise<string | null> {
  try {
    if (file.size > LARGEST) throw new SessionError({ kind: 'tooLarge', bytes: file.size });
    await stage.past.goOnWith(await readSession(new Uint8Array(await file.arrayBuffer())));
    return null;
  } catch (failure) {
    if (failure instanceof SessionError) return sentence(failure.fault, words.share);
    throw failure;
  }
}

function sentence(fault: RunFault, texts: Messages['share']): string {
  switch (fault.kind) {
    case 'tooLarge':
      return texts.runTooLarge(String(Math.ceil(fault.bytes / 2 ** 20)));
    case 'notOne':
      return texts.runNotOne;
    case 'damaged':
      return texts.runDamaged;
    case 'engine':
      return texts.runOtherEngine(fault.given, String(fault.own));
  }
}

function parsed(bytes: Uint8Array): { metadata: Record<string, string>; tensors: Raw[] } {
  try {
    return readTensors(bytes);
  } catch {
    throw new SessionError({ kind: 'notOne' });
  }
}

const arraysOf = (part: string, { arrays }: Kept): Written[] =>
  [...arrays].map(([name, array]) => ({
    name: `${part}.${name}`, dtype: array instanceof Float32Array ? 'F32' : 'F64', shape: [array.length], bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
  }));

function keptOf(part: string, numbers: Kept['numbers'], tensors: readonly Raw[]): Kept {
  const arrays = new Map<string, Float32Array | Float64Array>();
  for (const { name, dtype, bytes } of tensors) {
    if (!name.startsWith(`${part}.`)) continue;
    // Copied, because the numbers need not begin at a multiple of their size.
    const { buffer } = bytes.slice();
    arrays.set(name.slice(part.length + 1), dtype === 'F64' ? new Float64Array(buffer) : new Float32Array(buffer));
  }
  return { numbers, arrays };
}

/** SHA-256 of the description and of every tensor with its name, in hexadecimal digits; null where a page without HTTPS must not compute it. */
async function digest(text: string, tensors: readonly Pick<Raw, 'name' | 'dtype' | 'bytes'>[]): Promise<string | null> {
  if (!('subtle' in crypto)) return null;
  const encoder = new TextEncoder();
  const parts = [encoder.encode(text), ...tensors.flatMap(({ name, dtype, bytes }) => [encoder.encode(`\n${name} ${dtype} ${bytes.length}\n`), bytes])];
  const all = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', all))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
