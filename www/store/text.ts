/** Text that comes in: typed, pasted, dropped from a file, set by a script. */

/**
 * The same characters however they were written down: without a byte order mark, lines ended by LF alone, composed
 * (NFC), so that an é that came as two code points is the é of a keyboard.
 */
export function normalizeText(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n').normalize('NFC');
}
