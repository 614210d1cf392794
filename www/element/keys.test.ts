import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { keyOf } from '../views/key';
import { keyAction, type KeyAction } from './keys';

/** As much of an element as a key asks of where it came from. */
class FakeElement {
  readonly #kinds: readonly string[];

  constructor(...kinds: string[]) {
    this.#kinds = kinds;
  }

  closest(selectors: string): FakeElement | null {
    return selectors.split(', ').some((selector) => this.#kinds.includes(selector)) ? this : null;
  }
}

function press(key: string, code: string, rest: Partial<KeyboardEvent> = {}, origin = new FakeElement()): KeyAction | null {
  const event = { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, composedPath: () => [origin], ...rest };
  return keyAction(event as unknown as KeyboardEvent, 5, 10);
}

beforeEach(() => vi.stubGlobal('Element', FakeElement));
afterEach(() => vi.unstubAllGlobals());

describe('a key of the page', () => {
  test.each([
    ['n', 'KeyN', false, 'n'], ['N', 'KeyN', false, 'n'], ['т', 'KeyN', false, 'n'], ['Process', 'KeyP', false, 'p'], ['о', 'KeyJ', false, 'j'], ['h', 'KeyJ', false, 'h'],
    ['?', 'Slash', true, '?'], ['？', 'Slash', true, '?'], ['Process', 'Slash', true, '?'], ['?', 'Minus', true, '?'], [',', 'Slash', true, ','], ['/', 'Slash', false, '/'],
  ])('%s at %s (Shift: %s) is %s', (key, code, shiftKey, meant) => expect(keyOf({ key, code, shiftKey } as KeyboardEvent)).toBe(meant));
});

describe('a key', () => {
  test('means what it writes', () => {
    expect(press('.', 'Period')).toEqual({ kind: 'update' });
    expect(press(',', 'Comma')).toEqual({ kind: 'back' });
    expect(press(' ', 'Space')).toEqual({ kind: 'toggle' });
    expect(press('2', 'Digit2')).toEqual({ kind: 'lane', index: 1 });
    expect(press('ArrowLeft', 'ArrowLeft')).toEqual({ kind: 'select', t: 4 });
    expect(press('x', 'KeyX')).toBeNull();
  });

  test.each([
    ['a Chinese input method', '。', 'Period', { kind: 'update' }],
    ['a Chinese input method', '，', 'Comma', { kind: 'back' }],
    ['an input method that says nothing', 'Process', 'Period', { kind: 'update' }],
    ['an input method that says nothing', 'Process', 'Space', { kind: 'toggle' }],
    ['a full-width space', '\u3000', 'Space', { kind: 'toggle' }],
    ['a Russian layout', 'ю', 'Period', { kind: 'update' }],
    ['an Arabic layout', 'ز', 'Period', { kind: 'update' }],
    ['an Arabic layout', '١', 'Digit1', { kind: 'lane', index: 0 }],
    ['a French layout', 'é', 'Digit2', { kind: 'lane', index: 1 }],
    ['a French layout', '&', 'Digit1', { kind: 'lane', index: 0 }],
    ['Caps Lock', 'S', 'KeyS', { kind: 'wave' }],
    ['Caps Lock', 'B', 'KeyB', { kind: 'backward' }],
    ['the number pad', '3', 'Numpad3', { kind: 'lane', index: 2 }],
  ])('means by its place what %s does not write: %s', (_, key, code, action) => {
    expect(press(key, code)).toEqual(action);
  });

  test('that writes a letter means that letter wherever it lies', () => {
    // Dvorak has w where others have the comma, and the comma where they have w.
    expect(press('w', 'Comma')).toBeNull();
    expect(press(',', 'KeyW')).toEqual({ kind: 'back' });
  });

  test('with Shift means only what it writes', () => {
    expect(press('&', 'Digit7', { shiftKey: true })).toBeNull();
    expect(press('>', 'Period', { shiftKey: true })).toBeNull();
    expect(press('1', 'Digit1', { shiftKey: true })).toEqual({ kind: 'lane', index: 0 });
  });

  test('with Ctrl, Alt or Meta, or that composes a character, belongs to the browser', () => {
    for (const name of ['ctrlKey', 'altKey', 'metaKey', 'isComposing'] as const) {
      expect(press('.', 'Period', { [name]: true })).toBeNull();
      expect(press('Process', 'Period', { [name]: true })).toBeNull();
    }
  });

  test('belongs to the input that has the focus, and Space and Enter to the button', () => {
    for (const kind of ['input', 'select', 'textarea', '[contenteditable]']) expect(press('。', 'Period', {}, new FakeElement(kind))).toBeNull();
    for (const kind of ['button', 'summary', 'a']) {
      expect(press(' ', 'Space', {}, new FakeElement(kind))).toBeNull();
      expect(press('Process', 'Space', {}, new FakeElement(kind))).toBeNull();
      expect(press('.', 'Period', {}, new FakeElement(kind))).toEqual({ kind: 'update' });
    }
  });
});
