import { expect, test } from 'vitest';
import { standingNotices, type LaneNotice } from './run';

const notice = (cell: LaneNotice['cell'], update: number): LaneNotice => ({ kind: 'replaced', cell, message: '', update });

test('what befell a lane is told until the lane or the update is gone', () => {
  const all = [notice('rnn', 5), notice('gru', 9)];
  expect(standingNotices(all, ['rnn', 'gru'], 20)).toEqual(all);
  expect(standingNotices(all, ['gru'], 20)).toEqual([all[1]]);
  expect(standingNotices(all, ['rnn', 'gru'], 7)).toEqual([all[0]]);
});
