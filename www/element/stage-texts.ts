/** What the stage says in sentences: the tooltip, and what is on view for those who do not see it. */

import type { LaneFrame, StageFrame } from '../engine/frame';
import type { Messages } from '../i18n';
import type { Progress } from '../store/run';
import type { View } from '../store/view';
import { plain } from '../views/dom';
import { LEAST_MULTIPLE, magnitude, multiple, share, spokenShare, value } from '../views/format';
import type { HeroView } from '../views/hero';
import type { Quantity } from '../views/quantity';
import { answerText, inputText } from '../views/steps';
import type { TooltipLine } from '../views/tooltip';
import type { Place } from './pointer';

/** How the stage shows what is described. */
export interface Manner {
  words: Messages;
  relative: boolean;
  quantity: Quantity;
  layer: number;
}

/** The numbers of every lane at a place on the stage. */
export function describePlace(place: Place, frame: StageFrame, hero: HeroView, { words, relative, quantity, layer }: Manner): { title: string; lines: TooltipLine[] } | null {
  const first = frame.lanes[0];
  if (first === undefined) return null;
  const { step } = place;
  const lines = frame.lanes.map((lane): TooltipLine => {
    const norm = hero.valueAt(lane.cell, step);
    const parts = [
      norm === null ? words.tooltip.notReached : relative ? words.tooltip.norm(share(norm, words)) : `‖${plain(words.hero.quantities[quantity].gradient)}‖ ${magnitude(norm)}`,
      norm === null ? '' : answer(lane, step, words),
    ];
    return { name: words.cells[lane.cell], cell: lane.cell, text: parts.filter((part) => part !== '').join(' · ') };
  });
  const lane = frame.lanes.find(({ cell }) => cell === place.cell);
  if (lane !== undefined && place.unit !== null && place.row !== null && hero.valueAt(lane.cell, step) !== null) {
    const field = place.row.element.dataset.field ?? place.row.element.dataset.row ?? '';
    const number = lane.field(field, layer)[step * lane.run.units + place.unit]!;
    lines.push({ name: `${words.tooltip.unit} ${place.unit + 1}`, text: `${rowName(field, words)} ${field.startsWith('log10') ? magnitude(number) : value(number)}` });
  }
  return { title: `t = ${step + 1}${input(lane ?? first, step, words)}`, lines };
}

function rowName(field: string, words: Messages): string {
  if (field.startsWith('log10')) return field.endsWith('Cell') ? '|∂L/∂c|' : '|∂L/∂h|';
  const name = field.replace('gates.', '') as keyof typeof words.rows;
  return words.rows[name].replaceAll('*', '');
}

function input({ run }: LaneFrame, step: number, words: Messages): string {
  const text = inputText(run, step);
  return text === '' ? '' : ` · ${words.tooltip.input} ${text}`;
}

function answer(lane: LaneFrame, step: number, words: Messages): string {
  return `${words.tooltip.answer} ${answerText(lane.run, lane.field('outputs'), step, words)}`;
}

/** The chart: what reaches the first step in each lane. */
export function chartInWords(hero: HeroView, relative: boolean, update: number, words: Messages): string {
  const { reached } = hero;
  if (reached === null) return '';
  const parts = reached.map(({ cell, log10 }) => {
    const name = words.cells[cell];
    if (log10 === null) return words.summary.unseen(name);
    if (log10 === -Infinity) return words.summary.zero(name);
    if (!relative) return words.summary.norm(name, magnitude(log10));
    return log10 > LEAST_MULTIPLE ? words.summary.norm(name, multiple(log10)) : words.summary.share(name, spokenShare(log10));
  });
  const { pinned } = hero;
  const dotted = (pinned?.lanes ?? []).map(({ cell, values }) => words.summary.norm(words.tables.pinned(words.cells[cell], pinned!.name), values[0] === -Infinity ? '0' : magnitude(values[0]!)));
  return words.summary.hero(update, [...parts, ...dotted]);
}

/** The step and unit that were just selected. */
export function selectionInWords({ t, unit }: View, frame: StageFrame | null, hero: HeroView, words: Messages): string {
  const step = t ?? 1;
  const parts = frame?.lanes.map(({ cell }) => {
    const norm = hero.valueAt(cell, step - 1);
    return `${words.cells[cell]} ${norm === null ? '–' : magnitude(norm)}`;
  });
  return words.summary.selected(step, unit ?? 1, parts ?? []);
}

/** Where the passes stand: “backward, t = 5”. Empty when both are complete. */
export function progressInWords({ pass, reached, steps }: Progress, { status }: Messages): string {
  if (pass === null) return '';
  const t = pass === 'forward' ? reached : steps - reached + 1;
  if (reached === 0) return pass === 'forward' ? status.forward : status.betweenPasses;
  return pass === 'forward' ? status.inForward(t) : status.inBackward(t);
}
