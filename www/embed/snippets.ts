/** What a post pastes: the element as a tag, or the same in a frame. */

import type { Experiment } from '../generated/types';
import { experimentKeys } from '../store/address';
import { attributeName } from '../store/parameters';
import { changedKeys } from '../store/validate';

/** How an embedded stage looks and what can be touched. Empty words are left out. */
export interface Setup {
  experiment: Experiment;
  /** Null shows what an element shows by itself. */
  panels: readonly string[] | null;
  controls: string;
  autoplay: boolean;
  theme: string;
  lang: string;
  caption: string;
}

/** The keys of `embed.html` beyond the experiment's, as attributes of the element. */
export const FRAME_KEYS = ['panels', 'controls', 'theme', 'lang', 'caption'] as const;

function words({ panels, controls, theme, lang, caption }: Setup): [string, string][] {
  const all: [string, string][] = [
    ['panels', panels?.join(',') ?? ''],
    ['controls', controls],
    ['theme', theme],
    ['lang', lang],
    ['caption', caption.trim()],
  ];
  return all.filter(([, value]) => value !== '');
}

/** The part of the address of `embed.html` after `#`. */
export function frameHash(setup: Setup): string {
  const entries = [...experimentKeys(setup.experiment), ...words(setup)];
  if (setup.autoplay) entries.push(['autoplay', '']);
  return new URLSearchParams(entries).toString().replaceAll('%2C', ',');
}

/** `site` is the address of the folder that the playground lies in. */
export function tagSnippet(setup: Setup, site: string): string {
  const attributes = [...changedKeys(setup.experiment).map(([key, value]) => [attributeName(key), value] as const), ...words(setup), ['playground', site] as const];
  const text = attributes.map(([name, value]) => ` ${name}="${escape(value)}"`).join('');
  return `<script type="module" src="${escape(new URL('vanishing-point.js', site).href)}"></script>\n<vanishing-point${text}${setup.autoplay ? ' autoplay' : ''}></vanishing-point>`;
}

/** `height` is what the frame needs now; where scripts are allowed the second tag keeps it right. */
export function frameSnippet(setup: Setup, site: string, title: string, height: number): string {
  const source = `${new URL('embed.html', site).href}#${frameHash(setup)}`;
  return `<iframe src="${escape(source)}" title="${escape(title)}" loading="lazy" width="100%" height="${Math.ceil(height)}" style="border: 0"></iframe>`;
}

/** Keeps every frame as tall as it says. */
export const HEIGHT_SCRIPT = `<script>
addEventListener("message", ({ data, source }) => {
  if (data?.type !== "vanishing-point:height") return;
  for (const frame of document.querySelectorAll("iframe")) if (frame.contentWindow === source) frame.height = data.height;
});
</script>`;

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
