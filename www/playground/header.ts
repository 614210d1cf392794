/** The page's head: name, language, theme, presenting, and the drawers of narrow windows. */

import type { EmbedDialog } from '../embed/dialog';
import { h, icons, write } from '../views/dom';
import type { Page, Part } from './main';
import { languageSwitch, themeButton } from './tools';

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
    const share = h('button', { type: 'button', class: 'share-button', 'aria-haspopup': 'dialog', 'aria-label': words.header.share, 'data-action': 'share' }, icons.share(), h('span', {}, words.header.share));
    share.addEventListener('click', () => void this.#share());
    const languages = languageSwitch(language, words, (each) => this.#page.setLanguage(each));
    const next = themeButton(theme, words, (each) => this.#page.setTheme(each));
    this.#tools.replaceChildren(
      drawer('rail', words.header.experiment, icons.sliders()),
      drawer('inspector', words.header.values, icons.values()),
      h('nav', { class: 'page-links', 'aria-label': words.scenes.pages, 'data-part': 'scenes' }, h('a', { href: `./scenes.html`, 'data-page': 'scenes', title: words.scenes.title }, icons.gallery(), h('span', {}, words.scenes.title))),
      analysis, present, share, embed, languages, next);
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

  /** The dialog is loaded when it is first asked for. */
  async #share(): Promise<void> {
    const { stage, language } = this.#page;
    const wasPlaying = stage.playing;
    const { ShareDialog } = await import('../share/dialog');
    await stage.pause();
    this.#page.writeLink();
    ShareDialog.open(stage, language, wasPlaying, () => this.#tools.querySelector<HTMLElement>('[data-action="share"]'));
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
