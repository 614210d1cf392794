/**
 * The keys of the stage: Space plays, arrows select, comma and full stop are one update back and forward, S is one time
 * step of the wave, B the start of the backward pass, digits choose a lane.
 */

export type KeyAction =
  | { kind: 'toggle' | 'update' | 'back' | 'wave' | 'backward' }
  /** A time step, counted from 1. */
  | { kind: 'select'; t: number }
  | { kind: 'unit'; by: -1 | 1 }
  | { kind: 'lane'; index: number };

/** Keys by what they write, and by where they lie: an input method, or a layout without these letters, writes something else. */
const BY_PLACE: Readonly<Record<string, string>> = {
  Space: ' ', KeyS: 's', KeyB: 'b', Period: '.', Comma: ',', Digit1: '1', Digit2: '2', Digit3: '3', Digit4: '4', Numpad1: '1', Numpad2: '2', Numpad3: '3', Numpad4: '4',
};
const MEANT = [' ', '.', ',', 's', 'b', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'ArrowUp', 'ArrowDown', '1', '2', '3', '4'];

/** What a key means, given the selected step (null when there is none) and their number; null when it means nothing. */
export function keyAction(event: KeyboardEvent, t: number | null, steps: number): KeyAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || belongsToControl(event)) return null;
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

/** By letter; by place where the letter is none that anything else would be written with. */
function keyOf({ key, code, shiftKey }: KeyboardEvent): string {
  if (MEANT.includes(key) || shiftKey) return key;
  const writesLatin = /^[A-Za-z0-9]$/.test(key);
  return writesLatin ? key : (BY_PLACE[code] ?? key);
}

/** A control that has the focus keeps the keys that it answers itself. */
function belongsToControl(event: KeyboardEvent): boolean {
  const origin = event.composedPath()[0];
  if (!(origin instanceof Element)) return false;
  if (origin.closest('input, select, textarea, [contenteditable]') !== null) return true;
  return (keyOf(event) === ' ' || event.key === 'Enter') && origin.closest('button, summary, a') !== null;
}
