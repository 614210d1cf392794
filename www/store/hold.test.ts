import { expect, test } from 'vitest';

import { formatChanges, parseChanges } from './changes-text';
import { readAddress, writeAddress } from './address';
import { heldIn } from './hold';
import { defaults } from './parameters';
import { validate } from './validate';

const hold = (given: unknown) => {
  const { experiment, problems } = validate({ hold: given });
  return [experiment.hold, problems[0]?.kind ?? null];
};

test('gates are read in any order and written in one, with plain numbers', () => {
  expect(hold('forget:1')).toEqual(['forget:1', null]);
  expect(hold(' forget: 1.0 , input:.5')).toEqual(['input:0.5,forget:1', null]);
  expect(hold(null)).toEqual([null, null]);
  expect(heldIn(validate({ hold: 'input:0.5,forget:1' }).experiment)).toEqual({ input: 0.5, forget: 1 });
  expect(hold('forget:0.0000005')).toEqual(['forget:0.0000005', null]);
  expect(heldIn(defaults())).toEqual({});
});

test('a value out of range is clamped, and what is no gate is refused', () => {
  expect(hold('forget:2,input:-1')).toEqual(['input:0,forget:1', 'outOfRange']);
  for (const wrong of ['candidate:1', 'forget', 'forget:1,forget:0', 'forget:open', 'forget:', '', 'forget:1,', 'forget:Infinity', 'forget:1e-3', 'forget:0.1234567890123456', 'forget:.', 1, ['forget:1']]) {
    expect(hold(wrong), String(wrong)).toEqual([null, 'wrongValue']);
  }
});

test('a link and its changes carry several gates', () => {
  const experiment = { ...defaults(), hold: 'input:0.5,forget:1' };
  const address = writeAddress(experiment, [], {}, []);
  expect(address).toContain('hold=input:0.5,forget:1');
  expect(readAddress(address).given.hold).toBe('input:0.5,forget:1');
  const changes = [
    { update: 12, kind: 'set', parameters: { rate: 0.02, hold: 'input:0.5,forget:1' } },
    { update: 20, kind: 'set', parameters: { hold: null } },
    { update: 30, kind: 'rescale', radius: 1.2, cell: 'lstm' },
  ] as const;
  const text = formatChanges(changes);
  expect(text).toBe('12:rate=0.02;hold=input:0.5,forget:1,20:hold=none,30:radius=1.2@lstm');
  expect(parseChanges(text)).toEqual(changes);
  expect(parseChanges('12:hold=forget:1,13')).toBeNull();
});
