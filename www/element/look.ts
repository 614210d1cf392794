/** From the element's attributes to how the stage looks. */

import type { Experiment } from '../generated/types';
import type { Messages as FirstMessages } from '../i18n';
import type { Scheme } from '../views/colormap';
import { ANSWERS } from '../views/row';
import { readPanels } from './panels';
import type { Look } from './stage';
import type { View } from './status';
import { readWishes } from './wishes';

export interface Circumstances {
  words: FirstMessages;
  view: View;
  experiment: Experiment;
  /** Whether the system wishes a dark page. */
  dark: boolean;
}

export function readLook(host: Element, { words, view, experiment, dark }: Circumstances): Look {
  return {
    words,
    scheme: readScheme(host.getAttribute('theme'), dark),
    panels: new Set(readPanels(host).filter((panel) => !host.hasAttribute('veiled') || !ANSWERS.includes(panel))),
    veiled: host.hasAttribute('veiled'),
    relative: view.scale === 'relative',
    quantity: view.quantity === 'cell' && !experiment.cells.includes('lstm') ? 'hidden' : view.quantity,
    layer: view.layer === null ? null : view.layer - 1,
    presenting: host.hasAttribute('present'),
    fills: host.hasAttribute('fill'),
    tools: host.hasAttribute('fill') || readWishes(host).speed,
    clipped: experiment.clip !== null,
    truncate: experiment.truncate,
  };
}

/** The scheme that a theme stands for; `auto`, and whatever is no theme, follows the system. */
export function readScheme(theme: string | null, dark: boolean): Scheme {
  if (theme === 'light' || theme === 'dark') return theme;
  return dark ? 'dark' : 'light';
}
