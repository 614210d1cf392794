/**
 * What a link to a page shows where it is posted: title, sentence and picture, as Open Graph and Twitter read them.
 *
 * A page has one address in both languages, so its link speaks both. What reads links runs no scripts: the build writes
 * the tags into the HTML.
 */

import type { linkTexts } from '../i18n/en/link';

export type LinkTexts = typeof linkTexts;

/** `node tests/browser/screenshots.mjs --preview` takes it. */
export const PICTURE = { file: 'preview.png', width: 1200, height: 630 };

export type LinkedPage = keyof LinkTexts['pages'];

/** Attributes of a `<meta>`. */
export type Meta = { property: string; content: string } | { name: string; content: string };

/**
 * @param languages the texts of all languages, that of the page's HTML first
 * @param address where the pages will stand, ending in a slash; null where it is not known. The picture's address is then
 * relative, which some readers of links do not follow.
 */
export function linkTags(page: LinkedPage, languages: readonly LinkTexts[], address: string | null): Meta[] {
  const all = (of: (texts: LinkTexts) => string, between: string): string => languages.map(of).join(between);
  const [first, ...others] = languages.map(({ locale }) => locale);
  const file = page === 'index' ? '' : `${page}.html`;
  const name = all((texts) => texts.name, ' · ');
  const open: [string, string][] = [
    ['type', 'website'],
    ['site_name', name],
    ['title', page === 'index' ? name : `${all((texts) => texts.pages[page].title, ' · ')} – ${languages[0]!.name}`],
    ['description', all((texts) => texts.pages[page].description, ' ')],
    ['locale', first!],
    ...others.map((locale): [string, string] => ['locale:alternate', locale]),
    ...(address === null ? [] : [['url', address + file] as [string, string]]),
    ['image', `${address ?? './'}${PICTURE.file}`],
    ['image:type', 'image/png'],
    ['image:width', String(PICTURE.width)],
    ['image:height', String(PICTURE.height)],
    ['image:alt', all((texts) => texts.picture, ' ')],
  ];
  // All else Twitter takes from the tags of Open Graph.
  return [...open.map(([key, content]) => ({ property: `og:${key}`, content })), { name: 'twitter:card', content: 'summary_large_image' }];
}
