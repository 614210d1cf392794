/** Files to keep and texts to paste; nothing leaves the page but by the visitor's own hand. */

/** Milliseconds after which a browser surely has begun to write the file. */
const WRITTEN = 30_000;

/** Offers a file for download. */
export function save(content: Blob | string, name: string, type = 'text/plain'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), WRITTEN);
}

/**
 * Puts a text on the clipboard, also one that is still to come: a browser that asks for a click counts the one that is
 * going on now. Returns whether it could.
 */
export async function copyText(text: string | Promise<string>): Promise<boolean> {
  try {
    if (typeof ClipboardItem === 'function') {
      const blob = Promise.resolve(text).then((ready) => new Blob([ready], { type: 'text/plain' }));
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    } else {
      await navigator.clipboard.writeText(await text);
    }
    return true;
  } catch {
    return false;
  }
}
