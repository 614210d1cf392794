/** The boxes of the stage: which of them are there, and the lengths that its style sheet takes from the layout. */

import { axisHeight, inputHeight } from '../views/axis';
import { LANE_PANELS, type Panel } from '../views/row';
import type { TimeScale } from '../views/scale';
import type { Theme } from '../views/theme';
import type { Geometry } from './geometry';

export interface Boxes {
  stage: HTMLElement;
  hero: HTMLElement;
  input: HTMLElement;
  lanes: HTMLElement;
  film: HTMLElement;
}

export function layBoxes({ stage, hero, input, lanes, film }: Boxes, panels: ReadonlySet<Panel>, geometry: Geometry, scale: TimeScale, theme: Theme): void {
  // Without anything over time there is nothing to choose a step in, but the diagrams of a cell ask for one.
  const hasAxis = (['hero', 'input', 'cell', ...LANE_PANELS] as const).some((panel) => panels.has(panel));
  const hasLanes = LANE_PANELS.some((panel) => panels.has(panel));
  const classes = { narrow: geometry.narrow, tight: geometry.tight, 'no-axis': !hasAxis, 'no-hero': !panels.has('hero'), 'no-lanes': !hasLanes };
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
    'under-hero': half + (panels.has('input') ? inputHeight(theme) : 0),
  };
  for (const [name, length] of Object.entries(lengths)) stage.style.setProperty(`--${name}`, `${length}px`);
}
