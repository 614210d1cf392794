/** The gallery: a card a scene, which opens the playground with its link. */

import { loadMessages, messages } from '../i18n';
import { languageTag, type Language } from '../i18n/languages';
import { readAddress } from '../store/address';
import { removeNotStarted } from '../offline/not-started';
import { preferredLanguage, preferredTheme, remember, type Theme } from '../playground/preferences';
import { languageSwitch, pageLinks, themeButton } from '../playground/tools';
import { h, write } from '../views/dom';
import '../views/cells/document-styles';
import { gallery } from './gallery';

removeNotStarted();
const dark = matchMedia('(prefers-color-scheme: dark)');
const { view } = readAddress(location.hash);
const tools = h('div', { class: 'header-tools' });
document.getElementById('header')!.append(tools);

/** Paints the page in the chosen language, once its texts are there. */
async function speak(): Promise<void> {
  const language = preferredLanguage(view);
  await loadMessages(language);
  if (language === preferredLanguage(view)) paint(language);
}

function paint(language: Language): void {
  const theme = preferredTheme(view);
  const words = messages(language)!;
  document.documentElement.dataset.scheme = theme === 'dark' || (theme === 'auto' && dark.matches) ? 'dark' : 'light';
  document.documentElement.lang = languageTag(language);
  document.title = `${words.scenes.title} · ${words.name}`;
  write(document.getElementById('brand')!, words.name);
  tools.replaceChildren(
    pageLinks('scenes', words), languageSwitch(language, words, chooseLanguage), themeButton(theme, words, chooseTheme));
  document.getElementById('scenes')!.replaceChildren(...gallery(words, './index.html'));
}

function chooseLanguage(language: Language): void {
  remember('language', language);
  delete view.lang;
  void speak().then(() => document.querySelector<HTMLElement>(`[data-lang="${language}"]`)?.focus());
}

function chooseTheme(theme: Theme): void {
  remember('theme', theme);
  delete view.theme;
  void speak().then(() => document.querySelector<HTMLElement>('[data-action="theme"]')?.focus());
}

dark.addEventListener('change', () => void speak());
void speak();
