import { expect, test } from 'vitest';

import { carrierOf, laneRecord, type Capabilities, type LaneSource } from './record';

const LSTM: Capabilities = { memory: 'c', states: ['h', 'c'], gates: ['input', 'forget', 'candidate', 'output'], attends: false, keepingGate: 'forget' };
const RNN: Capabilities = { memory: 'h', states: ['h'], gates: [], attends: false, keepingGate: null };

const FRAME: Record<string, number[]> = {
  accuracy: [0.75],
  'log10GradHidden/1': [-3, -2, -1],
  'log10GradCell/1': [-0.5, -0.25, 0],
  log10GradInput: [-Infinity, -4, -3],
  'gates.forget/1': [0.9, 1, 0.98, 1],
};

const source = (spec: Capabilities): LaneSource => ({
  label: 'X', spec, layer: 1, scored: true, divergedAt: null, shows: null,
  read: (name, layer) => FRAME[layer === null ? name : `${name}/${layer}`]!,
});

test('a lane shows what carries its memory, unless something else is chosen', () => {
  expect(laneRecord(source(LSTM), 'memory')).toMatchObject({ of: 'c', log10: [-0.5, -0.25, 0], gated: true, accuracy: 0.75 });
  expect(laneRecord(source(LSTM), 'hidden')).toMatchObject({ of: 'h', log10: [-3, -2, -1] });
  expect(laneRecord(source(RNN), 'memory')).toMatchObject({ of: 'h', gated: false, gate: null });
  expect(laneRecord(source(RNN), 'input')).toMatchObject({ of: 'x', log10: [-Infinity, -4, -3] });
  expect(carrierOf('states', RNN)).toBe('h');
  expect(laneRecord(source(LSTM), 'states')).toMatchObject({ of: '(h, c)' });
  const joined = laneRecord(source(LSTM), 'states').log10;
  expect(joined[0]).toBeCloseTo(Math.log10(Math.hypot(10 ** -3, 10 ** -0.5)), 12);
});

test('the keeping gate is the mean over all steps and units; what is not scored has no accuracy', () => {
  expect(laneRecord(source(LSTM), 'memory').gate).toEqual({ name: 'forget', mean: 0.97 });
  expect(laneRecord({ ...source(RNN), scored: false }, 'memory').accuracy).toBeNull();
});
