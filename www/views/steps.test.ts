import { expect, test } from 'vitest';
import type { RunDescription } from '../generated/types';
import { answerText, diagramInput, inputText, targetText } from './steps';

const run = (over: Partial<RunDescription>): RunDescription => ({
  input: { type: 'symbols' }, answer: { type: 'classes' }, inputLabels: null, outputLabels: null, outputs: 2, loss: 'crossEntropy',
  probe: { symbols: null, values: null, targets: [], marks: [] }, ...over,
} as unknown as RunDescription);
const probe = (values: number[][]) => ({ symbols: null, values, targets: [], marks: [] });

const words = { percentSign: '%', classes: {} };

test('several channels are named, with units and signs', () => {
  const channels = ['c1', 'c2', 'c3'].map((name) => ({ name, unit: name === 'c2' ? 'kHz' : null, offset: 0, scale: 1 }));
  const speech = run({ input: { type: 'channels', channels }, probe: probe([[1.8609, -0.2074, 0]]) });
  expect(inputText(speech, 0)).toBe('c1 1.86, c2 −0.21\u00a0kHz, c3 0.00');
  expect(diagramInput(speech, 0)).toBe('3 ×');
});

test('an image is told by its lit pixels, row and column', () => {
  const video = run({ input: { type: 'image', width: 2, height: 2 }, probe: probe([[0, 1, 0.2, 0.9], [0, 0, 0, 0]]) });
  expect(inputText(video, 0)).toBe('(1, 2) (2, 2)');
  expect(inputText(video, 1)).toBe('0 / 4');
});

test('an answer is the most probable class with its share, or a number with its unit', () => {
  const judged = run({ outputLabels: ['negative', 'positive'] });
  expect(answerText(judged, new Float32Array([0.5, 0.5, 0.2, 0.8]), 1, words)).toBe('positive (80%)');
  const series = run({ answer: { type: 'values', channels: [{ name: 'CO₂', unit: 'ppm', offset: 0, scale: 1 }] }, loss: 'squaredError', outputs: 1 });
  expect(answerText(series, new Float32Array([315.25]), 0, words)).toBe('315.25\u00a0ppm');
  expect(targetText(series, [-1], words)).toBe('−1.00\u00a0ppm');
});
