/** How wide a text is, without asking the page for a layout. */

let context: CanvasRenderingContext2D | null = null;

/** Width in CSS pixels of a text in a font as CSS writes it, as in `700 12px sans-serif`. */
export function textWidth(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return 0;
  if (context.font !== font) context.font = font;
  return context.measureText(text).width;
}

let least: number | null = null;

/** The least size of letters that the visitor's browser is set to, in CSS pixels; 0 where it is not. */
export function leastLetters(): number {
  if (least !== null) return least;
  const probe = document.createElement('span');
  // Property by property: a policy may forbid the attribute.
  Object.assign(probe.style, { position: 'absolute', visibility: 'hidden', font: '1px sans-serif', whiteSpace: 'nowrap' });
  probe.textContent = 'm'.repeat(20);
  document.body.append(probe);
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  const size = (100 * width) / textWidth('m'.repeat(20), '100px sans-serif');
  return (least = size > 2 ? Math.round(size) : 0);
}
