import { readFileSync, statSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { linkTexts as english } from '../i18n/en/link';
import { linkTexts as chinese } from '../i18n/zh/link';
import { linkTags, PICTURE, type LinkedPage } from './link-tags';

const PAGES = Object.keys(english.pages) as LinkedPage[];
const content = (page: LinkedPage, key: string, address: string | null = null) => {
  const found = linkTags(page, [english, chinese], address).filter((meta) => ('property' in meta ? meta.property : meta.name) === key);
  expect(found.length, `${page}: ${key}`).toBe(1);
  return found[0]!.content;
};

describe('the tags of a link', () => {
  test.each(PAGES)('say in both languages what the page %s is, short enough to be shown whole', (page) => {
    for (const texts of [english, chinese]) {
      expect(content(page, 'og:title')).toContain(texts.pages[page].title);
      expect(content(page, 'og:description')).toContain(texts.pages[page].description);
      expect(content(page, 'og:image:alt')).toContain(texts.picture);
    }
    expect(content(page, 'og:description').length).toBeLessThanOrEqual(200);
    expect([content(page, 'og:locale'), content(page, 'og:locale:alternate')]).toEqual(['en_US', 'zh_CN']);
    expect(content(page, 'twitter:card')).toBe('summary_large_image');
  });

  test('name whole addresses where the public one is known, and no address of the page where it is not', () => {
    const address = 'https://example.org/vp/';
    expect(content('index', 'og:image', address)).toBe('https://example.org/vp/preview.png');
    expect(content('index', 'og:url', address)).toBe('https://example.org/vp/');
    expect(content('scenes', 'og:url', address)).toBe('https://example.org/vp/scenes.html');
    expect(content('index', 'og:image')).toBe('./preview.png');
    expect(linkTags('index', [english, chinese], null).some((meta) => 'property' in meta && meta.property === 'og:url')).toBe(false);
  });

  test('have a picture of the size that they name, light enough for those who read links', () => {
    const file = new URL(`../public/${PICTURE.file}`, import.meta.url);
    const bytes = readFileSync(file);
    expect([...bytes.subarray(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([PICTURE.width, PICTURE.height]);
    expect(statSync(file).size).toBeLessThan(150_000);
  });
});
