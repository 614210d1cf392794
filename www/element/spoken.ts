/** What is on view in words, for those who do not see it. */

import type { StageFrame } from '../engine/frame';
import type { Messages } from '../i18n';
import { magnitude, spokenShare } from '../views/format';
import type { HeroView } from '../views/hero';
import type { View } from './status';

/** The chart: what reaches the first step in each lane. */
export function chartInWords(hero: HeroView, relative: boolean, update: number, words: Messages): string {
  const { reached } = hero;
  if (reached === null) return '';
  const parts = reached.map(({ cell, log10 }) => {
    const name = words.cells[cell];
    if (log10 === null) return words.summary.unseen(name);
    if (log10 === -Infinity) return words.summary.zero(name);
    return relative ? words.summary.share(name, spokenShare(log10)) : words.summary.norm(name, magnitude(log10));
  });
  return words.summary.hero(update, parts);
}

/** The step and unit that were just selected. */
export function selectionInWords({ t, unit }: View, frame: StageFrame | null, hero: HeroView, words: Messages): string {
  const step = t ?? 1;
  const parts = frame?.lanes.map(({ cell }) => {
    const value = hero.valueAt(cell, step - 1);
    return `${words.cells[cell]} ${value === null ? '–' : magnitude(value)}`;
  });
  return words.summary.selected(step, unit ?? 1, parts ?? []);
}
