/** One forward and one backward pass as a GIF: drawn frame by frame off the page, which stays alive meanwhile. */

import { applyPalette, GIFEncoder, quantize, type Palette } from 'gifenc';
import type { VanishingPointElement } from '../element/vanishing-point';
import type { Messages } from '../i18n';
import type { Pass } from '../views/row';
import { yieldToPage } from './yield';
import { canvasIsReadable } from './colours';
import type { Subject } from './describe';
import { Figure, finePen } from './figure';
import { paintPicture } from './raster';
import { readPicture } from './shapes';

/** Frames of a pass at most: longer sequences go several steps a frame. */
const MOST_FRAMES = 64;
/** Milliseconds a frame is shown. */
const DELAY: Record<Pass, number> = { forward: 50, backward: 70 };
const BETWEEN = 500;
const END = 2500;
/** One of the 256 colours says “as before”. */
const COLOURS = 255;
const AS_BEFORE = 255;
/** Of so many pixels one is looked at to choose the colours. */
const SAMPLED = 9;
/** The commonest colours stay as they are: paper, ink and the like. */
const EXACT = 32;

export type Progress = (done: number, all: number) => void;

/**
 * @throws DOMException `AbortError` when `signal` is raised.
 * @throws Error when there is nothing on view, or canvases give back noise.
 */
export async function passAnimation(stage: VanishingPointElement, subject: Subject, words: Messages, progress: Progress, signal: AbortSignal): Promise<Blob> {
  if (!canvasIsReadable()) throw new Error(words.share.unreadable);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const film = new Film(canvas, context);
  const pen = finePen(1);

  const finished = new Figure(stage, subject, words, pen);
  try {
    finished.draw((picture) => picture.complete());
    await film.sample(finished);
    await rest(signal);
    finished.draw((picture) => {
      picture.begin('backward');
      picture.reach('backward', 0, Math.ceil((picture.frame.lanes[0]?.run.steps ?? 0) / 2));
    });
    await film.sample(finished);
  } finally {
    finished.picture.remove();
  }
  await rest(signal);
  film.mix();
  await rest(signal);

  const figure = new Figure(stage, subject, words, pen);
  try {
    const steps = figure.picture.frame.lanes[0]?.run.steps ?? 0;
    const stride = Math.ceil(steps / MOST_FRAMES);
    const frames = Math.ceil(steps / stride);
    const all = 2 * frames + 2;
    let done = 0;
    const shoot = async (delay: number) => {
      const image = await film.paint(figure);
      await rest(signal);
      await film.shoot(image, delay);
      done += 1;
      progress(done, all);
      await rest(signal);
    };
    for (const pass of ['forward', 'backward'] as const) {
      figure.draw((picture) => picture.begin(pass));
      for (let from = 0; from < steps; from += stride) {
        figure.draw((picture) => picture.reach(pass, from, Math.min(steps, from + stride)));
        await shoot(DELAY[pass]);
      }
      if (pass === 'forward') await shoot(BETWEEN);
    }
    figure.draw((picture) => picture.complete());
    await shoot(END);
  } finally {
    figure.picture.remove();
  }
  return film.develop();
}

/** Lets the page draw and answer before the next frame. */
async function rest(signal: AbortSignal): Promise<void> {
  await yieldToPage();
  signal.throwIfAborted();
}

class Film {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #encoder = GIFEncoder();
  #samples: Uint32Array[] = [];
  #palette: Palette = [];
  #before: Uint8Array | null = null;

  constructor(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) {
    this.#canvas = canvas;
    this.#context = context;
  }

  async paint(figure: Figure): Promise<ImageData> {
    const picture = await readPicture(figure.picture.root);
    if (this.#before === null) {
      this.#canvas.width = picture.width;
      this.#canvas.height = picture.height;
    }
    paintPicture(this.#context, picture, 1);
    return this.#context.getImageData(0, 0, this.#canvas.width, this.#canvas.height);
  }

  /** Takes a picture into account when the colours of all frames are chosen. */
  async sample(figure: Figure): Promise<void> {
    const pixels = new Uint32Array((await this.paint(figure)).data.buffer);
    this.#samples.push(pixels.filter((_, index) => index % SAMPLED === 0));
  }

  mix(): void {
    const counts = new Map<number, number>();
    for (const sample of this.#samples) {
      for (const pixel of sample) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    }
    const exact = new Set([...counts].sort(([, a], [, b]) => b - a).slice(0, EXACT).map(([pixel]) => pixel));
    const others = this.#samples.map((sample) => sample.filter((pixel) => !exact.has(pixel)));
    const pixels = new Uint32Array(others.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const other of others) {
      pixels.set(other, at);
      at += other.length;
    }
    this.#samples = [];
    this.#palette = [
      ...[...exact].map((pixel): Palette[number] => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]),
      ...(pixels.length === 0 ? [] : quantize(new Uint8ClampedArray(pixels.buffer), COLOURS - exact.size)),
    ];
  }

  async shoot(image: ImageData, delay: number): Promise<void> {
    const indices = applyPalette(image.data, this.#palette);
    const before = this.#before;
    this.#before = indices.slice();
    await yieldToPage();
    // What did not change costs next to nothing.
    if (before !== null) {
      for (let index = 0; index < indices.length; index++) {
        if (indices[index] === before[index]) indices[index] = AS_BEFORE;
      }
    }
    this.#encoder.writeFrame(indices, image.width, image.height, {
      delay, dispose: 1, transparent: before !== null, transparentIndex: AS_BEFORE,
      ...(before === null ? { palette: whole(this.#palette), repeat: 0 } : {}),
    });
  }

  develop(): Blob {
    this.#encoder.finish();
    return new Blob([this.#encoder.bytes()], { type: 'image/gif' });
  }
}

/** A table of 256 colours, so that the last one is there to mean “as before”. */
function whole(palette: Palette): Palette {
  return [...palette, ...Array.from({ length: 256 - palette.length }, (): Palette[number] => [0, 0, 0])];
}
