/** Mouse, pen and touch on the stage: which step and unit is meant, and what the tooltip says of it. */

import type { LaneFrame, StageFrame } from '../engine/engine';
import type { CellKind } from '../generated/types';
import { answerAt } from '../views/answers';
import { plain } from '../views/dom';
import { glyph, magnitude, percent, share, value } from '../views/format';
import type { HeroView } from '../views/hero';
import type { Row } from '../views/row';
import type { TimeScale } from '../views/scale';
import { Tooltip, type TooltipLine } from '../views/tooltip';
import type { Look } from './stage';

/** A place on the stage. */
export interface Place {
  step: number;
  /** The lane, row and unit under the pointer, where it is over one. */
  cell: CellKind | null;
  row: Row | null;
  unit: number | null;
}

interface Ports {
  scale(): TimeScale | null;
  place(target: Element, y: number): Omit<Place, 'step'>;
  tooltip(place: Place): { title: string; lines: TooltipLine[] } | null;
  hover(step: number | null): void;
  select(place: Place): void;
}

export class Pointer {
  readonly #tooltip = new Tooltip();
  readonly #root: HTMLElement;
  readonly #ports: Ports;
  #place: Place | null = null;
  #at = { x: 0, y: 0, room: 0 };

  constructor(timeline: HTMLElement, root: HTMLElement, ports: Ports) {
    this.#root = root;
    this.#ports = ports;
    root.append(this.#tooltip.element);
    timeline.addEventListener('pointermove', (event) => this.#move(event));
    timeline.addEventListener('pointerleave', () => this.#leave());
    timeline.addEventListener('pointerdown', (event) => {
      const place = this.#find(event);
      if (place !== null && event.button === 0) ports.select(place);
    });
  }

  #find(event: PointerEvent): Place | null {
    const scale = this.#ports.scale();
    const target = event.composedPath()[0];
    if (scale === null || !(target instanceof Element)) return null;
    const track = target.closest('.row')?.querySelector('.track');
    if (track === null || track === undefined || target.closest('button') !== null) return null;
    const box = track.getBoundingClientRect();
    const x = event.clientX - box.left;
    if (x < 0 || x >= scale.width) return null;
    return { step: scale.stepAt(x), ...this.#ports.place(target, event.clientY - box.top) };
  }

  #move(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    this.#place = this.#find(event);
    const box = this.#root.getBoundingClientRect();
    this.#at = { x: event.clientX - box.left, y: event.clientY - box.top, room: box.width };
    this.#ports.hover(this.#place?.step ?? null);
    this.refresh();
  }

  #leave(): void {
    this.#place = null;
    this.#ports.hover(null);
    this.#tooltip.hide();
  }

  /** Writes the tooltip anew, when the numbers under a resting pointer have changed. */
  refresh(): void {
    if (this.#place === null) {
      this.#tooltip.hide();
      return;
    }
    const content = this.#ports.tooltip(this.#place);
    if (content === null) this.#tooltip.hide();
    else this.#tooltip.show(content.title, content.lines, this.#at.x, this.#at.y, this.#at.room);
  }

  /** What the tooltip says of a place. */
  describe(place: Place, frame: StageFrame | null, hero: HeroView, look: Look, layer: number): { title: string; lines: TooltipLine[] } | null {
    const first = frame?.lanes[0];
    if (frame === null || first === undefined) return null;
    const { words, relative } = look;
    const { step } = place;
    const lines = frame.lanes.map((lane): TooltipLine => {
      const norm = hero.valueAt(lane.cell, step);
      const parts = [
        norm === null ? words.tooltip.notReached : relative ? `${share(norm)} ${words.tooltip.norm}` : `‖${plain(words.hero.quantities[look.quantity].name)}‖ ${magnitude(norm)}`,
        norm === null ? '' : answer(lane, step, look),
      ];
      return { name: words.cells[lane.cell], cell: lane.cell, text: parts.filter((part) => part !== '').join(' · ') };
    });
    const lane = frame.lanes.find(({ cell }) => cell === place.cell);
    if (lane !== undefined && place.unit !== null && place.row !== null && hero.valueAt(lane.cell, step) !== null) {
      const field = place.row.element.dataset.row ?? '';
      const number = lane.field(field, layer)[step * lane.run.hidden + place.unit]!;
      lines.push({ name: `${words.tooltip.unit} ${place.unit + 1}`, text: `${rowName(field, look)} ${field.startsWith('log10') ? magnitude(number) : value(number)}` });
    }
    return { title: `t = ${step + 1}${input(lane ?? first, step, look)}`, lines };
  }
}

function rowName(field: string, { words }: Look): string {
  if (field.startsWith('log10')) return '|∂L/∂h|';
  const name = field.replace('gates.', '') as keyof typeof words.rows;
  return words.rows[name].replaceAll('*', '');
}

function input({ run }: LaneFrame, step: number, { words }: Look): string {
  const symbol = run.probe.symbols?.[step];
  if (symbol !== undefined) return ` · ${words.tooltip.input} ${glyph(run.inputLabels?.[symbol] ?? String(symbol))}`;
  const values = run.probe.values?.[step];
  return values === undefined ? '' : ` · ${words.tooltip.input} ${values.map((each) => value(each)).join(', ')}`;
}

function answer(lane: LaneFrame, step: number, { words }: Look): string {
  const { run } = lane;
  const outputs = lane.field('outputs');
  if (run.loss === 'squaredError') return `${words.tooltip.answer} ${value(outputs[step * run.outputs]!)}`;
  const best = answerAt(outputs, step, run.outputs);
  return `${words.tooltip.answer} ${glyph(run.outputLabels?.[best] ?? String(best))} (${percent(outputs[step * run.outputs + best]!)})`;
}
