/** The picture of what is on view, for what a notebook keeps of a stage where no script runs. */

import { pageAddress } from '../element/attributes';
import type { VanishingPointElement } from '../element/vanishing-point';
import { engine } from '../generated/version';
import { loadMessages } from '../i18n';
import { heading, parameterList, type Subject } from '../share/describe';
import { figurePng } from '../share/figure';
import { writeAddress } from '../store/address';

/** Pixels to a CSS pixel: the notebook's file holds the picture twice. */
const FINE = 1.5;

export interface Still {
  /** A PNG in base64. */
  png: string;
  /** What it shows, in words. */
  alt: string;
}

/** @throws Error when there is nothing on view yet, or canvases cannot be read. */
export async function stillOf(element: VanishingPointElement, brought: boolean): Promise<Still> {
  const { store, experiment, status } = element;
  const words = await loadMessages(store.options.language.peek());
  const page = pageAddress(store.options.playground.peek())?.href ?? '';
  // The notebook's own address leads nowhere, and a module of its own is on no other page.
  const link = brought ? '' : page + writeAddress(store.origin.peek(), store.changes.peek(), { update: status.updates, engine: String(engine) }, []);
  const subject: Subject = { experiment, update: status.updates, link };
  const blob = await figurePng(element, subject, words, FINE);
  return { png: await inBase64(blob), alt: [words.name, heading(subject, words), ...parameterList(subject)].join(' · ') };
}

function inBase64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve((reader.result as string).replace(/^.*?,/, '')));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The picture cannot be read.')));
    reader.readAsDataURL(blob);
  });
}
