/**
 * The visitor's own data for a task: one string, whatever it is, that becomes a data set like those that ship.
 *
 * A text is read as it is. A sentence, a drawing and a voice are shown in place of the sequence that the run draws, and added to the
 * data set that ships, so that training stays the same. A series takes the place of those that ship. A model comes with
 * its sequences as one file, in base64.
 */

import type { Experiment, TaskKind } from '../generated/types';
import { dataFor } from './data';
import { appendTensors, makeSafetensors } from './safetensors';
import { readsText, taskOf } from './tasks';

export type OwnKind = 'text' | 'sentence' | 'drawing' | 'series' | 'voice' | 'model';

/** What a visitor may bring along for a task; null for nothing. */
export function ownKindOf(kind: TaskKind): OwnKind | null {
  const { data, inputs, answers } = taskOf(kind);
  if (data === null) return null;
  if (kind === 'own') return 'model';
  if (readsText(kind)) return 'text';
  if (inputs.type === 'symbols') return 'sentence';
  if (answers.type === 'values') return 'series';
  const first = inputs.type === 'channels' ? inputs.channels[0]?.name : undefined;
  return first === 'pixel' ? 'drawing' : first === 'c1' ? 'voice' : null;
}

/** Whether training does not depend on what is brought along, which is only shown. */
export const isOnlyShown = (kind: OwnKind): boolean => kind === 'sentence' || kind === 'drawing' || kind === 'voice';

/** What is drawn: its class, and shades from 0 to 16, row by row. */
export interface Drawing {
  digit: number;
  shades: readonly number[];
}

/** What is said: twelve coefficients a frame, and the speaker that the answers are held against. */
export interface OwnVoice {
  speaker: number;
  frames: readonly (readonly number[])[];
}

/** Values in their order. */
export interface OwnSeries {
  name: string;
  unit: string;
  values: readonly number[];
  /** How many there were, where only the first are taken. */
  given?: number;
}

/** The bytes of a data set with what the visitor brought along. */
export async function ownData(experiment: Experiment, own: string): Promise<Uint8Array> {
  switch (ownKindOf(experiment.task)) {
    case 'sentence':
      return joined(await shipped(experiment), new TextEncoder().encode(`\nown: ${own.replaceAll(/\s+/g, ' ')}\n`));
    case 'drawing': {
      const { digit, shades } = JSON.parse(own) as Drawing;
      return appendTensors(await shipped(experiment), [
        { name: 'own.images', dtype: 'U8', shape: [1, shades.length], bytes: Uint8Array.from(shades) },
        { name: 'own.classes', dtype: 'U8', shape: [1], bytes: Uint8Array.of(digit) },
      ]);
    }
    case 'voice': {
      const { speaker, frames } = JSON.parse(own) as OwnVoice;
      // As the data set has them.
      const values = Int16Array.from(frames.flat(), (each) => Math.max(-32_768, Math.min(32_767, Math.round(each * 10_000))));
      return appendTensors(await shipped(experiment), [
        { name: 'own.values', dtype: 'I16', shape: [frames.length, values.length / frames.length], bytes: new Uint8Array(values.buffer) },
        { name: 'own.lengths', dtype: 'U8', shape: [1], bytes: Uint8Array.of(frames.length) },
        { name: 'own.classes', dtype: 'U8', shape: [1], bytes: Uint8Array.of(speaker) },
      ]);
    }
    case 'series': {
      const { name, unit, values } = JSON.parse(own) as OwnSeries;
      const { window, heldOut } = divided(values.length);
      return makeSafetensors([{ name: 'values', dtype: 'F64', shape: [values.length], bytes: new Uint8Array(Float64Array.from(values).buffer) }],
        { name, unit, window: String(window), heldOut: String(heldOut) });
    }
    case 'model':
      return bytesOf(own);
    default:
      return new TextEncoder().encode(own);
  }
}

/** Bytes as one string, and back. */
export function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x6000) pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
  return pieces.join('');
}

/** @throws RangeError when the text is none of {@link base64Of}. */
export function bytesOf(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new RangeError('A model is given as its bytes in base64.');
  }
}

/** How long the windows of a series of so many values are, and how many values at its end are held out: a fifth. */
export function divided(count: number): { window: number; heldOut: number } {
  return { window: Math.max(2, Math.min(60, Math.floor(count / 4))), heldOut: Math.max(1, Math.floor(count / 5)) };
}

async function shipped(experiment: Experiment): Promise<Uint8Array> {
  const bytes = await dataFor(experiment);
  if (bytes === null) throw new RangeError(`The task ${experiment.task} has no data.`);
  return bytes;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
