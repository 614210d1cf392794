/** The code points that WebDriver gives to keys without a character of their own. */
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Shift: '\uE008',
  Enter: '\uE007',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};

/** @param {string} key a name as in KeyboardEvent.key */
export function keyValue(key) {
  return KEYS[/** @type {keyof typeof KEYS} */ (key)] ?? key;
}

/**
 * What a keyboard does for a key, or for one that is held with another, as in Shift+Tab.
 *
 * @param {string} key
 */
export function keyActions(key) {
  const values = key.length > 1 ? key.split('+').map(keyValue) : [keyValue(key)];
  return [...values.map((value) => ({ type: 'keyDown', value })), ...values.reverse().map((value) => ({ type: 'keyUp', value }))];
}
