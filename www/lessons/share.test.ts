import { expect, test } from 'vitest';
import { choiceOfShare } from './share';

test('a share stands for the choice whose part it lies in', () => {
  const question = { parts: [{ to: 4, choice: 1 }, { to: 94, choice: 0 }, { to: 100, choice: 2 }] };
  expect([0, 4, 5, 50, 94, 95, 100].map((share) => choiceOfShare(question, share))).toEqual([1, 1, 0, 0, 0, 2, 2]);
});
