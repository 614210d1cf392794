/** The chart and the lanes as a picture, with the experiment printed in it. */

import { Picture } from '../element/picture';
import type { VanishingPointElement } from '../element/vanishing-point';
import type { Messages } from '../i18n';
import { sizeCanvas, withPen, type Pen } from '../views/canvas';
import { h } from '../views/dom';
import { yieldToPage } from './yield';
import { canvasIsReadable, Colours } from './colours';
import { heading, parameterList, type Subject } from './describe';
import style from './figure.css?inline';
import { paintPicture } from './raster';
import { readPicture } from './shapes';
import { svgDocument } from './svg';
import { asCanvasContext, Recordings, VectorContext } from './vector';

/** CSS pixels that a picture is wide, whatever the screen. */
const WIDTH = 1120;
/** Pixels of a PNG to a CSS pixel. */
const FINE = 2;

/** A picture of the stage with the experiment printed around it. The caller removes it. */
export class Figure {
  readonly picture: Picture;
  readonly #pen: Pen;

  /** @throws Error when there is nothing on view yet. */
  constructor(stage: VanishingPointElement, subject: Subject, words: Messages, pen: Pen) {
    this.#pen = pen;
    const { frame, snapshot } = stage;
    const pinned = stage.store.run.pinned.peek();
    if (frame === null || snapshot === null) throw new Error(words.share.nothing);
    const picture = withPen(pen, () => new Picture(snapshot, frame, WIDTH));
    this.picture = picture;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    picture.frameWith([
      h('header', { class: 'figure-head' },
        h('h1', {}, heading(subject, words)),
        h('div', { class: 'brand' }, words.name),
        h('p', { class: 'parameters' }, parameterList(subject).join(' · '))),
    ], [h('footer', { class: 'figure-foot' }, subject.link, ...(pinned === null ? [] : [h('div', {}, `${pinned.name} (·····): ${pinned.link}`)]))], sheet);
  }

  /** Lets the stage draw with the picture's pen. */
  draw(action: (picture: Picture) => void): void {
    withPen(this.#pen, () => action(this.picture));
  }
}

/** A pen that draws with so many pixels to a CSS pixel. */
export function finePen(ratio: number): Pen {
  return (canvas, width, height) => sizeCanvas(canvas, width, height, ratio);
}

/** @throws Error when there is nothing on view, the picture is larger than the browser's canvases, or canvases give back noise. */
export async function figurePng(stage: VanishingPointElement, subject: Subject, words: Messages, fine = FINE): Promise<Blob> {
  if (!canvasIsReadable()) throw new Error(words.share.unreadable);
  const figure = new Figure(stage, subject, words, finePen(fine));
  try {
    await yieldToPage();
    figure.draw((drawn) => drawn.complete());
    await yieldToPage();
    const picture = await readPicture(figure.picture.root);
    await yieldToPage();
    const canvas = document.createElement('canvas');
    canvas.width = picture.width * fine;
    canvas.height = picture.height * fine;
    paintPicture(canvas.getContext('2d')!, picture, fine);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error(words.share.tooLarge);
    return blob;
  } finally {
    figure.picture.remove();
  }
}

/** @throws Error when there is nothing on view. */
export async function figureSvg(stage: VanishingPointElement, subject: Subject, words: Messages): Promise<Blob> {
  const recordings = new Recordings();
  const colours = new Colours();
  const ruler = document.createElement('canvas').getContext('2d')!;
  const figure = new Figure(stage, subject, words, (canvas, width, height) => {
    // The canvas takes its place in the layout, and what is drawn on it is taken down.
    sizeCanvas(canvas, width, height, 1);
    let context = recordings.get(canvas);
    if (context === undefined) {
      context = new VectorContext(recordings, colours, ruler);
      recordings.set(canvas, context);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    return asCanvasContext(context);
  });
  try {
    await yieldToPage();
    figure.draw((drawn) => drawn.complete());
    await yieldToPage();
    const title = `${words.name}: ${heading(subject, words)}`;
    const description = [...parameterList(subject), subject.link].join('\n');
    const picture = await readPicture(figure.picture.root);
    await yieldToPage();
    const text = await recordings.fill(svgDocument(picture, recordings, { title, description }));
    return new Blob([text], { type: 'image/svg+xml' });
  } finally {
    figure.picture.remove();
  }
}
