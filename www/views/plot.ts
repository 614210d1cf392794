/** The frame of a small chart: rules, numbers on the axes and names at the line ends as text, lines as SVG between them. */

import { h } from './dom';
import { svg } from './svg';

/** A number on an axis, at a share of its length from the left or from the top. */
export interface Tick {
  at: number;
  text: string;
  /** Drawn in ink: what the others are compared with. */
  strong?: boolean;
}

export interface PlotPath {
  class: string;
  /** In a square from 0,0 (upper left) to 1,1. */
  d: string;
  dash?: readonly number[];
}

export interface Plot {
  /** What is read to those who do not see it. */
  title: string;
  /** CSS pixels. */
  height: number;
  left: readonly Tick[];
  bottom: readonly Tick[];
  /** Names at the right ends of lines; they move apart where they would overlap. */
  right?: readonly Tick[];
  paths: readonly PlotPath[];
}

/** CSS pixels that a name at a line's end takes. */
const NAME = 15;

export function plot({ title, height, left, bottom, right = [], paths }: Plot): HTMLElement {
  const rules = left.map(({ at, strong }) => svg('path', { class: strong === true ? 'rule one' : 'rule', d: `M0,${at}H1` }));
  const box = h('div', { class: 'plot-box' }, svg('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none', role: 'img', 'aria-label': title },
    ...rules, ...paths.map(({ class: name, d, dash }) => svg('path', { class: name, d, 'stroke-dasharray': dash === undefined || dash.length === 0 ? null : dash.join(' ') }))));
  box.style.setProperty('height', `${height}px`);
  const names = spread(right.map(({ at }) => at * height), NAME, height);
  return h('div', { class: right.length > 0 ? 'plot named' : 'plot' },
    h('div', { class: 'plot-left', translate: 'no', 'aria-hidden': 'true' }, ...left.map(({ at, text }) => placed(text, 'top', `${at * 100}%`))),
    box,
    ...(right.length > 0 ? [h('div', { class: 'plot-right', translate: 'no', 'aria-hidden': 'true' }, ...right.map(({ text }, index) => placed(text, 'top', `${names[index]}px`)))] : []),
    h('div', { class: 'plot-bottom', translate: 'no', 'aria-hidden': 'true' }, ...bottom.map(({ at, text }) => placed(text, 'left', `${at * 100}%`))));
}

function placed(text: string, side: 'left' | 'top', where: string): HTMLElement {
  const element = h('span', {}, text);
  element.style.setProperty(side, where);
  return element;
}

/** Places along a line, at least `apart` from each other, within 0…`end`, each as near to its own as that allows. */
export function spread(places: readonly number[], apart: number, end: number): number[] {
  const order = places.map((_, index) => index).sort((a, b) => places[a]! - places[b]!);
  const result = [...places];
  let least = 0;
  for (const index of order) {
    result[index] = Math.max(places[index]!, least);
    least = result[index] + apart;
  }
  let most = end;
  for (const index of order.reverse()) {
    result[index] = Math.min(result[index]!, most);
    most = result[index] - apart;
  }
  return result;
}
