import { describe, expect, it } from 'vitest';
import { defaults } from '../store/parameters';
import { HOLD } from './player';
import { Readable, READABLE } from './readable';
import { FOLLOWED, Pace } from './speed';
import { naturalDuration, Wave } from './wave';

/** Milliseconds between two animation frames. */
const FRAME = 1000 / 60;

/** What stands on the stage during the opening, and for how long, by the page's own timing: passes, hold, and training for a time. */
function opening(training: number): { words: string; stood: number }[] {
  const { length } = defaults();
  const [wave, pace, readable] = [new Wave(), new Pace(), new Readable()];
  const all: { words: string; stood: number }[] = [];
  let now = 0;
  const frame = (words: string, trains: boolean) => {
    if (readable.write(trains, now) && all.at(-1)?.words !== words) all.push({ words, stood: 0 });
    now += FRAME;
    all.at(-1)!.stood += FRAME;
  };
  pace.restart(naturalDuration(length));
  wave.begin(length);
  while (wave.pass !== null) {
    frame(wave.pass, false);
    wave.run(FRAME);
  }
  for (let held = 0; held < HOLD; held += FRAME) frame('update 0', false);
  pace.introduced();
  readable.forget();
  let update = 0;
  for (let spent = 0; spent < training; spent += FRAME) {
    pace.run(FRAME);
    const updates = pace.take();
    update += updates;
    if (updates > 0) pace.measure(updates, 1, 1000);
    frame(`update ${update}`, true);
  }
  return all;
}

describe('the words on the stage', () => {
  it('stand for a second at least during the whole opening, though training becomes ten times as fast', () => {
    const all = opening(60_000);
    expect(all.slice(0, 3).map(({ words }) => words)).toEqual(['forward', 'backward', 'update 0']);
    const updates = all.slice(2).map(({ words }) => Number(words.slice(7)));
    // By then several updates pass while one set of words stands.
    expect(updates.at(-1)! - updates.at(-2)!).toBeGreaterThanOrEqual(FOLLOWED - 1);
    for (const { words, stood } of all.slice(0, -1)) expect(stood, words).toBeGreaterThanOrEqual(READABLE - FRAME);
  });

  it('are written at once where nothing follows, and where they speak of something else', () => {
    const readable = new Readable();
    expect([readable.write(false, 0), readable.write(false, 1), readable.write(true, 2)]).toEqual([true, true, false]);
    readable.forget();
    expect([readable.write(true, 3), readable.write(true, 3 + READABLE - 1), readable.write(true, 3 + READABLE)]).toEqual([true, false, true]);
  });
});
