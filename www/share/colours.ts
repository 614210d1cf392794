/** Colours as numbers, whatever notation the style sheets use. No pixel is read back from a canvas: browsers that resist fingerprinting hand out noise. */

export interface Colour {
  /** `#rrggbb`. */
  hex: string;
  /** 0…1. */
  alpha: number;
}

const TRANSPARENT: Colour = { hex: '#000000', alpha: 0 };

export class Colours {
  readonly #known = new Map<string, Colour>();

  /** Any colour that CSS knows, `color-mix(…)` as well; what is none is transparent. */
  read(css: string): Colour {
    let colour = this.#known.get(css);
    if (colour === undefined) {
      colour = parseColour(css) ?? parseColour(resolve(css)) ?? TRANSPARENT;
      this.#known.set(css, colour);
    }
    return colour;
  }
}

/** `#rgb`, `#rrggbb(aa)`, `rgb(…)` and `color(srgb …)`, as browsers write what they have resolved. */
export function parseColour(css: string): Colour | null {
  const text = css.trim().toLowerCase();
  if (/^#(?:[\da-f]{3}|[\da-f]{6}|[\da-f]{8})$/.test(text)) {
    const digits = text.length === 4 ? text.slice(1).replaceAll(/./g, '$&$&') : text.slice(1);
    return { hex: `#${digits.slice(0, 6)}`, alpha: digits.length === 8 ? Number.parseInt(digits.slice(6), 16) / 255 : 1 };
  }
  const found = /^(rgba?|color)\(\s*(?:srgb\s+)?([^)]*)\)$/.exec(text);
  if (found === null || (found[1] === 'color' && !/^color\(\s*srgb\s/.test(text))) return null;
  const unit = found[1] === 'color' ? 1 : 255;
  const parts = found[2]!.split(/[\s,/]+/).filter((part) => part !== '');
  const numbers = parts.map((part, index) => {
    if (part === 'none') return 0;
    const number = Number.parseFloat(part);
    return part.endsWith('%') ? (number / 100) * (index < 3 ? unit : 1) : number;
  });
  if (numbers.length < 3 || numbers.length > 4 || numbers.some(Number.isNaN)) return null;
  const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
  const channel = (number: number) => Math.round(Math.max(0, Math.min(1, number / unit)) * 255).toString(16).padStart(2, '0');
  return { hex: `#${channel(red)}${channel(green)}${channel(blue)}`, alpha: Math.max(0, Math.min(1, alpha)) };
}

/** Lets the browser say in sRGB what a colour is: names, system colours, `oklch(…)` and others. Empty for what is none. */
function resolve(css: string): string {
  const probe = document.createElement('i');
  probe.style.setProperty('display', 'none');
  probe.style.setProperty('color', `color-mix(in srgb, ${css}, ${css})`);
  if (probe.style.getPropertyValue('color') === '') return '';
  document.documentElement.append(probe);
  try {
    return getComputedStyle(probe).color;
  } finally {
    probe.remove();
  }
}

/** For a canvas. */
export function cssColour({ hex, alpha }: Colour): string {
  return alpha === 1 ? hex : `${hex}${Math.round(alpha * 255).toString(16).padStart(2, '0')}`;
}

/**
 * Whether a canvas gives back what was drawn on it. Where it does not, as in Firefox with resistFingerprinting, a
 * picture of pixels would be noise.
 */
export function canvasIsReadable(): boolean {
  const canvas = document.createElement('canvas');
  canvas.width = 4;
  canvas.height = 4;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return false;
  context.fillStyle = '#2468ac';
  context.fillRect(0, 0, 4, 4);
  const { data } = context.getImageData(0, 0, 4, 4);
  return data.every((part, index) => part === [0x24, 0x68, 0xac, 0xff][index % 4]);
}
