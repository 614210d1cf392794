/** What the tooltip says of a place on the stage: the numbers of every lane at its step. */

import type { LaneFrame, StageFrame } from '../engine/frame';
import type { Messages } from '../i18n';
import { answerAt } from '../views/answers';
import { plain } from '../views/dom';
import { glyph, magnitude, percent, share, value } from '../views/format';
import type { HeroView } from '../views/hero';
import type { Quantity } from '../views/quantity';
import type { TooltipLine } from '../views/tooltip';
import type { Place } from './pointer';

/** How the stage shows what is described. */
export interface Manner {
  words: Messages;
  relative: boolean;
  quantity: Quantity;
  layer: number;
}

export function describe(place: Place, frame: StageFrame, hero: HeroView, { words, relative, quantity, layer }: Manner): { title: string; lines: TooltipLine[] } | null {
  const first = frame.lanes[0];
  if (first === undefined) return null;
  const { step } = place;
  const lines = frame.lanes.map((lane): TooltipLine => {
    const norm = hero.valueAt(lane.cell, step);
    const parts = [
      norm === null ? words.tooltip.notReached : relative ? `${share(norm)} ${words.tooltip.norm}` : `‖${plain(words.hero.quantities[quantity].name)}‖ ${magnitude(norm)}`,
      norm === null ? '' : answer(lane, step, words),
    ];
    return { name: words.cells[lane.cell], cell: lane.cell, text: parts.filter((part) => part !== '').join(' · ') };
  });
  const lane = frame.lanes.find(({ cell }) => cell === place.cell);
  if (lane !== undefined && place.unit !== null && place.row !== null && hero.valueAt(lane.cell, step) !== null) {
    const field = place.row.element.dataset.row ?? '';
    const number = lane.field(field, layer)[step * lane.run.hidden + place.unit]!;
    lines.push({ name: `${words.tooltip.unit} ${place.unit + 1}`, text: `${rowName(field, words)} ${field.startsWith('log10') ? magnitude(number) : value(number)}` });
  }
  return { title: `t = ${step + 1}${input(lane ?? first, step, words)}`, lines };
}

function rowName(field: string, words: Messages): string {
  if (field.startsWith('log10')) return '|∂L/∂h|';
  const name = field.replace('gates.', '') as keyof typeof words.rows;
  return words.rows[name].replaceAll('*', '');
}

function input({ run }: LaneFrame, step: number, words: Messages): string {
  const symbol = run.probe.symbols?.[step];
  if (symbol !== undefined) return ` · ${words.tooltip.input} ${glyph(run.inputLabels?.[symbol] ?? String(symbol))}`;
  const values = run.probe.values?.[step];
  return values === undefined ? '' : ` · ${words.tooltip.input} ${values.map((each) => value(each)).join(', ')}`;
}

function answer(lane: LaneFrame, step: number, words: Messages): string {
  const { run } = lane;
  const outputs = lane.field('outputs');
  if (run.loss === 'squaredError') return `${words.tooltip.answer} ${value(outputs[step * run.outputs]!)}`;
  const best = answerAt(outputs, step, run.outputs);
  return `${words.tooltip.answer} ${glyph(run.outputLabels?.[best] ?? String(best))} (${percent(outputs[step * run.outputs + best]!)})`;
}
