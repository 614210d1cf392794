import { describe, expect, it } from 'vitest';

import type { Experiment } from '../generated/types';
import { Changes } from './change-log';
import { inForceAt } from './changes';

const origin = { rate: 0.01, clip: 1, clipBy: 'norm', truncate: 0, shortest: 4 } as Experiment;
const set = (update: number, parameters: Partial<Experiment>) => ({ update, kind: 'set', parameters }) as const;
const rescale = (update: number, radius: number, cell: 'rnn' | null = null) => ({ update, kind: 'rescale', radius, cell }) as const;

describe('the log of changes', () => {
  it('tells what was in force at any update', () => {
    const changes = new Changes(origin);
    changes.note(set(10, { rate: 0.02 }));
    changes.note(rescale(15, 1.2));
    changes.note(set(20, { clip: null }));
    expect(inForceAt(origin, changes.log, 9).rate).toBe(0.01);
    expect(inForceAt(origin, changes.log, 10)).toMatchObject({ rate: 0.02, clip: 1 });
    expect(changes.inForce).toMatchObject({ rate: 0.02, clip: null });
  });

  it('keeps the last of several changes at one update, and none that comes to nothing', () => {
    const changes = new Changes(origin);
    changes.note(set(10, { rate: 0.02 }));
    changes.note(set(10, { clip: 5 }));
    changes.note(set(10, { rate: 0.03 }));
    expect(changes.log).toEqual([set(10, { rate: 0.03, clip: 5 })]);
    changes.note(set(10, { rate: 0.01, clip: 1 }));
    expect(changes.log).toEqual([]);
    changes.note(rescale(12, 0.5));
    changes.note(rescale(12, 0.6));
    changes.note(rescale(12, 0.7, 'rnn'));
    expect(changes.log).toEqual([rescale(12, 0.6), rescale(12, 0.7, 'rnn')]);
  });

  it('takes what is changed before the first update for the beginning', () => {
    const changes = new Changes(origin);
    changes.note(set(0, { rate: 0.5 }));
    expect(changes.origin.rate).toBe(0.5);
    expect(changes.log).toEqual([]);
  });

  it('forgets what came after a rewind', () => {
    const changes = new Changes(origin);
    changes.note(set(10, { rate: 0.02 }));
    changes.note(set(20, { rate: 0.03 }));
    changes.cut(19);
    expect(changes.inForce.rate).toBe(0.02);
  });

  it('takes back what was refused, and leaves what was noted before and after it', () => {
    const changes = new Changes(origin);
    changes.note(set(10, { rate: 0.02 }));
    const refused = changes.note(set(10, { rate: 5, clip: null }));
    changes.note(set(12, { clip: 2 }));
    changes.takeBack(refused);
    expect(changes.log).toEqual([set(10, { rate: 0.02 }), set(12, { clip: 2 })]);
  });

  it('takes back what was refused before the first update, and a rescaling that overruled another', () => {
    const changes = new Changes(origin);
    const rate = changes.note(set(0, { rate: 5 }));
    changes.note(set(0, { clip: 2 }));
    changes.takeBack(rate);
    expect(changes.origin).toEqual({ ...origin, clip: 2 });
    changes.note(rescale(12, 0.5));
    changes.takeBack(changes.note(rescale(12, 99)));
    expect(changes.log).toEqual([rescale(12, 0.5)]);
  });
});
