import { expect, test } from 'vitest';
import type { ModuleDescription } from '../generated/types';
import { defaults } from '../store/parameters';
import { experimentFor } from './own-model';

const MODEL: ModuleDescription = { cell: 'gru', place: '', activation: null, inputs: 4, units: 5, layers: 2, biases: true, numbers: 'F32', readout: null, embedding: null, aside: [] };

test('a model begins with its own cell and sizes and with no gate held, whatever was on stage before', () => {
  const before = { ...defaults(), cells: ['lstm' as const], hold: { 'lstm.forget': 1 } as never, resetGate: 'before' as const, activation: 'relu' as const, match: 'parameters' as never, batch: 7 };
  expect(experimentFor(MODEL, before)).toMatchObject({ task: 'own', cells: ['gru'], units: 5, layers: 2, hold: null, resetGate: 'after', activation: 'tanh', match: 'units', batch: 7 });
  expect(experimentFor({ ...MODEL, cell: 'rnn', activation: 'relu' }, before).activation).toBe('relu');
});
