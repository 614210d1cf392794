import { describe, expect, it } from 'vitest';
import { spread } from './plot';

describe('names at the ends of lines', () => {
  it('stay where they are when there is room', () => {
    expect(spread([10, 80, 40], 15, 100)).toEqual([10, 80, 40]);
  });

  it('move apart in their order, and stay inside', () => {
    expect(spread([50, 52], 15, 100)).toEqual([50, 65]);
    expect(spread([98, 99], 15, 100)).toEqual([85, 100]);
  });
});
