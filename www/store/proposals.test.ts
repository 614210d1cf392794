import { describe, expect, test } from 'vitest';
import { TASKS } from './parameters';
import { changeTo } from './proposals';
import { validate } from './validate';

const of = (given: Record<string, unknown>) => validate(given).experiment;

describe('choosing a task', () => {
  test('proposes its sizes, and takes them back with the next task', () => {
    const change = changeTo('sentiment', of({}));
    expect(change).toEqual({ task: 'sentiment', units: 32, batch: 32, rate: 0.005 });
    expect(changeTo('recall', of(change))).toEqual({ task: 'recall', units: of({}).units, batch: of({}).batch, rate: of({}).rate });
  });

  test('leaves what was set on purpose', () => {
    expect(changeTo('sentiment', of({ units: 8 }))).not.toHaveProperty('units');
    expect(changeTo('recall', of({ task: 'sentiment', units: 8, batch: 32, rate: 0.005 }))).not.toHaveProperty('units');
  });

  test('again changes nothing else', () => {
    expect(changeTo('recall', of({}))).toEqual({ task: 'recall' });
  });

  test.each(TASKS.map((task) => [task]))('%s: what is proposed is allowed', (task) => {
    expect(validate(changeTo(task, of({}))).problems).toEqual([]);
  });
});
