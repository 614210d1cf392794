/** Which loss reaches which step: ‖∂L_k/∂h_t‖ for every loss k and step t, and where it has fallen to a thousandth. */

import type { Trace } from '../generated/types';
import type { Messages } from '../i18n';
import { colourMap, GRADIENT_DECADES, gradientPixel, type Scheme } from './colormap';
import { h, rich, verbatim } from './dom';
import { powerOfTen } from './format';
import { putPixels } from './pixels';
import { meanOf } from './statistics';
import { svg } from './svg';
import { walls } from './wall';

/** log10 of the share at which a loss counts as no longer heard. */
const FAINT = -3;
/** CSS pixels. */
const HEIGHT = 250;
const TALLEST_ROW = 30;
/** Lower than this, the name of the losses' axis has no room beside them; their numbers then say that they are steps k. */
const NAMED_FROM = 100;

type Flow = Trace['flow'];

/** The steps at which there is a loss, from 0. */
export function lossSteps(flow: Flow): number[] {
  return flow.flatMap((row, k) => (row.some((value) => value !== null) ? [k] : []));
}

export interface Horizon {
  /** Steps back from the last loss after which less than a thousandth is left. */
  steps: number;
  /** Whether it fell so far at all; if not, `steps` is all there are. */
  falls: boolean;
}

/** How far back the last loss is heard; null where no loss reaches any step. */
export function gradientHorizon(flow: Flow): Horizon | null {
  const k = lossSteps(flow).at(-1);
  if (k === undefined) return null;
  const t = frontier(flow[k]!, k);
  return t === null ? { steps: k, falls: false } : { steps: k - t, falls: true };
}

/** How far back the last loss is heard, in words. Steps that are read directly have no distance over which a gradient fades. */
export function horizonWords(flow: Flow, direct: boolean, words: Messages['analysis']): { text: string; steps: string; count: number | null } {
  const horizon = gradientHorizon(flow);
  if (horizon === null) return { text: words.unheard, steps: '', count: null };
  if (direct) return { text: words.direct, steps: '', count: null };
  const { falls, steps } = horizon;
  return { text: falls ? words.falls : words.stays, steps: falls ? words.steps(steps) : words.allSteps(steps), count: steps };
}

/** The latest step before k at which less than a thousandth of loss k's gradient at k is left; null when there is none. */
export function frontier(row: readonly (number | null)[], k: number): number | null {
  const own = row[k] ?? null;
  if (own === null) return null;
  for (let t = k - 1; t >= 0; t--) {
    const here = row[t] ?? null;
    if (here === null || here - own < FAINT) return t;
  }
  return null;
}

/** Loss k's gradients at t = 0…k as log10 of their share of the one at k; null where exactly nothing arrives. */
export function shares(row: readonly (number | null)[], k: number): (number | null)[] {
  const own = row[k] ?? null;
  return row.slice(0, k + 1).map((value) => (value === null || own === null ? null : value - own));
}

export interface Margins {
  /** T: for each state, the mean log10 share over the losses that arrive there; NaN where none does. */
  states: number[];
  /** For each loss, the mean log10 share over the states where it arrives. */
  losses: number[];
}

export function margins(flow: Flow): Margins {
  const rows = lossSteps(flow).map((k) => shares(flow[k]!, k));
  return {
    states: flow.map((_, t) => meanOf(rows.map((row) => row[t] ?? null))),
    losses: rows.map((row) => meanOf(row)),
  };
}

/** Where gradients cannot pass, and whether they fade from step to step, so that a line says from where on little is left. */
export interface FlowRules {
  truncate: number;
  fades: boolean;
}

export interface FlowLabels {
  /** What is read to those who do not see it. */
  title: string;
  mean: string;
  states: string;
  losses: string;
}

/** Rows are losses, from the first on top; columns are states; each row relative to its own step. Margins are means. */
export function flowMatrix(flow: Flow, rules: FlowRules, scheme: Scheme, labels: FlowLabels): HTMLElement {
  const rows = lossSteps(flow);
  const steps = flow.length;
  const height = Math.min(HEIGHT, Math.max(1, rows.length) * TALLEST_ROW);
  const means = margins(flow);
  const named = height >= NAMED_FROM;
  const matrix = h('div', { class: 'flow' }, paintMatrix(flow, rows, scheme, labels.title), drawLines(flow, rows, rules));
  matrix.style.setProperty('height', `${height}px`);
  return h('div', { class: 'flow-grid' },
    h('div', { class: 'flow-margin states', 'aria-hidden': 'true' }, marginChart(means.states, false)),
    h('div', { class: 'flow-margin-name', 'aria-hidden': 'true' }, verbatim('1'), h('span', {}, labels.mean), verbatim(powerOfTen(-GRADIENT_DECADES))),
    h('div', { class: 'flow-ticks losses', translate: 'no', 'aria-hidden': 'true' }, ...lossTicks(rows, height, named ? '' : '*k* = ')),
    matrix,
    ...(rows.length > 1 ? [h('div', { class: 'flow-margin losses', 'aria-hidden': 'true' }, marginChart(means.losses, true))] : []),
    h('div', { class: 'flow-ticks states', translate: 'no', 'aria-hidden': 'true' }, ...stateTicks(steps)),
    h('div', { class: 'flow-axis', 'aria-hidden': 'true' }, rich(labels.states)),
    ...(named ? [h('div', { class: 'flow-axis losses', 'aria-hidden': 'true' }, h('span', {}, rich(labels.losses)))] : []));
}

/** How many steps the shortest path from the last loss to the state of each step passes, drawn over the steps, with its words below. */
export function pathLengths(lengths: readonly number[], title: string): HTMLElement {
  const most = Math.max(1, ...lengths);
  const line = lengths.map((length, t) => `${t === 0 ? 'M' : 'L'}${t},${(1 - length / most).toFixed(4)}H${t + 1}`).join('');
  const chart = svg('svg', { viewBox: `0 0 ${lengths.length} 1`, preserveAspectRatio: 'none' }, svg('path', { class: 'line', d: line }));
  return h('div', { class: 'flow-grid paths', role: 'img', 'aria-label': title },
    h('div', { class: 'flow-margin-name', 'aria-hidden': 'true' }, verbatim(String(most)), verbatim('0')),
    h('div', { class: 'flow-margin states', 'aria-hidden': 'true' }, chart));
}

function paintMatrix(flow: Flow, rows: readonly number[], scheme: Scheme, title: string): HTMLCanvasElement {
  const steps = flow.length;
  const canvas = h('canvas', { role: 'img', 'aria-label': title, width: steps, height: Math.max(1, rows.length) });
  const image = new ImageData(steps, Math.max(1, rows.length));
  const pixels = new Uint32Array(image.data.buffer);
  const table = colourMap('gradient', scheme);
  rows.forEach((k, place) => {
    shares(flow[k]!, k).forEach((share, t) => (pixels[place * steps + t] = gradientPixel(table, share ?? -Infinity)));
  });
  putPixels(canvas, image);
  return canvas;
}

/** The frontier between what is heard and what is not, row by row, and the walls of truncation. */
function drawLines(flow: Flow, rows: readonly number[], { truncate, fades }: FlowRules): SVGSVGElement {
  const edges = rows.map((k) => (fades ? frontier(flow[k]!, k) : null));
  let path = '';
  edges.forEach((t, place) => {
    if (t === null) return;
    const joins = place > 0 && edges[place - 1] !== null;
    path += `${joins ? 'L' : 'M'}${t + 1},${place}L${t + 1},${place + 1}`;
  });
  const wall = walls(flow.length, truncate).flatMap((t) => {
    // Earlier losses never come to this wall.
    const first = rows.findIndex((k) => k >= t);
    return first < 0 ? [] : [`M${t},${first}V${rows.length}`];
  }).join('');
  return svg('svg', { viewBox: `0 0 ${flow.length} ${Math.max(1, rows.length)}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('path', { class: 'halo', d: path }), svg('path', { class: 'frontier', d: path }),
    svg('path', { class: 'wall', d: wall }), svg('path', { class: 'wall-core', d: wall }));
}

/** A mean a place, from 10⁻¹⁰ to 1: along a row of states, or down the losses. */
function marginChart(logs: readonly number[], down: boolean): SVGSVGElement {
  const height = (log10: number) => Math.max(0, Math.min(1, 1 + log10 / GRADIENT_DECADES));
  const point = (log10: number, index: number): string => (down ? `${height(log10).toFixed(4)},${index + 0.5}` : `${index + 0.5},${(1 - height(log10)).toFixed(4)}`);
  let area = '';
  let line = '';
  let from = 0;
  while (from < logs.length) {
    if (Number.isNaN(logs[from])) {
      from += 1;
      continue;
    }
    let to = from;
    while (to < logs.length && !Number.isNaN(logs[to])) to += 1;
    const points = logs.slice(from, to).map((log10, index) => point(log10, from + index));
    line += `M${points.join('L')}`;
    area += down ? `M0,${from + 0.5}L${points.join('L')}L0,${to - 0.5}Z` : `M${from + 0.5},1L${points.join('L')}L${to - 0.5},1Z`;
    from = to;
  }
  const [width, tall] = down ? [1, logs.length] : [logs.length, 1];
  return svg('svg', { viewBox: `0 0 ${width} ${tall}`, preserveAspectRatio: 'none' }, svg('path', { class: 'area', d: area }), svg('path', { class: 'line', d: line }));
}

/** Numbers at the first, the last and some round steps, where there is room. */
function stateTicks(steps: number): HTMLElement[] {
  const unit = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => steps / size <= 5) ?? 500;
  const ticks = [1];
  for (let t = unit; t < steps; t += unit) if (t > unit * 0.6 && steps - t > unit * 0.6) ticks.push(t);
  if (steps > 1) ticks.push(steps);
  return ticks.map((t) => tick(String(t), 'left', (t - 0.5) / steps));
}

function lossTicks(rows: readonly number[], height: number, before: string): HTMLElement[] {
  const row = height / Math.max(1, rows.length);
  const apart = Math.ceil(18 / row);
  const unit = [1, 2, 5, 10, 20, 50, 100, 200].find((size) => size * row >= 36) ?? 500;
  return rows.flatMap((k, place) => {
    const isEnd = place === 0 || place === rows.length - 1;
    const isRound = (k + 1) % unit === 0 && place >= apart && rows.length - 1 - place >= apart;
    return isEnd || isRound ? [tick(`${before}${k + 1}`, 'top', (place + 0.5) / rows.length)] : [];
  });
}

function tick(text: string, side: 'left' | 'top', share: number): HTMLElement {
  const element = h('span', {}, rich(text));
  element.style.setProperty(side, `${(share * 100).toFixed(2)}%`);
  return element;
}
