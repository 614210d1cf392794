import { describe, expect, it } from 'vitest';

import { timeOfUpdate } from './lane';

describe('the time of an update', () => {
  it('has two digits, and none before anything was measured', () => {
    expect([0, 3000, 400, 11, 10.03, 2].map(timeOfUpdate)).toEqual([null, '0.33', '2.5', '91', '100', '500']);
  });
});
