import { expect, test } from 'vitest';

import { SpeedMeter } from './speed-meter';

test('the speed is unknown until enough was measured, and then that of the last window', () => {
  const speed = new SpeedMeter();
  speed.add(10, 10);
  expect(speed.updatesPerSecond).toBe(0);
  speed.add(20, 20);
  expect(speed.updatesPerSecond).toBe(1000);
  speed.add(440, 220);
  expect(speed.updatesPerSecond).toBeCloseTo((470 / 250) * 1000);
  speed.add(1000, 250);
  expect(speed.updatesPerSecond).toBe(4000);
});

test('a new run is measured anew', () => {
  const speed = new SpeedMeter();
  speed.add(500, 500);
  speed.clear();
  speed.add(10, 10);
  expect(speed.updatesPerSecond).toBe(0);
});
