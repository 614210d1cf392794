/** What happened in a run, told at its place on the film: gradients that exploded, lanes that diverged, what people changed. */

import type { Change } from '../engine/changes';
import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import type { History } from './history';
import type { Theme } from './theme';

export interface FilmEvent {
  update: number;
  text: string;
  /** Whose it is; null for all lanes. */
  cell: CellKind | null;
}

/** Labels closer than this, in pixels, share one. */
const NEIGHBOURS = 130;

/** The events of a run, in order. */
export function eventsOf(history: History, words: Messages): FilmEvent[] {
  const events: FilmEvent[] = history.changes.map((change) => ({
    update: change.update,
    text: changeText(change, words),
    cell: change.kind === 'rescale' ? change.cell : null,
  }));
  for (const { cell, divergedAt, explodedAt } of history.lanes) {
    const name = words.cells[cell];
    if (explodedAt !== null) events.push({ update: explodedAt, text: words.past.grows(name), cell });
    if (divergedAt !== null) events.push({ update: divergedAt, text: words.past.diverges(name), cell });
  }
  return events.sort((a, b) => a.update - b.update);
}

/** A change in words: “rate 0.02, clip off”. */
export function changeText(change: Change, words: Messages): string {
  if (change.kind === 'rescale') return words.past.rescaled(String(change.radius), change.cell === null ? null : words.cells[change.cell]);
  const choices: Partial<Record<string, Record<string, string>>> = words.choices;
  return Object.entries(change.parameters)
    .map(([key, value]) => `${words.past.parameters[key as keyof typeof words.past.parameters]} ${value === null ? words.controls.off : (choices[key]?.[String(value)] ?? String(value))}`)
    .join(words.past.between);
}

/** A line at each event over a chart `height` high, and its label; neighbours share one. */
export function drawEvents(context: CanvasRenderingContext2D, events: readonly FilmEvent[], place: (update: number) => number, theme: Theme, width: number, height: number): void {
  for (const { update, cell } of events) {
    context.fillStyle = cell === null ? theme.ink : theme.cells[cell].mark;
    context.fillRect(place(update) - 0.75, 0, 1.5, height);
  }
  context.font = `700 ${theme.small}px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = theme.panel;
  let waiting = [...events];
  while (waiting.length > 0) {
    const first = waiting[0]!;
    const group = waiting.filter(({ update }) => place(update) - place(first.update) < NEIGHBOURS);
    waiting = waiting.slice(group.length);
    const room = waiting.length === 0 ? width : place(waiting[0]!.update) - 8;
    const texts = [...new Set(group.map(({ text }) => text))];
    let text = texts.join(' · ');
    // As many as there is room for; the list of all is told in words.
    while (texts.length > 1 && place(first.update) + 5 + context.measureText(text).width > room) {
      texts.pop();
      text = `${texts.join(' · ')} …`;
    }
    const left = Math.max(0, Math.min(place(group.at(-1)!.update) + 5, room - context.measureText(text).width, width - context.measureText(text).width));
    context.strokeText(text, left, theme.small / 2 + 2);
    const one = group.every(({ cell }) => cell === first.cell) ? first.cell : null;
    context.fillStyle = one === null ? theme.ink : theme.cells[one].text;
    context.fillText(text, left, theme.small / 2 + 2);
  }
}
