/** Which key was pressed, and whether it is the page's: by what it writes, and by where it lies for input methods and layouts that write something else. */

const BY_PLACE: Readonly<Record<string, string>> = {
  Space: ' ', KeyS: 's', KeyB: 'b', KeyN: 'n', KeyP: 'p', KeyJ: 'j', KeyK: 'k', KeyL: 'l', Period: '.', Comma: ',',
  Digit1: '1', Digit2: '2', Digit3: '3', Digit4: '4', Numpad1: '1', Numpad2: '2', Numpad3: '3', Numpad4: '4',
};

/** By letter, with Caps Lock as without; by place where the letter is none that anything else would be written with. */
export function keyOf({ key, code, shiftKey }: KeyboardEvent): string {
  if (shiftKey) return code === 'Slash' && !/^[!-~]$/.test(key) ? '?' : key;
  if (/^[A-Za-z0-9]$/.test(key)) return key.toLowerCase();
  return [' ', '.', ','].includes(key) ? key : (BY_PLACE[code] ?? key);
}

/** Whether a key is the browser's, of a character that is being composed, or of the control that has the focus. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  const origin = event.composedPath()[0];
  if (!(origin instanceof Element)) return false;
  if (origin.closest('input, select, textarea, [contenteditable]') !== null) return true;
  return (keyOf(event) === ' ' || event.key === 'Enter') && origin.closest('button, summary, a') !== null;
}
