import { describe, expect, it } from 'vitest';
import { naturalDuration, Wave } from './wave';

describe('the waves of an update', () => {
  it('take 22 and 35 ms a step, and rest after each pass', () => {
    expect(naturalDuration(40)).toBe(40 * 22 + 40 * 35 + 300);
  });

  it('go forward, rest, go backward, rest, and are complete', () => {
    const wave = new Wave();
    wave.begin(10);
    wave.run(110);
    expect([wave.pass, wave.reached]).toEqual(['forward', 5]);
    wave.run(110);
    expect([wave.pass, wave.passComplete]).toEqual(['forward', true]);
    expect(wave.run(100)).toBe(false);
    expect(wave.run(100)).toBe(true);
    expect([wave.pass, wave.reached]).toEqual(['backward', 0]);
    wave.run(350);
    expect(wave.run(150)).toBe(true);
    expect(wave.complete).toBe(true);
  });

  it('visit every time step of both passes when stepped', () => {
    const wave = new Wave();
    wave.begin(3);
    const seen: string[] = [];
    for (let click = 0; click < 6; click++) {
      wave.step();
      seen.push(`${wave.pass} ${wave.reached}`);
    }
    expect(seen).toEqual(['forward 1', 'forward 2', 'forward 3', 'backward 1', 'backward 2', 'backward 3']);
    expect(wave.passComplete).toBe(true);
    expect(wave.step()).toBe(true);
    expect(wave.complete).toBe(true);
  });

  it('go on at the natural pace from where stepping left them', () => {
    const wave = new Wave();
    wave.begin(10);
    wave.step();
    wave.step();
    wave.run(22);
    expect(wave.reached).toBe(3);
  });
});
