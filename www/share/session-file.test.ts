import { expect, test } from 'vitest';

import type { LeftRun } from '../element/past';
import { engine } from '../generated/version';
import { defaults } from '../store/parameters';
import { LARGEST } from '../engine/safetensors';
import type { SessionError} from './session-file';
import { openSession, readSession, writeSession } from './session-file';
import { messages, loadMessages } from '../i18n';

const run: LeftRun = {
  origin: { ...defaults(), cells: ['rnn', 'lstm'], seed: 5 },
  changes: [{ update: 3, kind: 'set', parameters: { rate: 0.01 } }, { update: 7, kind: 'rescale', radius: 0.5, cell: null }],
  text: '静夜思\n“quoted”',
  view: { t: 13, unit: null, cell: 'lstm', layer: null, scale: 'relative', quantity: 'memory', of: null },
  leftOff: { update: 42, lanes: new Map([['rnn', Uint8Array.of(1, 2, 3)], ['lstm', Uint8Array.of(255, 0)]]) },
  history: { numbers: { range: 64, latest: 42, 'rnn.divergedAt': null }, arrays: new Map([['rnn.loss', Float32Array.of(1, NaN, -Infinity)]]) },
  records: { numbers: { apart: 1 }, arrays: new Map<string, Float32Array | Float64Array>([['updates', Float64Array.of(0, 42)], ['rnn', new Float32Array(14)]]) },
};
const fault = (bytes: Uint8Array) => readSession(bytes).then(() => null, (error: unknown) => (error as SessionError).fault);

test('a run that is written and read is the same run, bit for bit', async () => {
  expect(await readSession(await writeSession(run, 'https://example.org/#seed=5'))).toEqual(run);
});

test('whatever byte of a file is changed, it is refused, and never thrown at', async () => {
  const file = await writeSession(run, '');
  for (let at = 0; at < file.length; at += 3) {
    const damaged = file.slice();
    damaged[at]! ^= 1;
    const told = await fault(damaged);
    // Blanks between the header and the numbers carry nothing, nor does the link.
    if (told === null) expect(await readSession(damaged)).toEqual(run);
    else expect(['damaged', 'notOne', 'engine']).toContain(told.kind);
  }
});

test('a file that is cut off anywhere, another file and one of another engine are told apart', async () => {
  const file = await writeSession(run, '');
  for (let length = 0; length < file.length; length += 7) expect(await fault(file.slice(0, length))).not.toBeNull();
  expect(await fault(new TextEncoder().encode('no safetensors at all'))).toEqual({ kind: 'notOne' });
  expect(await fault(new Uint8Array(16))).toEqual({ kind: 'notOne' });
  const other = new TextDecoder('latin1').decode(file).replace(`"engine":"${engine}"`, '"engine":"1"');
  expect(await fault(Uint8Array.from(other, (character) => character.charCodeAt(0)))).toEqual({ kind: 'engine', given: '1', own: engine });
});

test('a file too large is refused unread, in a sentence', async () => {
  await loadMessages('en');
  const stage = { past: { goOnWith: () => Promise.reject(new Error('It must not come to this.')) } } as unknown as HTMLElementTagNameMap['vanishing-point'];
  const sentence = await openSession(stage, { size: LARGEST + 1 } as Blob, messages('en')!);
  expect(sentence).toContain('65 MB; a saved run has at most 64 MB');
});
