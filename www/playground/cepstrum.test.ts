import { expect, test } from 'vitest';
import reference from '../../tests/fixtures/lpc_cepstrum.json';
import { cepstrum, FRAME, MOST, RATE, SHIFT, utterance } from './cepstrum';

/** The sound of tests/fixtures/lpc_cepstrum.py. */
function sound(length: number): Float64Array {
  let state = 1;
  return Float64Array.from({ length }, (_, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const voice = ([[120, 0.2], [600, 0.5], [1700, 0.3], [2600, 0.1]] as const).map(([f, a]) => a * Math.sin((2 * Math.PI * f * index) / RATE + f));
    return voice.reduce((a, b) => a + b) + 0.05 * (state / 2 ** 32 - 0.5);
  });
}

test('cepstra are those of the reference in Python, which finds them another way', () => {
  const samples = sound(1024);
  expect(reference.cepstra).toHaveLength(13);
  reference.cepstra.forEach((wanted, frame) => {
    const found = cepstrum(samples, frame * SHIFT);
    expect(found).toHaveLength(12);
    wanted.forEach((each, index) => expect(found[index]).toBeCloseTo(each, 7));
  });
});

test('of a recording the loudest part is taken, no longer than an utterance of the set', () => {
  const quiet = Float32Array.from({ length: 10_000 }, (_, index) => 1e-4 * Math.sin(index));
  const long = Float32Array.from(sound(10_000));
  expect(utterance(long)).toHaveLength(MOST);
  const brief = quiet.slice();
  brief.set(Float32Array.from(sound(900)), 4000);
  const found = utterance(brief);
  expect(found.length).toBeGreaterThan(900 / SHIFT);
  expect(found.length).toBeLessThan((900 + 2 * FRAME) / SHIFT);
  expect(utterance(quiet)).toBe('silent');
  expect(utterance(new Float32Array(10_000))).toBe('silent');
  expect(utterance(long.subarray(0, 500))).toBe('short');
  expect((utterance(long) as number[][]).flat().every(Number.isFinite)).toBe(true);
});
