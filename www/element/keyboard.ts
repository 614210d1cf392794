/** What the keys of the stage do. */

import type { Granularity } from '../store/run';
import type { Store } from '../store/store';
import { keyAction } from './keys';
import type { Presentation } from './presentation';

/** What keys need of the element. */
export interface Keyed extends HTMLElement {
  readonly store: Store;
  readonly past: { back(): Promise<void> };
  toggle(): Promise<void>;
  step(granularity: Granularity): Promise<void>;
  startBackward(): Promise<void>;
  moveUnit(by: number): void;
}

/** Does what a key means; returns whether it means anything. */
export function handleKey(stage: Keyed, presentation: Presentation, event: KeyboardEvent): boolean {
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
