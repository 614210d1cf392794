/** A row of characters, one a step, each on a ground that is the stronger the greater a quantity of that step is. */

import type { LaneFrame } from '../engine/frame';
import type { RunDescription } from '../generated/types';
import type { Messages } from '../i18n';
import { fitCanvas } from './canvas';
import { h, rich, write } from './dom';
import { glyph } from './format';
import type { Pass, Row, RowContext } from './row';

/** From here on letters on the ground are those of paper. */
const DARK = 0.55;
/** How strongly that of an earlier pass is drawn. */
const STALE = 0.4;

/** What such a row is of. */
export interface TextRowSpec {
  readonly id: string;
  readonly pass: Pass;
  texts(words: Messages): { label: string; explanation: string };
  /** The quantity of each step; NaN where there is none. */
  read(lane: LaneFrame): Float32Array;
  /** What the quantities are with respect to: those with respect to another say nothing any more. */
  about(lane: LaneFrame): number | null;
  /** From 0, which leaves the ground as it is, to 1, which fills it. */
  strengthOf(quantity: number): number;
  characterAt(run: RunDescription, step: number): string;
  /** As in Row. */
  readonly yields?: boolean;
  /** What stands at the end of the row, from the quantities that are drawn. */
  result(words: Messages, seen: readonly number[], about: number | null): { text: string; title: string };
  /** A quantity in words. */
  say(quantity: number, words: Messages): string;
}

export class TextRow implements Row {
  readonly panel = 'answer';
  readonly pass: Pass;
  readonly height = 20;
  readonly stretches = false;
  readonly detail = false;
  readonly yields: boolean;
  readonly element: HTMLElement;
  readonly #of: TextRowSpec;
  readonly #words: Messages;
  readonly #canvas = h('canvas', { class: 'answers', 'aria-hidden': 'true' });
  readonly #result = h('div', { class: 'scale result', translate: 'no' });
  #context: RowContext | null = null;
  #quantities = new Float32Array(0);
  /** Of each step: 0 not reached yet, 1 of an earlier pass, 2 of this one. */
  #age = new Uint8Array(0);
  #about: number | null = null;

  constructor(of: TextRowSpec, words: Messages) {
    this.#of = of;
    this.#words = words;
    this.pass = of.pass;
    this.yields = of.yields ?? false;
    const { label, explanation } = of.texts(words);
    this.element = h('div', { class: 'row answer', 'data-row': of.id, 'data-panel': 'answer', part: `row ${of.id}` },
      h('div', { class: 'label', title: explanation }, rich(label)),
      h('div', { class: 'track' }, this.#canvas), this.#result);
  }

  lay(context: RowContext): void {
    this.#context = context;
    this.#quantities = new Float32Array(context.run.steps).fill(NaN);
    this.#age = new Uint8Array(context.run.steps);
    this.#draw();
  }

  paint(lane: LaneFrame, from: number, to: number): void {
    const context = this.#context;
    if (context === null || from >= to) return;
    const { run, scale } = context;
    const about = this.#of.about(lane);
    if (about !== this.#about) this.#age.fill(0);
    this.#about = about;
    const all = this.#of.read(lane);
    const end = Math.min(run.steps, to * scale.merged);
    for (let step = from * scale.merged; step < end; step++) {
      this.#quantities[step] = all[step]!;
      this.#age[step] = 2;
    }
    this.#draw();
  }

  fade(): void {
    this.#age = this.#age.map((age) => Math.min(1, age));
    this.#draw();
  }

  numbersAt(lane: LaneFrame, step: number): { label: string; texts: string[] } {
    const quantity = this.#of.read(lane)[step]!;
    return { label: this.#of.texts(this.#words).label, texts: Number.isNaN(quantity) ? [] : [this.#of.say(quantity, this.#words)] };
  }

  #draw(): void {
    const context = this.#context;
    if (context === null) return;
    const { run, scale, theme, words } = context;
    const height = Math.max(this.height, theme.small + 5);
    const canvas = fitCanvas(this.#canvas, scale.width + 2, height);
    canvas.clearRect(0, 0, scale.width + 2, height);
    canvas.textAlign = 'center';
    canvas.textBaseline = 'middle';
    canvas.font = `400 ${Math.min(theme.small + 1, scale.column)}px ${theme.font}`;
    const seen: number[] = [];
    this.#quantities.forEach((quantity, step) => {
      if (this.#age[step] === 0 || Number.isNaN(quantity)) return;
      seen.push(quantity);
      const strength = this.#of.strengthOf(quantity);
      const fresh = this.#age[step] === 2 ? 1 : STALE;
      canvas.globalAlpha = strength * fresh;
      canvas.fillStyle = theme.ink;
      canvas.fillRect((step / scale.merged) * scale.column, 1, scale.column / scale.merged, height - 2);
      if (!scale.hasLetters) return;
      canvas.globalAlpha = fresh;
      canvas.fillStyle = strength > DARK ? theme.page : theme.ink;
      canvas.fillText(glyph(this.#of.characterAt(run, step)), scale.x(step), height / 2 + 0.5, scale.column);
    });
    canvas.globalAlpha = 1;
    const { text, title } = this.#of.result(words, seen, this.#about);
    write(this.#result, text);
    this.#result.title = title;
  }
}
