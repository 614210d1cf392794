import { describe, expect, it } from 'vitest';
import { loadMessages } from '../i18n';
import { describeProblem } from '../element/errors';
import { attributeName, defaults } from './parameters';
import vectors from '../../tests/fixtures/experiments.json';
import { changedKeys, parse, validate } from './validate';

const english = await loadMessages('en');

describe('an experiment', () => {
  it('is the default when nothing is given', () => {
    expect(validate({})).toEqual({ experiment: defaults(), problems: [] });
  });

  it('has a default for every value that is not allowed, and says so', () => {
    const { experiment, problems } = validate({ task: 'juggling', hidden: '8', cells: ['rnn', 'rnn'], radius: false, layers: 1.5, seed: null });
    expect(experiment).toEqual(defaults());
    expect(problems.map(({ kind, key }) => `${kind} ${key}`)).toEqual(
      ['task', 'units', 'cells', 'radius', 'layers', 'seed'].map((key) => `wrongValue ${key}`),
    );
  });

  it('clamps numbers, and takes the default where no number is nearest', () => {
    const { experiment, problems } = validate({ length: 99_999, rate: 1e-9, clip: 0, hidden: Infinity });
    expect([experiment.length, experiment.rate, experiment.clip, experiment.units]).toEqual([1024, 1e-6, defaults().clip, defaults().units]);
    expect(problems.map(({ kind }) => kind)).toEqual(['outOfRange', 'outOfRange', 'outOfRange', 'notFinite']);
  });

  it('keeps the shortest length within the length, silently when it was not given', () => {
    expect(validate({ length: 3 })).toMatchObject({ experiment: { shortest: 3 }, problems: [] });
    const given = validate({ length: 10, shortest: 20 });
    expect(given.experiment.shortest).toBe(10);
    expect(describeProblem(given.problems[0]!, english)).toBe('shortest: 20 is out of range; allowed: a whole number from 2 to 10. 10 is used.');
  });

  it('has aliases; of two names of one parameter the later one counts', () => {
    const { experiment, problems } = validate({ hidden: 7, reset: 'before' });
    expect(problems).toEqual([]);
    expect([experiment.units, experiment.resetGate]).toEqual([7, 'before']);
    expect(validate({ units: 9, hidden: 7 }).experiment.units).toBe(7);
    expect(changedKeys(experiment).map(([key]) => key)).toEqual(['units', 'resetGate']);
    expect(validate({ hidden: 1000 }).problems).toMatchObject([{ key: 'units' }]);
  });

  it('has words beside numbers for what a gate’s bias may be, and says so', () => {
    for (const key of ['forgetBias', 'updateBias']) {
      for (const value of ['chrono', null, -5, 2.5]) expect(validate({ [key]: value })).toMatchObject({ experiment: { [key]: value }, problems: [] });
      const [problem] = validate({ [key]: 'open' }).problems;
      expect(describeProblem(problem!, english)).toContain(`${key}: “open” is not possible; allowed: none, chrono, or a number from -5 to 10.`);
      expect(validate({ [key]: 11 })).toMatchObject({ experiment: { [key]: 10 }, problems: [{ kind: 'outOfRange' }] });
    }
  });

  it('names unknown keys', () => {
    expect(validate({ lenght: 3 }).problems).toMatchObject([{ kind: 'unknownKey', key: 'lenght' }]);
  });
});

describe('the vectors that Rust is tested with', () => {
  it.each(vectors.map((vector) => [JSON.stringify(vector.given), vector] as const))('%s', (_, { given, inForce, errors }) => {
    const { experiment, problems } = validate(given);
    expect(experiment).toEqual({ ...defaults(), ...inForce });
    expect(problems.map(({ key, kind }) => ({ key, kind }))).toEqual(errors);
  });
});

describe('the text of a URL key or an attribute', () => {
  it('reads numbers, words, lists and none', () => {
    expect(parse('length', ' 12 ')).toBe(12);
    expect(parse('cells', 'rnn, lstm')).toEqual(['rnn', 'lstm']);
    expect(parse('clip', 'none')).toBeNull();
    expect(parse('forgetBias', '-1.5')).toBe(-1.5);
    expect(parse('forgetBias', ' chrono ')).toBe('chrono');
    expect(parse('updateBias', 'none')).toBeNull();
  });

  it('hands on what makes no sense, to be reported', () => {
    expect(validate({ length: parse('length', 'forty') }).problems).toMatchObject([{ kind: 'wrongValue', given: 'forty' }]);
    expect(validate({ length: parse('length', '') }).problems).toMatchObject([{ kind: 'wrongValue' }]);
    expect(validate({ rate: parse('rate', 'NaN') }).problems).toMatchObject([{ kind: 'notFinite' }]);
    expect(validate({ seed: parse('seed', 'none') }).problems).toMatchObject([{ kind: 'wrongValue' }]);
  });

  it('comes back from a link as it went in', () => {
    const { experiment } = validate({ length: 3, cells: ['gru'], clip: null, radius: 1.5, forgetBias: null, updateBias: 'chrono', seed: 9 });
    const link = changedKeys(experiment);
    expect(link.map(([key]) => key)).toEqual(['cells', 'length', 'radius', 'forgetBias', 'updateBias', 'clip', 'seed']);
    expect(validate(Object.fromEntries(link.map(([key, text]) => [key, parse(key, text)])))).toEqual({ experiment, problems: [] });
  });

  it('has attributes in kebab-case', () => {
    expect(attributeName('forgetBias')).toBe('forget-bias');
    expect(attributeName('length')).toBe('length');
  });
});
