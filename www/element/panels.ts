/** The names in the attribute `panels`, and what each of them shows. */

import { PANELS, type Panel } from '../views/row';

/** What people ask for by one word may be several parts of the stage. */
const NAMES: Readonly<Record<string, readonly Panel[]>> = {
  chart: ['hero', 'input'],
  answers: ['answer'],
  ...Object.fromEntries(PANELS.map((panel) => [panel, [panel]])),
};

/** As the documentation lists them; the stage's own names (`hero`, `input`, …) work as well. */
export const PANEL_NAMES = ['chart', 'state', 'gates', 'gradient', 'answers', 'flow', 'cell', 'loss', 'film', 'caption'] as const;

const HIDDEN_BY_DEFAULT: readonly Panel[] = ['cell-state', 'candidate', 'flow', 'cell'];
const PRESENTED: readonly Panel[] = ['hero', 'input', 'facts', 'answer', 'gradient', 'film', 'loss', 'caption'];
const COLLAPSED: readonly Panel[] = ['hero', 'input'];

/** The names that no panel has. */
export function unknownPanels(host: Element): string[] {
  return wishedPanels(host)?.filter((name) => name !== 'all' && !Object.hasOwn(NAMES, name)) ?? [];
}

function wishedPanels(host: Element): string[] | null {
  return host.getAttribute('panels')?.split(/[\s,]+/).filter((name) => name !== '') ?? null;
}

/** `panels` is a list of names, or `all`; names that no one knows show nothing. */
export function readPanels(host: Element): readonly Panel[] {
  if (host.hasAttribute('collapsed')) return COLLAPSED;
  const wanted = wishedPanels(host);
  if (wanted === null) return host.hasAttribute('present') ? PRESENTED : PANELS.filter((panel) => !HIDDEN_BY_DEFAULT.includes(panel));
  if (wanted.includes('all')) return PANELS;
  return wanted.flatMap((name) => (Object.hasOwn(NAMES, name) ? NAMES[name]! : []));
}
