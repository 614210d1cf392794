/** The page's head: name, pages, tools, and what narrow windows have instead: drawers, and on a phone a menu. */

import type { EmbedDialog } from '../embed/dialog';
import { subscribe } from '../store/subscribe';
import { h, write } from '../views/dom';
import * as icons from '../views/icons';
import type { GalleryDialog } from './gallery-dialog';
import type { Page } from './page';
import { languageSwitch, pageLinks, themeButton } from './tools';

export class Header {
  #embedding: EmbedDialog | null = null;
  #gallery: GalleryDialog | null = null;
  readonly #page: Page;
  readonly #tools = h('div', { class: 'header-tools' });
  /** What a phone shows only on request. */
  #more = h('div');
  #moreButton = h('button');
  readonly #leave = h('button', { type: 'button', class: 'leave-present', 'data-action': 'leave-present' }, icons.close());

  constructor(header: HTMLElement, page: Page) {
    this.#page = page;
    header.append(this.#tools);
    this.#leave.addEventListener('click', () => this.#present(false));
    document.body.append(this.#leave);
    subscribe([page.texts, page.theme], () => this.#render());
    subscribe([page.drawer], () => this.#showDrawer());
    document.addEventListener('pointerdown', (event) => {
      if (event.target instanceof Node && !this.#more.contains(event.target) && !this.#moreButton.contains(event.target)) this.#showMore(false);
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      if (this.#more.contains(document.activeElement)) this.#leaveMore();
      this.#showMore(false);
      this.#present(false);
      this.#page.drawer.value = null;
      if (this.#page.analysisOpen.peek()) this.#page.showAnalysis(false);
    });
  }

  #render(): void {
    const words = this.#page.words;
    const language = this.#page.language.peek();
    write(document.getElementById('brand')!, words.name);
    write(document.getElementById('subbrand')!, words.subname);
    const drawer = (name: 'rail' | 'inspector', label: string, image: SVGSVGElement) => {
      const button = h('button', { type: 'button', class: `drawer-button for-${name}`, 'aria-expanded': 'false', 'aria-controls': name, 'aria-label': label, title: label, 'data-drawer': name }, image, h('span', {}, label));
      button.addEventListener('click', () => (this.#page.drawer.value = this.#page.drawer.peek() === name ? null : name));
      return button;
    };
    const present = h('button', { type: 'button', class: 'present', 'aria-label': words.header.present, 'data-action': 'present' }, icons.present(), h('span', {}, words.header.present));
    present.addEventListener('click', () => this.#present(true));
    const { analysisOpen } = this.#page;
    const analysis = h('button', { type: 'button', class: 'analyse', 'aria-pressed': String(analysisOpen.peek()), 'aria-controls': 'analysis', 'data-action': 'analysis', 'aria-label': words.analysis.title }, icons.matrix(), h('span', {}, words.analysis.title));
    // A click without a pointer has no count: it was a key.
    analysis.addEventListener('click', ({ detail }) => this.#page.showAnalysis(!analysisOpen.peek(), detail === 0));
    const embed = h('button', { type: 'button', class: 'embed-button', 'aria-haspopup': 'dialog', 'aria-label': words.header.embed, 'data-action': 'embed' }, icons.code(), h('span', {}, words.header.embed));
    // A page from a file has no address that a post could load it from.
    embed.hidden = __ONE_FILE__ || location.protocol === 'file:';
    embed.addEventListener('click', () => void this.#embed());
    const share = h('button', { type: 'button', class: 'share-button', 'aria-haspopup': 'dialog', 'aria-label': words.header.share, 'data-action': 'share' }, icons.share(), h('span', {}, words.header.share));
    share.addEventListener('click', () => void this.#share());
    const languages = languageSwitch(language, words, (each) => this.#page.setLanguage(each));
    const next = themeButton(this.#page.theme.peek(), words, (each) => this.#page.setTheme(each));
    const links = pageLinks('playground', words);
    if (__ONE_FILE__) links.addEventListener('click', (event) => this.#openInPlace(event));
    links.dataset.part = 'scenes';
    this.#more = h('div', { class: 'header-more', id: 'more' },
      links,
      drawer('rail', words.header.experiment, icons.sliders()),
      drawer('inspector', words.header.values, icons.values()),
      analysis, present, share, embed);
    // The focus must not stay on what is going out of sight; a dialog gives it back to where it was.
    this.#more.addEventListener('click', () => this.#leaveMore(), { capture: true });
    this.#more.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.#more.contains(relatedTarget) && relatedTarget !== this.#moreButton) this.#showMore(false);
    });
    this.#moreButton = h('button', { type: 'button', class: 'more', 'aria-controls': 'more', 'aria-label': words.header.more, title: words.header.more, 'data-action': 'more' }, icons.more());
    this.#moreButton.addEventListener('click', () => this.#showMore(this.#moreButton.getAttribute('aria-expanded') !== 'true'));
    this.#tools.replaceChildren(this.#more, languages, next, this.#moreButton);
    this.#showMore(false);
    this.#leave.setAttribute('aria-label', words.header.leavePresent);
    this.#leave.title = words.header.leavePresent;
    this.#showDrawer();
  }

  /** In the offline file the links between pages lead to parts of this one. */
  #openInPlace(event: Event): void {
    const page = event.target instanceof Element ? event.target.closest('[data-page]')?.getAttribute('data-page') : null;
    if (page === null || page === undefined) return;
    event.preventDefault();
    if (__ONE_FILE__ && page === 'lessons') void import('../lessons/one-file').then(({ goTo }) => goTo('#lesson='));
    if (page !== 'scenes') return;
    void this.#page.load(() => import('./gallery-dialog')).then((part) => part !== null && (this.#gallery ??= new part.GalleryDialog(this.#page)).open());
  }

  /** The dialog is loaded when it is first asked for. */
  async #embed(): Promise<void> {
    const part = await this.#page.load(() => import('../embed/dialog'));
    if (part === null) return;
    this.#embedding ??= new part.EmbedDialog(() => this.#page.stage.experiment);
    this.#embedding.open(this.#page.language.peek());
  }

  /** The dialog is loaded when it is first asked for. */
  async #share(): Promise<void> {
    const { stage } = this.#page;
    const language = this.#page.language.peek();
    const wasPlaying = stage.playing;
    const part = await this.#page.load(() => import('../share/dialog'));
    if (part === null) return;
    await stage.pause();
    this.#page.link.write();
    part.ShareDialog.open(stage, language, wasPlaying, () => {
      const button = this.#tools.querySelector<HTMLElement>('[data-action="share"]');
      return button?.getClientRects().length === 0 ? this.#moreButton : button;
    });
  }

  #showMore(open: boolean): void {
    this.#moreButton.setAttribute('aria-expanded', String(open));
    this.#more.classList.toggle('open', open);
  }

  /** Closes the menu, and has the focus on its button. */
  #leaveMore(): void {
    if (!this.#more.classList.contains('open')) return;
    this.#moreButton.focus();
    this.#showMore(false);
  }

  #showDrawer(): void {
    const name = this.#page.drawer.peek();
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
