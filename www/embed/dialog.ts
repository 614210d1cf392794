/** “Embed”: set a post's picture up by eye, see it live in a frame, copy it as a tag or as a frame. */

import type { Experiment } from '../generated/types';
import { messages, type Messages } from '../i18n';
import { languageOf, LANGUAGES, type Language } from '../i18n/languages';
import { h } from '../views/dom';
import { frameHash, frameSnippet, HEIGHT_SCRIPT, tagSnippet, type Setup } from './snippets';
import './dialog.css';

/** What is shown before anyone has chosen: the picture that a post needs. */
const FIRST: readonly string[] = ['chart', 'answers', 'gradient', 'film'];
/** Milliseconds after which a copied snippet says so no more. */
const SAID = 1600;
const OFFLINE = 'vanishing-point-offline.html';

export class EmbedDialog {
  readonly #element = h('dialog', { class: 'dialog embed', id: 'embed' });
  readonly #experiment: () => Experiment;
  readonly #frame = h('iframe');
  #setup: Omit<Setup, 'experiment'> = { panels: FIRST, controls: 'play', autoplay: true, theme: '', lang: '', caption: '' };
  #withScript = true;
  #height = 560;
  #texts!: Messages['embed'];
  readonly #tag = h('textarea', { translate: 'no', readonly: true, rows: 4, spellcheck: 'false', 'data-snippet': 'tag' });
  readonly #inFrame = h('textarea', { translate: 'no', readonly: true, rows: 4, spellcheck: 'false', 'data-snippet': 'frame' });

  constructor(experiment: () => Experiment) {
    this.#experiment = experiment;
    document.body.append(this.#element);
    this.#element.addEventListener('close', () => this.#frame.remove());
    addEventListener('message', ({ data, source }: MessageEvent<{ type?: unknown; height?: unknown } | null>) => {
      if (source !== this.#frame.contentWindow || data?.type !== 'vanishing-point:height' || typeof data.height !== 'number') return;
      this.#height = data.height;
      this.#frame.height = String(data.height);
      this.#write();
    });
  }

  open(language: Language): void {
    this.#texts = messages(language)!.embed;
    const { title, intro, close, preview, offline, offlineHint } = this.#texts;
    const leave = h('button', { type: 'button', class: 'close', 'aria-label': close, title: close }, '✕');
    leave.addEventListener('click', () => this.#element.close());
    this.#frame.title = this.#texts.frameTitle;
    this.#frame.height = String(this.#height);
    this.#element.setAttribute('aria-label', title);
    this.#element.replaceChildren(
      h('div', { class: 'dialog-head' }, h('h2', {}, title), leave),
      h('p', { class: 'embed-intro' }, intro),
      h('div', { class: 'embed-columns' },
        h('div', { class: 'embed-choices' }, ...this.#choices(), ...this.#snippets(),
          h('p', { class: 'embed-offline' }, h('a', { href: OFFLINE, download: OFFLINE, 'data-action': 'offline' }, offline), ' ', offlineHint)),
        h('section', { class: 'embed-preview', 'aria-label': preview }, h('h3', {}, preview), this.#frame)));
    this.#show();
    this.#element.showModal();
  }

  #choices(): HTMLElement[] {
    const { show, panels, touch, controls, theme, themes, language, languages, autoplay, caption, captionHint } = this.#texts;
    const chosen = new Set(this.#setup.panels);
    const boxes = Object.entries(panels).map(([name, label]) => check(label, chosen.has(name), name, (on) => {
      if (on) chosen.add(name);
      else chosen.delete(name);
      // The order of the page, and the caption, which has no box of its own.
      this.#change({ panels: Object.keys(panels).filter((each) => chosen.has(each)) });
    }));
    const text = h('input', { type: 'text', value: this.#setup.caption, placeholder: captionHint, maxlength: 300, 'data-choice': 'caption' });
    text.addEventListener('input', () => this.#change({ caption: text.value }));
    return [
      h('fieldset', {}, h('legend', {}, show), ...boxes),
      choose(touch, controls, this.#setup.controls === '' ? 'none' : this.#setup.controls, 'controls', (value) => this.#change({ controls: value })),
      choose(theme, themes, this.#setup.theme === '' ? 'auto' : this.#setup.theme, 'theme', (value) => this.#change({ theme: value === 'auto' ? '' : value })),
      choose(language, { ...languages, ...Object.fromEntries(LANGUAGES.map((each) => [each, languageOf(each).name])) }, this.#setup.lang === '' ? 'auto' : this.#setup.lang, 'lang', (value) => this.#change({ lang: value === 'auto' ? '' : value })),
      h('label', {}, h('span', {}, caption), text),
      check(autoplay, this.#setup.autoplay, 'autoplay', (on) => this.#change({ autoplay: on })),
    ];
  }

  #snippets(): HTMLElement[] {
    const { tag, tagHint, frame, frameHint, script } = this.#texts;
    this.#tag.setAttribute('aria-label', tag);
    this.#inFrame.setAttribute('aria-label', frame);
    return [
      h('section', {}, h('h3', {}, tag, this.#copyButton(this.#tag)), h('p', {}, tagHint), this.#tag),
      h('section', {}, h('h3', {}, frame, this.#copyButton(this.#inFrame)), h('p', {}, frameHint), this.#inFrame,
        check(script, this.#withScript, 'script', (on) => {
          this.#withScript = on;
          this.#write();
        })),
    ];
  }

  #copyButton(source: HTMLTextAreaElement): HTMLElement {
    const { copy, copied } = this.#texts;
    const button = h('button', { type: 'button', 'data-copy': source.dataset.snippet }, copy);
    button.addEventListener('click', () => {
      source.select();
      void put(source.value).then((isCopied) => {
        if (!isCopied) return;
        button.textContent = copied;
        setTimeout(() => (button.textContent = copy), SAID);
      });
    });
    return button;
  }

  #change(change: Partial<Setup>): void {
    this.#setup = { ...this.#setup, ...change };
    this.#show();
  }

  /** The frame reads a new fragment without loading anew. */
  #show(): void {
    const source = new URL(`embed.html#${frameHash(this.#whole())}`, document.baseURI).href;
    if (this.#frame.src !== source) this.#frame.src = source;
    this.#write();
  }

  #write(): void {
    const site = new URL('./', location.href.split('#')[0]).href;
    this.#tag.value = tagSnippet(this.#whole(), site);
    this.#inFrame.value = frameSnippet(this.#whole(), site, this.#texts.frameTitle, this.#height) + (this.#withScript ? `\n${HEIGHT_SCRIPT}` : '');
  }

  #whole(): Setup {
    const panels = this.#setup.panels === null ? null : [...this.#setup.panels, ...(this.#setup.caption.trim() === '' ? [] : ['caption'])];
    return { ...this.#setup, panels, experiment: this.#experiment() };
  }
}

function check(label: string, on: boolean, name: string, change: (on: boolean) => void): HTMLElement {
  const box = h('input', { type: 'checkbox', checked: on, 'data-choice': name });
  box.addEventListener('change', () => change(box.checked));
  return h('label', { class: 'check' }, box, h('span', {}, label));
}

function choose(label: string, options: Readonly<Record<string, string>>, chosen: string, name: string, change: (value: string) => void): HTMLElement {
  const select = h('select', { 'data-choice': name }, ...Object.entries(options).map(([value, text]) => h('option', { value, selected: value === chosen }, text)));
  select.addEventListener('change', () => change(select.value));
  return h('label', {}, h('span', {}, label), select);
}

/** Copies what is selected; where the clipboard is out of reach, as in a page without TLS, the old way, and else by hand. */
async function put(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- There is no other way there.
    return document.execCommand('copy');
  }
}
