/** The gallery: a card a scene, which opens the playground with its link. */

import { loadMessages, messages, type Messages } from '../i18n';
import { languageTag, type Language } from '../i18n/languages';
import { readAddress } from '../store/address';
import { removeNotStarted } from '../offline/not-started';
import { preferredLanguage, preferredTheme, remember, type Theme } from '../playground/preferences';
import { languageSwitch, pageLinks, themeButton } from '../playground/tools';
import { h, rich, write } from '../views/dom';
import '../views/cells/document-styles';
import * as icons from '../views/icons';
import { KINDS, SCENES, sceneAddress, stillOf, textOf, type Scene, type SceneKind } from './list';
import { drawStill } from './still';

const KIND_MARKS: Record<SceneKind, string> = { good: '✓', bad: '✕', surprise: '!' };
const GRADIENTS = { hidden: '‖∂L/∂hₜ‖', input: '‖∂L/∂xₜ‖' };

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
  document.getElementById('scenes')!.replaceChildren(
    h('h1', {}, words.scenes.title), h('p', { class: 'lead' }, words.scenes.subtitle),
    ...KINDS.map((kind) => group(kind, words)));
}

function group(kind: SceneKind, words: Messages): HTMLElement {
  const id = `kind-${kind}`;
  return h('section', { 'aria-labelledby': id },
    h('h2', { id, class: `kind ${kind}` }, h('span', { 'aria-hidden': 'true' }, KIND_MARKS[kind]), words.scenes.kinds[kind]),
    h('ul', { class: 'cards' }, ...SCENES.filter((scene) => scene.kind === kind).map((scene) => card(scene, words))));
}

function card(scene: Scene, words: Messages): HTMLElement {
  const { title, text } = textOf(scene, words);
  const { update, of } = scene.still;
  const link = (action: 'open' | 'predict', label: string, name: string, ...children: Node[]) =>
    h('a', { class: action, href: `./index.html${sceneAddress(scene, action === 'predict' ? { hide: 'answer' } : {})}`, 'aria-label': name, 'data-action': action }, ...children, label);
  return h('li', { class: 'card', 'data-scene': scene.id },
    h('h3', {}, title),
    drawStill(stillOf(scene), words, words.scenes.still(GRADIENTS[of], String(update))),
    h('p', {}, rich(text)),
    h('div', { class: 'card-links' },
      link('open', words.scenes.open, words.scenes.openScene(title)),
      link('predict', words.scenes.predict, words.scenes.predictScene(title), icons.eye())));
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
