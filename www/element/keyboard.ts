/** What the keys of the stage do. */

import { keyAction } from './keys';
import type { Presentation } from './presentation';
import type { VanishingPointElement } from './vanishing-point';

/** Does what a key means; returns whether it means anything. */
export function handleKey(stage: VanishingPointElement, presentation: Presentation, event: KeyboardEvent): boolean {
  const { store } = stage;
  const action = keyAction(event, store.view.t.peek(), store.run.frame.peek()?.lanes[0]?.run.steps ?? 0);
  if (action === null) return false;
  switch (action.kind) {
    case 'toggle':
      void stage.toggle();
      break;
    case 'update':
      void stage.step('update');
      break;
    case 'wave':
      void stage.step('time');
      break;
    case 'backward':
      void stage.startBackward();
      break;
    case 'back':
      void stage.past.back();
      break;
    case 'select':
      store.look({ t: action.t });
      presentation.announceSelection();
      break;
    case 'unit':
      stage.moveUnit(action.by);
      break;
    case 'lane': {
      const cell = store.experiment.peek().cells[action.index];
      if (cell === undefined) return false;
      store.look({ cell });
      presentation.stage.reveal(action.index);
      break;
    }
  }
  return true;
}
