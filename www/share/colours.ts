/** Colours as the browser resolves them, whatever notation its style sheets use. */

export interface Colour {
  /** `#rrggbb`. */
  hex: string;
  /** 0…1. */
  alpha: number;
}

export class Colours {
  readonly #context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  readonly #known = new Map<string, Colour>();

  constructor() {
    this.#context.canvas.width = 1;
    this.#context.canvas.height = 1;
  }

  /** Any colour that CSS knows, `color-mix(…)` as well; what is none is transparent. */
  read(css: string): Colour {
    let colour = this.#known.get(css);
    if (colour === undefined) {
      this.#context.clearRect(0, 0, 1, 1);
      this.#context.fillStyle = 'transparent';
      this.#context.fillStyle = css;
      this.#context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = this.#context.getImageData(0, 0, 1, 1).data;
      colour = { hex: `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`, alpha: alpha / 255 };
      this.#known.set(css, colour);
    }
    return colour;
  }
}

/** For a canvas. */
export function cssColour({ hex, alpha }: Colour): string {
  return alpha === 1 ? hex : `${hex}${Math.round(alpha * 255).toString(16).padStart(2, '0')}`;
}
