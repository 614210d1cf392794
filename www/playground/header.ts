/** The page's head: name, language, theme, presenting, and the drawers of narrow windows. */

import type { EmbedDialog } from '../embed/dialog';
import { h, icons, write } from '../views/dom';
import { LANGUAGES, languageTag, type Language } from '../i18n';
import type { Page, Part, Theme } from './main';

const LANGUAGE_NAMES: Record<Language, string> = { en: 'EN', zh: '中文' };
const THEMES: readonly Theme[] = ['light', 'dark', 'auto'];
const THEME_ICONS = { light: icons.sun, dark: icons.moon, auto: icons.system };

export class Header implements Part {
  #embedding: EmbedDialog | null = null;
  readonly #page: Page;
  readonly #tools = h('div', { class: 'header-tools' });
  readonly #leave = h('button', { type: 'button', class: 'leave-present', 'data-action': 'leave-present' }, icons.close());

  constructor(header: HTMLElement, page: Page) {
    this.#page = page;
    header.append(this.#tools);
    this.#leave.addEventListener('click', () => this.#present(false));
    document.body.append(this.#leave);
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.#present(false);
      this.#drawer(null);
      if (document.querySelector<HTMLElement>('#analysis')?.hidden === false) this.#page.showAnalysis(false);
    });
  }

  render(): void {
    const { words, language, theme } = this.#page;
    write(document.getElementById('brand')!, words.name);
    write(document.getElementById('subbrand')!, words.subname);
    const drawer = (name: 'rail' | 'inspector', label: string, image: SVGSVGElement) => {
      const button = h('button', { type: 'button', class: `drawer-button for-${name}`, 'aria-expanded': 'false', 'aria-controls': name, 'data-drawer': name }, image, h('span', {}, label));
      button.addEventListener('click', () => this.#drawer(document.body.dataset.drawer === name ? null : name));
      return button;
    };
    const present = h('button', { type: 'button', class: 'present', 'aria-label': words.header.present, 'data-action': 'present' }, icons.present(), h('span', {}, words.header.present));
    present.addEventListener('click', () => this.#present(true));
    const isOpen = () => document.querySelector<HTMLElement>('#analysis')?.hidden === false;
    const analysis = h('button', { type: 'button', class: 'analyse', 'aria-pressed': String(isOpen()), 'aria-controls': 'analysis', 'data-action': 'analysis', 'aria-label': words.analysis.title }, icons.matrix(), h('span', {}, words.analysis.title));
    analysis.addEventListener('click', () => this.#page.showAnalysis(!isOpen()));
    const embed = h('button', { type: 'button', class: 'embed-button', 'aria-haspopup': 'dialog', 'aria-label': words.header.embed, 'data-action': 'embed' }, icons.code(), h('span', {}, words.header.embed));
    // A page from a file has no address that a post could load it from.
    embed.hidden = location.protocol === 'file:';
    embed.addEventListener('click', () => void this.#embed());
    const languages = h('div', { class: 'segmented', role: 'group', 'aria-label': words.header.language },
      ...LANGUAGES.map((each) => {
        const button = h('button', { type: 'button', lang: languageTag(each), 'aria-pressed': String(each === language), 'data-lang': each }, LANGUAGE_NAMES[each]);
        button.addEventListener('click', () => this.#page.setLanguage(each));
        return button;
      }));
    const themeLabel = `${words.header.theme}: ${words.header.themes[theme]}`;
    const next = h('button', { type: 'button', class: 'theme', 'aria-label': themeLabel, title: themeLabel, 'data-theme': theme, 'data-action': 'theme' }, THEME_ICONS[theme]());
    next.addEventListener('click', () => this.#page.setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!));
    this.#tools.replaceChildren(
      drawer('rail', words.header.experiment, icons.sliders()),
      drawer('inspector', words.header.values, icons.values()),
      analysis, present, embed, languages, next);
    this.#leave.setAttribute('aria-label', words.header.leavePresent);
    this.#leave.title = words.header.leavePresent;
    this.#drawer(document.body.dataset.drawer ?? null);
  }

  /** The dialog is loaded when it is first asked for. */
  async #embed(): Promise<void> {
    const { EmbedDialog } = await import('../embed/dialog');
    this.#embedding ??= new EmbedDialog(() => this.#page.stage.experiment);
    this.#embedding.open(this.#page.language);
  }

  #drawer(name: string | null): void {
    if (name === null) delete document.body.dataset.drawer;
    else document.body.dataset.drawer = name;
    for (const button of this.#tools.querySelectorAll('.drawer-button')) {
      button.setAttribute('aria-expanded', String(button.getAttribute('data-drawer') === name));
    }
  }

  #present(on: boolean): void {
    document.body.classList.toggle('presenting', on);
    this.#page.stage.toggleAttribute('present', on);
  }
}
