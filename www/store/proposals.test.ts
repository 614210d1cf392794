import { describe, expect, test } from 'vitest';
import { languageOf } from '../i18n/languages';
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

  test('proposes data in the language of the visitor, and leaves others that were chosen', () => {
    const own = languageOf('zh').data;
    expect(changeTo('entities', of({}), own)).toMatchObject({ task: 'entities', sentences: 'chinese' });
    expect(changeTo('translate', of({}), own)).toMatchObject({ translation: 'digitsToChinese' });
    expect(changeTo('text', of({}), own)).toMatchObject({ passage: 'chinese' });
    expect(changeTo('sentiment', of({}), own)).not.toHaveProperty('sentences');
    expect(changeTo('text', of({ passage: 'code' }), own)).not.toHaveProperty('passage');
    expect(changeTo('text', of({ task: 'text', passage: 'english' }), own)).not.toHaveProperty('passage');
    expect(changeTo('recall', of({ task: 'entities', sentences: 'chinese' }), own)).toMatchObject({ sentences: 'english' });
    expect(validate(own).problems).toEqual([]);
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
