import { expect, test } from 'vitest';

import { Pace } from './pace';

test('the speed is unknown until enough was measured, and then that of the last window', () => {
  const pace = new Pace();
  pace.note(10, 10);
  expect(pace.updatesPerSecond).toBe(0);
  pace.note(20, 20);
  expect(pace.updatesPerSecond).toBe(1000);
  pace.note(440, 220);
  expect(pace.updatesPerSecond).toBeCloseTo((470 / 250) * 1000);
  pace.note(1000, 250);
  expect(pace.updatesPerSecond).toBe(4000);
});

test('slices grow while they are short and shrink when they are long', () => {
  const pace = new Pace();
  for (let slice = 0; slice < 6; slice++) pace.note(pace.slice, 1);
  expect(pace.slice).toBe(64);
  pace.note(64, 500);
  expect(pace.slice).toBe(32);
  pace.note(32, 150);
  expect(pace.slice).toBe(32);
});

test('calls shorter than a slice say nothing about how long a slice may be', () => {
  const pace = new Pace();
  pace.note(1, 1);
  for (let call = 0; call < 100; call++) pace.note(1, 1);
  expect(pace.slice).toBe(2);
});
