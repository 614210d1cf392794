/**
 * The keys of the stage: Space plays, arrows select, comma and full stop are one update back and forward, S is one time
 * step of the wave, B the start of the backward pass, digits choose a lane.
 */

import { isTaken, keyOf } from '../views/key';

export type KeyAction =
  | { kind: 'toggle' | 'update' | 'back' | 'wave' | 'backward' }
  /** A time step, counted from 1. */
  | { kind: 'select'; t: number }
  | { kind: 'unit'; by: -1 | 1 }
  | { kind: 'lane'; index: number };

/** What a key means, given the selected step (null when there is none) and their number; null when it means nothing. */
export function keyAction(event: KeyboardEvent, t: number | null, steps: number): KeyAction | null {
  if (isTaken(event)) return null;
  const key = keyOf(event);
  switch (key) {
    case ' ':
      return { kind: 'toggle' };
    case '.':
      return { kind: 'update' };
    case ',':
      return { kind: 'back' };
    case 's':
      return { kind: 'wave' };
    case 'b':
      return { kind: 'backward' };
    case 'ArrowLeft':
      return { kind: 'select', t: Math.max(1, (t ?? steps + 1) - 1) };
    case 'ArrowRight':
      return { kind: 'select', t: Math.min(steps, (t ?? 0) + 1) };
    case 'Home':
      return { kind: 'select', t: 1 };
    case 'End':
      return { kind: 'select', t: steps };
    case 'ArrowUp':
      return { kind: 'unit', by: -1 };
    case 'ArrowDown':
      return { kind: 'unit', by: 1 };
    case '1':
    case '2':
    case '3':
    case '4':
      return { kind: 'lane', index: Number(key) - 1 };
    default:
      return null;
  }
}
