/** One lane: what the cell's model is (facts) and the rows that show its probe. */

import type { LaneFrame } from '../engine/frame';
import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import type { Badge } from './badge';
import { MARK_PATHS } from './cells/look';
import { LOOKS } from './cells/looks';
import { h, rich, write, verbatim } from './dom';
import { count, loss, percent, symbolName, value } from './format';
import { answerForm } from './answer';
import { answerAt, onlyAsked } from './answers';
import { figure } from '../story/share';
import { gradientNorms, statesOf, type Quantity } from './quantity';
import { referenceNorm } from './reference';
import { icon } from './icons';
import { classNames } from './labels';
import { ROWS } from './list';
import { term } from './terms';
import { unitOrder } from './order';
import type { Panel, Pass, Row, RowContext } from './row';

export function cellMark(cell: CellKind): SVGSVGElement {
  const mark = icon(MARK_PATHS[LOOKS[cell].shape]);
  mark.classList.add('mark');
  return mark;
}

/** What is written of a lane beside its strips. */
export interface LaneNews {
  update: number;
  clipped: boolean;
  /** Whether both passes are complete. */
  complete: boolean;
  /** Whether words may change now. */
  readable: boolean;
  /** Whether training stands where the gated lanes have learned the task: then answers are told. */
  atMilestone: boolean;
}

/** Steps, units and answers: what a fold may ask for. */
export interface LaneActions {
  /** The lane has more rows or less. */
  folded(): void;
}

export type LaneContext = Omit<RowContext, 'order' | 'run'> & { panels: ReadonlySet<Panel> };

const FACTS = ['update', 'loss', 'accuracy', 'ratio'] as const;
type Fact = (typeof FACTS)[number];

/** Numbers are no words to translate. */
const VERBATIM = { translate: 'no' };

/** Whether it answers with the next value of a series, which is measured by the last value as it is. */
const isForecast = ({ run }: LaneFrame): boolean => answerForm(run) === 'curves';

/** The gains come with the gradient wherever lanes unfold; else only by name. */
function isAsked({ panel }: Row, panels: ReadonlySet<Panel>, folds: boolean): boolean {
  return panels.has(panel) || (folds && panel === 'gains' && panels.has('gradient'));
}

/** How many models with about as many weights are told how far they are apart. */
const ABOUT = 0.1;

/** How long an update takes, to two digits; null before the worker's clock has seen enough of them. */
export function timeOfUpdate(updatesPerSecond: number): string | null {
  if (updatesPerSecond === 0) return null;
  const milliseconds = 1000 / updatesPerSecond;
  return milliseconds < 99.5 ? milliseconds.toPrecision(2) : count(Math.round(milliseconds));
}

interface Size {
  weights: string;
  /** By how much more than the fewest, where all have about as many. */
  more: string;
  /** What an update and a sequence cost, where a step of some lane reads all before it. */
  cost: string;
  /** All of it, in a sentence. */
  said: string;
}

function size({ run, updatesPerSecond }: LaneFrame, all: readonly LaneFrame[], { lanes, percentSign }: Messages): Size {
  const counts = all.map((lane) => lane.run.parameterCount);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const near = fewest < most && most <= fewest * (1 + ABOUT);
  const more = near && run.parameterCount > fewest ? `${(100 * (run.parameterCount / fewest - 1)).toFixed(1)}${percentSign}` : null;
  const weights = count(run.parameterCount);
  const work = all.some((lane) => lane.run.spec.attends) ? count(run.multiplications) : null;
  const took = timeOfUpdate(updatesPerSecond);
  return {
    weights: lanes.weights(weights),
    more: more === null ? '' : ` (+${more})`,
    cost: work === null ? '' : ['', ...(took === null ? [] : [lanes.took(took)]), lanes.work(work)].join('\n'),
    said: [lanes.weights(weights), ...(more === null ? [] : [lanes.moreWeights(more)]), lanes.workTitle(count(run.multiplications), run.steps, run.spec.attends), ...(took === null ? [] : [lanes.tookTitle(took)])].join(' · '),
  };
}

export class LaneView {
  readonly cell: CellKind;
  readonly element: HTMLElement;
  readonly rows: readonly Row[];
  readonly #facts: Record<Fact, HTMLElement>;
  readonly #name: HTMLElement;
  readonly #side: HTMLElement;
  readonly #right = h('p', { class: 'right-share', 'data-fact': 'right' });
  readonly #weights = h('span', {});
  readonly #more = h('span', { class: 'more' });
  readonly #cost = h('span', { class: 'cost' });
  readonly #count = h('p', { class: 'weight-count', 'data-fact': 'weights' }, this.#weights, this.#more, this.#cost);
  readonly #fold = h('button', { type: 'button', class: 'fold', 'data-action': 'fold' });
  readonly #words: Messages;
  readonly #all: readonly LaneFrame[];
  #unfolded = false;
  #folds = false;
  /** Stands there once the lane has diverged. */
  #badge: Badge | null = null;
  #visible: Row[] = [];
  #order: Uint16Array | null = null;
  #orderLayer = -1;
  #quantity: Quantity = 'hidden';
  #layer = 0;

  /** `all` are the lanes on stage; `former` is the same lane as it was shown before: the units keep their order. */
  constructor(lane: LaneFrame, all: readonly LaneFrame[], words: Messages, actions: LaneActions, former?: LaneView) {
    this.cell = lane.cell;
    this.#words = words;
    if (former !== undefined) {
      this.#unfolded = former.#unfolded;
      this.#order = former.#order;
      this.#orderLayer = former.#orderLayer;
    }
    this.rows = ROWS.flatMap((kind) => kind(lane.run, words));
    if (former?.rows.length === this.rows.length) this.rows.forEach((row, index) => row.resume?.(former.rows[index]!));
    this.#all = all;
    this.#name = h('h3', {}, cellMark(lane.cell), verbatim(words.cells[lane.cell]));
    this.#facts = { update: h('dd', VERBATIM), loss: h('dd', VERBATIM), accuracy: h('dd', VERBATIM), ratio: h('dd', { class: 'key', ...VERBATIM }) };
    const facts = h('dl', { class: 'facts', 'data-panel': 'facts' });
    for (const name of FACTS) {
      const { label, title: said } = words.facts[name];
      const title = typeof said === 'string' ? said : said(lane.run.heldOut);
      this.#facts[name].dataset.fact = name;
      // Squared error knows no right and wrong.
      const hidden = name === 'accuracy' && lane.run.loss === 'squaredError';
      facts.append(h('div', { class: name, title, hidden }, h('dt', {}, name === 'loss' ? term(label, 'loss', words) : rich(label)), this.#facts[name]));
    }
    this.#fold.addEventListener('click', () => {
      this.#unfolded = !this.#unfolded;
      actions.folded();
    });
    this.#side = h('div', { class: 'side' }, this.#name, facts, this.#right, this.#count, this.#fold);
    this.#writeSize(lane);
    this.element = h('section', { class: `lane cell-${lane.cell}`, 'data-cell': lane.cell, part: `lane ${lane.cell}`, 'aria-label': words.cells[lane.cell] },
      this.#side,
      h('div', { class: 'rows' }, ...this.rows.map((row) => row.element)));
  }

  /** What stands beside the button that unfolds it. */
  get sizeText(): string {
    return this.#weights.textContent;
  }

  /** The longest time of an update as it usually stands at the right end of the strips; empty where costs are not compared. */
  get costText(): string {
    return this.#tellsCost ? this.#words.lanes.milliseconds('0.00') : '';
  }

  get #tellsCost(): boolean {
    return this.#all.some((each) => each.run.spec.attends);
  }

  /** Takes size and look; `lane` gives the run, and the order of the units when there is none yet. */
  lay(lane: LaneFrame, context: LaneContext): void {
    if (this.#order === null || this.#orderLayer !== context.layer) this.sort(lane, context.layer);
    this.#quantity = context.quantity;
    // Truncation cuts what is carried from step to step.
    if (lane.run.spec.carried.length === 0) context = { ...context, truncate: 0 };
    this.#layer = context.layer;
    this.#folds = context.folds;
    this.#visible = this.rowsOf(context.panels, context.folds, context.yielding);
    for (const row of this.rows) row.element.hidden = !this.#visible.includes(row);
    const more = this.rows.some((row) => row.detail && isAsked(row, context.panels, true));
    this.#fold.hidden = !context.folds || !more || !context.panels.has('facts');
    this.#fold.setAttribute('aria-expanded', String(this.#unfolded));
    write(this.#fold, this.#unfolded ? context.words.lanes.fold : context.words.lanes.unfold);
    // Single numbers are neither right nor wrong; and what is to be predicted is not told.
    this.#right.hidden = (lane.run.loss === 'squaredError' && !isForecast(lane)) || !context.panels.has('facts');
    this.#right.title = isForecast(lane) ? context.words.lanes.naiveTitle : '';
    this.element.classList.toggle('folds', context.folds);
    this.element.classList.toggle('unfolded', this.#unfolded);
    for (const row of this.#visible) row.lay({ ...context, run: lane.run, order: this.#order! });
    // Without the chart there is no heading above this one.
    this.#name.setAttribute('aria-level', context.panels.has('hero') ? '3' : '2');
    this.element.classList.toggle('no-facts', !context.panels.has('facts'));
    // A cell without gates has nothing to show where only gates are.
    this.element.classList.toggle('empty', this.#visible.length === 0 && !context.panels.has('facts'));
  }

  /** The rows that are on view with these panels, without those that yield where room is short. */
  rowsOf(panels: ReadonlySet<Panel>, folds: boolean, yielding: boolean): Row[] {
    return this.rows.filter((row) => isAsked(row, panels, folds) && (!folds || this.#unfolded || !row.detail) && !(yielding && row.yields === true));
  }

  /** Orders the units anew by what they do now; shows at the next `lay`. */
  sort(lane: LaneFrame, layer: number): void {
    this.#order = unitOrder(lane, layer);
    this.#orderLayer = layer;
  }

  paint(lane: LaneFrame, pass: Pass, from: number, to: number): void {
    for (const row of this.#visible) {
      if (row.pass === pass) row.paint(lane, from, to);
    }
  }

  fade(pass: Pass): void {
    for (const row of this.#visible) {
      if (row.pass === pass) row.fade();
    }
  }

  /** What the strips on view hold at a step (from 0), one text a unit. */
  numbersAt(lane: LaneFrame, step: number): { pass: Pass; label: string; texts: string[] }[] {
    return this.#visible.flatMap((row) => (row.numbersAt === undefined ? [] : [{ pass: row.pass, ...row.numbersAt(lane, step) }]));
  }

  mark(unit: number | null, step: number | null): void {
    for (const row of this.#visible) row.mark?.(unit, step);
  }

  /**
   * The numbers beside the strips; the badge when the lane diverged.
   *
   * @param makeBadge null while there is none to be had.
   */
  write(lane: LaneFrame, { update, clipped, complete, readable, atMilestone }: LaneNews, makeBadge: ((cell: CellKind) => Badge) | null): void {
    if (readable) this.#writeFacts(lane, update, complete, atMilestone);
    this.#showDiverged(lane, clipped, makeBadge);
  }

  #writeSize(lane: LaneFrame): void {
    const { weights, more, cost, said } = size(lane, this.#all, this.#words);
    write(this.#weights, weights);
    write(this.#more, more);
    write(this.#cost, cost);
    if (this.#count.title === said) return;
    this.#count.title = said;
    this.#name.title = said;
  }

  #writeFacts(lane: LaneFrame, update: number, complete: boolean, atMilestone: boolean): void {
    const diverged = lane.diverged !== null;
    this.#writeSize(lane);
    write(this.#facts.update, count(diverged ? lane.scalar('update') : update));
    write(this.#facts.loss, loss(lane.scalar('loss')));
    write(this.#facts.accuracy, percent(lane.scalar('accuracy'), this.#words));
    // What the backward pass will show is not told before it.
    write(this.#facts.ratio, complete ? figure(this.#ratio(lane)) : '…');
    const title = this.#words.hero.ratio(statesOf(lane, this.#quantity), lane.followed === null ? null : lane.followed + 1);
    if (this.#facts.ratio.parentElement!.title !== title) this.#facts.ratio.parentElement!.title = title;
    write(this.#right, isForecast(lane) ? this.#words.lanes.naive(value(lane.scalar('loss') / lane.run.baseline.loss)) : this.#words.lanes.right(percent(lane.scalar('accuracy'), this.#words)));
    if (this.#folds) this.#writeNotes(lane, atMilestone);
  }

  /** At the right end of the strips: how open the gate that keeps is; how long an update takes; and the answer, once it is told. */
  #writeNotes(lane: LaneFrame, atMilestone: boolean): void {
    for (const row of this.#visible) {
      if (row.panel === 'gates' && !row.detail) {
        const values = lane.field(row.element.dataset.row!, this.#orderLayer);
        const [share = '', word = ''] = this.#words.lanes.open(percent(values.reduce((sum, value) => sum + value, 0) / values.length, this.#words)).split('\n');
        row.note?.(share, h('span', { class: 'below' }, `\n${word}`));
      }
      // What the way back is part of; only where costs are compared.
      if (row.panel === 'gradient' && !row.detail && this.#tellsCost) {
        const took = timeOfUpdate(lane.updatesPerSecond);
        if (took !== null) row.note?.(h('span', { title: this.#words.lanes.tookTitle(took) }, this.#words.lanes.milliseconds(took)));
      }
      if (row.panel === 'state') row.note?.(...(atMilestone ? this.#answer(lane) : []));
    }
  }

  #answer(lane: LaneFrame): HTMLElement[] {
    const { run } = lane;
    const step = onlyAsked(run);
    const wanted = step === null ? null : run.probe.targets[step];
    if (step === null || typeof wanted !== 'number') return [];
    const answer = answerAt(lane.field('outputs'), step, run.outputs);
    const right = answer === wanted;
    const { answer: words } = this.#words;
    return [
      h('span', { class: `answered ${right ? 'right' : 'wrong'}` }, symbolName(classNames(run, this.#words)[answer]!)),
      h('span', { class: 'verdict-mark', title: right ? words.right : words.wrong }, right ? ' ✓' : ' ✕'),
    ];
  }

  #showDiverged(lane: LaneFrame, clipped: boolean, makeBadge: ((cell: CellKind) => Badge) | null): void {
    this.element.classList.toggle('diverged', lane.diverged !== null);
    if (lane.diverged === null) {
      this.#badge?.element.remove();
      this.#badge = null;
      return;
    }
    if (this.#badge === null && makeBadge !== null) {
      this.#badge = makeBadge(lane.cell);
      this.#side.after(this.#badge.element);
    }
    this.#badge?.write(lane.diverged, clipped);
  }

  /** log10 of the gradient's norm at the first step over that where it enters, of what the chart shows. */
  #ratio(lane: LaneFrame): number {
    const norms = gradientNorms(lane, this.#quantity, this.#layer);
    return norms[0]! - referenceNorm(norms);
  }

  /** The units from top to bottom; null before the first `lay`. */
  get order(): Uint16Array | null {
    return this.#order;
  }

  rowOf(element: Element): Row | null {
    return this.#visible.find((row) => row.element.contains(element)) ?? null;
  }
}
