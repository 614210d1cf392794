/** What the stage asks of its element, when someone touches it. */

import type { Past } from './past';
import type { PresentationActions } from './presentation';
import type { Selection } from './selection';
import type { VanishingPointElement } from './vanishing-point';

export function actionsOf(element: VanishingPointElement, past: Past, selection: Selection): PresentationActions {
  return {
    recover: (cell) => void past.recover(cell),
    clip: (cell) => void past.clip(cell),
    visit: (update) => void past.visit(update),
    select: ({ step, unit, cell }) => {
      const { view } = selection;
      selection.choose({ t: step + 1, unit: unit === null ? view.unit : unit + 1, cell: cell ?? view.cell });
    },
    scale: (relative) => selection.choose({ scale: relative ? 'relative' : 'absolute' }),
    quantity: (quantity) => selection.choose({ quantity }),
    hurry: () => element.hurry(),
    layer: (layer) => selection.choose({ layer: layer + 1 }),
    toggle: () => void element.toggle(),
    change: (parameters) => (element.experiment = { ...element.experiment, ...parameters }),
    setSpeed: (speed) => (element.speed = speed),
    trace: (cell) => element.trace(cell),
    progress: () => element.progress,
    step: (granularity) => void element.step(granularity),
    reset: () => void element.reset(),
  };
}
