/** How wide a text is, without asking the page for a layout. */

let context: CanvasRenderingContext2D | null = null;

/** Width in CSS pixels of a text in a font as CSS writes it, as in `700 12px sans-serif`. */
export function textWidth(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return 0;
  if (context.font !== font) context.font = font;
  return context.measureText(text).width;
}
