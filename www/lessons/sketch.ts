/** Draw the curve you expect: by pointer, touch and keys, in the stage's own empty chart; and on paper in one with the same axes. */

import type { AskedChart, ChartPlaces } from '../views/asked';
import { h } from '../views/dom';
import { powerOfTen } from '../views/format';
import { DecadeAxis } from '../views/hero-axis';
import { svg } from '../views/svg';
import { choiceOf, handleSteps, stroke, type Drawing } from './curve';
import type { CourseTexts } from './texts';

/** The chart on paper. */
const WIDTH = 460;
const HEIGHT = 260;
const ROOM = { left: 56, right: 14, top: 16, bottom: 34 };

export interface SketchHost {
  words: CourseTexts['reader'];
  /** T. */
  steps: number;
  /** Takes the curve, and the choice that it stands for. */
  choose: (choice: number, curve: readonly number[]) => void;
}

/** What a curve is drawn with. */
export interface Sketch extends AskedChart {
  /** Lies over the stage's chart, in its slot. */
  element: SVGSVGElement;
  /** Says that the curve is as it should be; it stands with the question. */
  done: HTMLElement;
}

/** The empty chart on paper. */
export function emptyChart({ decades }: Drawing, steps: number, words: CourseTexts['reader']): HTMLElement {
  const axis = new DecadeAxis();
  axis.fit(-decades, 0);
  const y = (log10: number) => ROOM.top + axis.place(log10) * (HEIGHT - ROOM.top - ROOM.bottom);
  const grid = svg('g', { class: 'sketch-grid', translate: 'no' });
  for (const decade of axis.lines()) {
    grid.append(svg('line', { x1: ROOM.left, x2: WIDTH - ROOM.right, y1: y(decade), y2: y(decade) }), svg('text', { x: ROOM.left - 8, y: y(decade) + 6, 'text-anchor': 'end' }, powerOfTen(decade)));
  }
  const x = (step: number) => ROOM.left + ((step - 1) / (steps - 1)) * (WIDTH - ROOM.left - ROOM.right);
  for (const step of [1, Math.round(steps / 2), steps]) grid.append(svg('text', { x: x(step), y: HEIGHT - 8, 'text-anchor': step === steps ? 'end' : 'middle' }, String(step)));
  return h('figure', { class: 'sketch-box' }, h('p', { class: 'sketch-axis' }, words.drawAxis(steps)), svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'sketch-paper', role: 'img', 'aria-label': words.draw }, grid));
}

/** What the curve of a question is drawn with. */
export function sketch(drawing: Drawing, { words, steps, choose }: SketchHost): Sketch {
  const { decades } = drawing;
  const marks = handleSteps(steps);
  let curve: readonly number[] = new Array<number>(marks.length).fill(0);
  let places: ChartPlaces | null = null;
  const drawn = svg('path', { class: 'drawn' });
  const handles = marks.slice(0, -1).map((step, place) => svg('circle', { class: 'handle', r: 7, role: 'slider', tabindex: place === 0 ? 0 : -1, 'aria-valuemin': -decades, 'aria-valuemax': 0, 'aria-label': words.drawAt(step) }));
  const element = svg('svg', { slot: 'chart', class: 'sketch', role: 'group', 'aria-label': words.draw }, drawn, ...handles);

  const done = h('button', { type: 'button', class: 'plain', 'data-action': 'drawn' }, words.drawn);
  done.addEventListener('click', () => choose(choiceOf(drawing, curve), curve));

  const write = () => {
    handles.forEach((handle, place) => {
      handle.setAttribute('aria-valuenow', curve[place]!.toFixed(1));
      handle.setAttribute('aria-valuetext', powerOfTen(Math.round(curve[place]!)));
    });
    if (places === null) return;
    const { x, y } = places;
    drawn.setAttribute('d', marks.map((step, place) => `${place === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(curve[place]!).toFixed(1)}`).join(''));
    handles.forEach((handle, place) => {
      handle.setAttribute('cx', x(marks[place]!).toFixed(1));
      handle.setAttribute('cy', y(curve[place]!).toFixed(1));
    });
  };
  write();

  let last: { place: number; value: number } | null = null;
  const at = (event: PointerEvent, { x, y }: ChartPlaces) => {
    // Slides may be scaled.
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(element.getScreenCTM()!.inverse());
    const value = (-decades * (point.y - y(0))) / (y(-decades) - y(0));
    const place = marks.reduce((best, each, index) => (Math.abs(x(each) - point.x) < Math.abs(x(marks[best]!) - point.x) ? index : best), 0);
    return { place, value };
  };
  const draw = (event: PointerEvent) => {
    if (places === null) return;
    const to = at(event, places);
    curve = stroke(curve, last, to, decades);
    last = to;
    write();
  };
  element.addEventListener('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    last = null;
    draw(event);
  });
  element.addEventListener('pointermove', (event) => {
    if (element.hasPointerCapture(event.pointerId)) draw(event);
  });
  element.addEventListener('keydown', (event) => {
    const place = handles.indexOf(event.target as SVGCircleElement);
    if (place === -1) return;
    // The button stands with the question, before the stage: Tab would not come to it.
    if (event.key === 'Enter') {
      event.preventDefault();
      done.focus();
      return;
    }
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 4, PageDown: -4 }[event.key];
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: handles.length - 1 }[event.key];
    if (by === undefined && to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (by !== undefined) {
      curve = stroke(curve, null, { place, value: curve[place]! + by }, decades);
      write();
      return;
    }
    const next = handles[Math.min(handles.length - 1, Math.max(0, to!))]!;
    for (const handle of handles) handle.setAttribute('tabindex', handle === next ? '0' : '-1');
    next.focus();
  });

  return {
    decades,
    element,
    done,
    lay(now) {
      places = now;
      element.setAttribute('viewBox', `0 0 ${now.width} ${now.height}`);
      element.setAttribute('width', String(now.width));
      element.setAttribute('height', String(now.height));
      write();
    },
  };
}
