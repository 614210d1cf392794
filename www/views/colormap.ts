/** The three colour maps of the strips, each baked once into 256 packed pixels. */

export type MapName = 'state' | 'gate' | 'gradient' | 'phase';
export type Scheme = 'light' | 'dark';

/** Anchors, interpolated linearly in RGB. */
const ANCHORS: Record<Scheme, Record<MapName, string>> = {
  light: {
    state: '482786 A08CCB F5F4F2 EDA95A 9A4700',
    gate: 'F1F4F4 CBD8DA 8AA6AB 46707A 0D3038',
    gradient: magma(),
    // A circle, for angles: both ends are the same colour.
    phase: 'E2D9E2 6276BA 2F1436 B55D4F E2D9E2',
  },
  dark: {
    state: 'C3ADFF 6650A3 191B20 9C6420 FFBE69',
    gate: '15191B 1F3539 356169 7FB0B5 E6F8F7',
    gradient: magma(),
    phase: '2F1436 6276BA E2D9E2 B55D4F 2F1436',
  },
};

/** Sixteen points of matplotlib's magma (CC0); between them the straight line is within 3/255 of the original. */
function magma(): string {
  return '000004 0B0924 20114B 3B0F70 57157E 721F81 8C2981 A8327D C43C75 DE4968 F1605D FA7F5E FE9F6D FEBF84 FDDEA0 FCFDBF';
}

/** Above ten times the last step's norm: an exploding gradient. */
export const EXPLODING = pack(0x8b, 0xe9, 0xff);

/** The decades that the gradient map spans below 1. */
export const GRADIENT_DECADES = 10;

/** An opaque pixel as canvas memory holds it (little-endian RGBA). */
function pack(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function bake(anchors: string): Uint32Array {
  const colours = anchors.split(' ').map((hex) => Number.parseInt(hex, 16));
  const table = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    const position = (index / 255) * (colours.length - 1);
    const low = Math.min(colours.length - 2, Math.floor(position));
    const mix = (shift: number) => {
      const from = (colours[low]! >> shift) & 255;
      const to = (colours[low + 1]! >> shift) & 255;
      return Math.round(from + (to - from) * (position - low));
    };
    table[index] = pack(mix(16), mix(8), mix(0));
  }
  return table;
}

const baked = new Map<string, Uint32Array>();

/** The 256 pixels of a map. */
export function colourMap(name: MapName, scheme: Scheme): Uint32Array {
  const key = `${scheme}/${name}`;
  let table = baked.get(key);
  if (table === undefined) {
    table = bake(ANCHORS[scheme][name]);
    baked.set(key, table);
  }
  return table;
}

/** The pixel of a value in −1…1 (clamped). */
export function statePixel(table: Uint32Array, value: number): number {
  return table[Math.max(0, Math.min(255, Math.round((value + 1) * 127.5)))]!;
}

/** The pixel of a value in 0…1 (clamped). */
export function gatePixel(table: Uint32Array, value: number): number {
  return table[Math.max(0, Math.min(255, Math.round(value * 255)))]!;
}

/** The pixel of a magnitude, given as log10 of the ratio; exactly zero and not-a-number are left empty. */
export function gradientPixel(table: Uint32Array, log10: number): number {
  if (log10 > 1) return EXPLODING;
  if (!(log10 > -Infinity)) return 0;
  return table[Math.max(0, Math.min(255, Math.round((1 + log10 / GRADIENT_DECADES) * 255)))]!;
}
