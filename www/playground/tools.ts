/** What every page has in its head: the pages, language and theme. */

import type { Messages } from '../i18n';
import { languageOf, LANGUAGES, languageTag, type Language } from '../i18n/languages';
import { h } from '../views/dom';
import * as icons from '../views/icons';
import { THEMES, type Theme } from './preferences';

const THEME_ICONS = { light: icons.sun, dark: icons.moon, auto: icons.system };

const PAGES = { playground: './index.html', lessons: './lessons.html', scenes: './scenes.html' } as const;

export function pageLinks(current: keyof typeof PAGES, words: Messages): HTMLElement {
  const names = { playground: words.scenes.playground, lessons: words.scenes.lessons, scenes: words.scenes.title };
  return h('nav', { class: 'page-links', 'aria-label': words.scenes.pages },
    ...(['playground', 'lessons', 'scenes'] as const).map((page) => h('a', { href: PAGES[page], 'aria-current': page === current ? 'page' : null, 'data-page': page }, names[page])));
}

export function languageSwitch(language: Language, words: Messages, choose: (language: Language) => void): HTMLElement {
  return h('div', { class: 'segmented languages', role: 'group', 'aria-label': words.header.language },
    ...LANGUAGES.map((each) => {
      const button = h('button', { type: 'button', lang: languageTag(each), 'aria-pressed': String(each === language), 'data-lang': each }, languageOf(each).short);
      button.addEventListener('click', () => choose(each));
      return button;
    }));
}

export function themeButton(theme: Theme, words: Messages, choose: (theme: Theme) => void): HTMLElement {
  const label = `${words.header.theme}: ${words.header.themes[theme]}`;
  const button = h('button', { type: 'button', class: 'theme', 'aria-label': label, title: label, 'data-theme': theme, 'data-action': 'theme' }, THEME_ICONS[theme]());
  button.addEventListener('click', () => choose(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!));
  return button;
}
