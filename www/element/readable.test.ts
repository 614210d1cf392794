import { describe, expect, it } from 'vitest';
import { defaults } from '../store/parameters';
import { HOLD } from './player';
import { Readable, READABLE } from './readable';
import { FOLLOWED, Pace } from './speed';
import { naturalDuration, Wave } from './wave';

/** Milliseconds between two animation frames. */
const FRAME = 1000 / 60;

/** What stands on the stage during the opening, and for how long, by the page's own timing: passes, hold, and training for a time. */
function opening(training: number): { words: string; stood: number; behind: number }[] {
  const { length } = defaults();
  const [wave, pace, readable] = [new Wave(), new Pace(), new Readable()];
  const all: { words: string; stood: number; behind: number }[] = [];
  let now = 0;
  const frame = (words: string, trains: boolean, update: number) => {
    if (readable.write(trains, now, update) && all.at(-1)?.words !== words) all.push({ words, stood: 0, behind: 0 });
    now += FRAME;
    const last = all.at(-1)!;
    last.stood += FRAME;
    last.behind = update - Number(/update (\d+)/.exec(last.words)?.[1] ?? update);
  };
  pace.restart(naturalDuration(length));
  wave.begin(length);
  while (wave.pass !== null) {
    frame(wave.pass, false, 0);
    wave.run(FRAME);
  }
  for (let held = 0; held < HOLD; held += FRAME) frame('update 0', false, 0);
  pace.introduced();
  readable.forget();
  let update = 0;
  for (let spent = 0; spent < training; spent += FRAME) {
    pace.run(FRAME);
    const updates = pace.take();
    update += updates;
    if (updates > 0) pace.measure(updates, 1, 1000);
    frame(`update ${update}`, true, update);
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

  it('are of the update that the chart shows while the first updates pass one by one', () => {
    const all = opening(10_000).slice(2);
    expect(all.slice(0, 3).map(({ words, behind }) => ({ words, behind }))).toEqual([0, 1, 2].map((update) => ({ words: `update ${update}`, behind: 0 })));
    expect(Math.max(...all.map(({ behind }) => behind))).toBeGreaterThan(0);
  });

  it('are written at once where nothing follows, and where they speak of something else', () => {
    const readable = new Readable();
    expect([readable.write(false, 0, 0), readable.write(false, 1, 1), readable.write(true, 2, 2)]).toEqual([true, true, false]);
    readable.forget();
    expect([readable.write(true, 3, 3), readable.write(true, 3 + READABLE - 1, 4), readable.write(true, 3 + READABLE, 5)]).toEqual([true, false, true]);
  });

  it('have stood all the while where the same are written again', () => {
    const readable = new Readable();
    readable.write(false, 0, 7);
    readable.forget();
    expect([readable.write(true, READABLE, 7), readable.write(true, READABLE + 1, 8)]).toEqual([true, true]);
  });
});
