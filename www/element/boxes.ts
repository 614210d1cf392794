/** The boxes of the stage: which of them are there, and the lengths that its style sheet takes from the layout. */

import type { RunDescription } from '../generated/types';
import { axisHeight } from '../views/axis';
import { LANE_PANELS, type Panel } from '../views/row';
import { leastLetters } from '../views/ruler';
import { TimeScale } from '../views/scale';
import type { Theme } from '../views/theme';
import type { Geometry } from './geometry';

/** Height of a window, or of the frame around an embed, that counts as low. As in element.css. */
const LOW = 480;
/** The same of a window in which is presented. As in presenting.css. */
const LOW_PRESENTING = 800;
/** Height of a window from which a phone has room for more of the chart. */
const HIGH = 700;

/** Whether the window is high, of the playground's own page, or low, of another or for a presentation. */
export const windowHeight = (own: boolean, presenting: boolean): { high: boolean; low: boolean } => ({
  high: own && globalThis.innerHeight >= HIGH,
  low: presenting ? globalThis.innerHeight <= LOW_PRESENTING : !own && globalThis.innerHeight <= LOW,
});

/** The axis in the width that it may take; before the first run, of as many steps as a run usually has. */
export const timeScale = (run: RunDescription | undefined, { axis }: Geometry): TimeScale => new TimeScale(run?.steps ?? 40, axis, leastLetters());

export interface Boxes {
  stage: HTMLElement;
  hero: HTMLElement;
  input: HTMLElement;
  lanes: HTMLElement;
  film: HTMLElement;
}

/** Width of the film at least. */
const LEAST_FILM = 160;

/** What the page keeps free at the film's right end is taken from the axis; the style sheet is told. */
export function filmWidth(stage: HTMLElement, presenting: boolean, axis: number): number {
  const inset = presenting ? 0 : Number.parseFloat(getComputedStyle(stage).getPropertyValue('--film-inset')) || 0;
  const width = Math.max(LEAST_FILM, axis - inset);
  stage.style.setProperty('--film', `${width}px`);
  return width;
}

/** From the middle of the states to the middle of the gate below them, before stretching. */
const NOTED = 38;

export function layBoxes({ stage, hero, input, lanes, film }: Boxes, panels: ReadonlySet<Panel>, geometry: Geometry, scale: TimeScale, theme: Theme, models: number): void {
  // Without anything over time there is nothing to choose a step in, but the diagrams of a cell ask for one.
  const hasAxis = (['hero', 'input', 'cell', ...LANE_PANELS] as const).some((panel) => panels.has(panel));
  const hasLanes = LANE_PANELS.some((panel) => panels.has(panel));
  // The note of a gate has two lines where they end below the answer, which stands beside the state above it.
  const low = !geometry.narrow && NOTED * geometry.stretch < 2 * theme.small;
  const classes = { narrow: geometry.narrow, tight: geometry.tight, 'low-rows': low, 'no-axis': !hasAxis, 'no-hero': !panels.has('hero'), 'no-lanes': !hasLanes };
  for (const [name, on] of Object.entries(classes)) stage.classList.toggle(name, on);
  hero.hidden = !panels.has('hero');
  input.hidden = !panels.has('input');
  lanes.hidden = !hasLanes;
  film.hidden = !panels.has('film') && !panels.has('loss');
  film.classList.toggle('no-film', !panels.has('film'));
  film.classList.toggle('no-loss', !panels.has('loss'));
  const half = axisHeight(theme) / 2;
  const lengths = {
    side: geometry.side,
    label: geometry.label,
    axis: scale.width,
    hero: panels.has('hero') ? geometry.hero : 0,
    'half-axis': half,
    'under-hero': half + (panels.has('input') ? geometry.input : 0),
  };
  for (const [name, length] of Object.entries(lengths)) stage.style.setProperty(`--${name}`, `${length}px`);
  // The names beside the film are as high as the visitor's browser makes them.
  const rows = leastLetters() > 14 ? Math.round(1.15 * leastLetters() * models) : models > 4 ? 11 * models : null;
  if (rows === null) stage.style.removeProperty('--film-rows');
  else stage.style.setProperty('--film-rows', `${rows}px`);
}
