/** From the element's attributes to how the stage looks. */

import type { Experiment } from '../generated/types';
import { messages, type Language } from '../i18n';
import type { Scheme } from '../views/colormap';
import { ANSWERS, PANELS, type Panel } from '../views/row';
import type { Look } from './stage';
import type { View } from './status';

const HIDDEN_BY_DEFAULT: readonly Panel[] = ['cell', 'candidate'];
const PRESENTED: readonly Panel[] = ['hero', 'input', 'facts', 'answer', 'gradient', 'film'];
const COLLAPSED: readonly Panel[] = ['hero', 'input'];

export interface Circumstances {
  language: Language;
  view: View;
  experiment: Experiment;
  /** Whether the system wishes a dark page. */
  dark: boolean;
}

export function readLook(host: Element, { language, view, experiment, dark }: Circumstances): Look {
  return {
    words: messages(language),
    scheme: readScheme(host.getAttribute('theme'), dark),
    panels: new Set(readPanels(host).filter((panel) => !host.hasAttribute('veiled') || !ANSWERS.includes(panel))),
    veiled: host.hasAttribute('veiled'),
    relative: view.scale === 'relative',
    quantity: view.quantity === 'cell' && !experiment.cells.includes('lstm') ? 'hidden' : view.quantity,
    layer: view.layer === null ? null : view.layer - 1,
    presenting: host.hasAttribute('present'),
    fills: host.hasAttribute('fill'),
    clipped: experiment.clip !== null,
    truncate: experiment.truncate,
  };
}

function readScheme(theme: string | null, dark: boolean): Scheme {
  if (theme === 'light' || theme === 'dark') return theme;
  return dark ? 'dark' : 'light';
}

/** The names in the attribute `panels` that no panel has. */
export function unknownPanels(host: Element): string[] {
  return wishedPanels(host)?.filter((name) => name !== 'all' && !PANELS.some((panel) => panel === name)) ?? [];
}

function wishedPanels(host: Element): string[] | null {
  return host.getAttribute('panels')?.split(/[\s,]+/).filter((name) => name !== '') ?? null;
}

/** `panels` is a list of names, or `all`; names that no one knows show nothing. */
function readPanels(host: Element): readonly Panel[] {
  if (host.hasAttribute('collapsed')) return COLLAPSED;
  const wanted = wishedPanels(host);
  if (wanted === null) return host.hasAttribute('present') ? PRESENTED : PANELS.filter((panel) => !HIDDEN_BY_DEFAULT.includes(panel));
  if (wanted.includes('all')) return PANELS;
  return PANELS.filter((panel) => wanted.includes(panel));
}
