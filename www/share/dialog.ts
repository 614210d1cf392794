/** What the button “Share” opens: the link, and everything that can be kept of the run. Loaded when it is first asked for. */

import { describeFailure } from '../element/errors';
import { loadPart } from '../engine/part';
import type { VanishingPointElement } from '../element/vanishing-point';
import { addMetadata } from '../engine/safetensors';
import { ownKindOf } from '../engine/own';
import type { CellKind } from '../generated/types';
import { messages, type Messages } from '../i18n';
import type { Language } from '../i18n/languages';
import { h } from '../views/dom';
import * as icons from '../views/icons';
import { historyCsv, type OtherRun } from './csv';
import { fileName } from './describe';
import { allTracesJson, cellScript, subjectOf, traceJson } from './exports';
import { copyText, save } from './save';
import './share.css';

/** A file on a disk has an address that leads nowhere else; what follows `#` opens the same run wherever the page is. */
const WITHOUT_ADDRESS = __ONE_FILE__ || location.protocol === 'file:';

/** An experiment that is as by default has an empty fragment. */
function addressToShare(): string {
  return WITHOUT_ADDRESS ? location.hash || '#' : location.href;
}

export class ShareDialog {
  readonly #stage: VanishingPointElement;
  readonly #words: Messages;
  readonly #texts: Messages['share'];
  readonly #link: HTMLTextAreaElement;
  /** Holds a text that the clipboard did not take. */
  readonly #fallback = h('textarea', { readonly: true, rows: 4, hidden: true, 'data-share': 'fallback' });
  readonly #status = h('p', { class: 'share-status', role: 'status', 'data-share': 'status' });
  readonly #bar = h('progress', { max: 1, value: 0 });
  readonly #progress: HTMLElement;
  readonly #element: HTMLDialogElement;
  readonly #language: Language;
  readonly #file = h('input', { type: 'file', accept: '.safetensors', hidden: true, 'data-share': 'run-file' });
  #abort: AbortController | null = null;
  /** Whether playing may go on once the dialog is closed: not in a run that was opened here. */
  #goesOn = true;

  private constructor(stage: VanishingPointElement, language: Language) {
    this.#stage = stage;
    this.#language = language;
    this.#words = messages(language)!;
    const texts = this.#words.share;
    this.#texts = texts;
    this.#link = h('textarea', { readonly: true, rows: 2, id: 'share-link', spellcheck: false, 'data-share': 'link' });
    const cancel = this.#button(texts.cancel, 'cancel', () => this.#abort?.abort());
    this.#progress = h('div', { class: 'share-progress', hidden: true }, this.#bar, cancel);
    this.#bar.setAttribute('aria-label', texts.animation);
    this.#fallback.setAttribute('aria-label', texts.select);
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': texts.close, 'data-share': 'close' }, icons.close());
    close.addEventListener('click', () => this.#element.close());
    this.#element = h('dialog', { class: 'dialog share', 'aria-labelledby': 'share-title' },
      h('div', { class: 'dialog-head' }, h('h2', { id: 'share-title' }, texts.title), close),
      h('p', { class: 'hint' }, texts.paused),
      h('label', { for: 'share-link', class: 'group-label' }, WITHOUT_ADDRESS ? texts.fragment : texts.link),
      h('div', { class: 'share-row' }, this.#link, this.#button(texts.copyLink, 'copy-link', () => this.#copyLink())),
      h('p', { class: 'hint', hidden: !WITHOUT_ADDRESS, 'data-share': 'fragment-hint' }, texts.fragmentHint),
      h('p', { class: 'hint', hidden: stage.text === null || ownKindOf(stage.experiment.task) === null }, texts.ownText),
      ...this.#pictures(), ...this.#data(),
      this.#progress, this.#fallback, this.#status);
    this.#file.addEventListener('change', () => {
      const file = this.#file.files?.[0];
      if (file !== undefined) void this.#attempt(() => this.#openRun(file));
      // The same file may be chosen again.
      this.#file.value = '';
    });
    // What is pressed here is not meant for the stage.
    this.#element.addEventListener('keydown', (event) => event.stopPropagation());
    this.#element.addEventListener('click', (event) => {
      if (event.target === this.#element) this.#element.close();
    });
  }

  /** Shows the dialog over a paused run; once it is closed `opener` has the focus again, and the run goes on if it did. */
  static open(stage: VanishingPointElement, language: Language, wasPlaying: boolean, opener: () => HTMLElement | null): void {
    const dialog = new ShareDialog(stage, language);
    const element = dialog.#element;
    document.body.append(element);
    dialog.#link.value = addressToShare();
    element.addEventListener('close', () => {
      dialog.#abort?.abort();
      element.remove();
      opener()?.focus();
      if (wasPlaying && dialog.#goesOn) void stage.play();
    });
    element.showModal();
    element.querySelector<HTMLElement>('[data-share="copy-link"]')?.focus();
  }

  #pictures(): HTMLElement[] {
    const { png, pngHint, svg, svgHint, animation, animationHint, picture, pictureHint } = this.#texts;
    return [
      h('h3', { class: 'group-label' }, picture), h('p', { class: 'hint' }, pictureHint),
      h('div', { class: 'share-row' },
        this.#button(png, 'png', () => this.#savePicture('png'), pngHint),
        this.#button(svg, 'svg', () => this.#savePicture('svg'), svgHint),
        this.#button(animation, 'animation', () => this.#saveAnimation(), animationHint)),
    ];
  }

  #data(): HTMLElement[] {
    const texts = this.#texts;
    const stage = this.#stage;
    const rows = stage.experiment.cells.map((cell) => {
      const name = this.#words.cells[cell];
      return h('tr', { 'data-cell': cell }, h('th', { scope: 'row', class: `cell-${cell}`, translate: 'no' }, name),
        h('td', {}, this.#button('JSON', 'trace', () => this.#save(traceJson(stage, cell), 'json', 'application/json', cell), texts.traceOf(name), true)),
        h('td', {}, this.#button('safetensors', 'weights', () => this.#saveWeights(cell), texts.weightsOf(name), true)),
        h('td', {},
          this.#button(texts.copyScript, 'copy-pytorch', () => this.#copy(cellScript(stage, cell)), texts.copyScriptOf(name), true), ' ',
          this.#button(texts.saveScript, 'pytorch', () => this.#save(cellScript(stage, cell), 'py', 'text/x-python', cell), texts.saveScriptOf(name), true)));
    });
    return [
      h('h3', { class: 'group-label' }, texts.data),
      h('div', { class: 'share-row' },
        this.#button(`${texts.history} (CSV)`, 'history', () => this.#save(Promise.resolve(historyCsv(stage.records, pinnedRun(stage))), 'csv', 'text/csv', 'history'), texts.historyHint),
        this.#button(`${texts.allTraces} (JSON)`, 'all-traces', () => this.#save(allTracesJson(stage, subjectOf(stage)), 'json', 'application/json', 'traces'), texts.allTracesHint)),
      h('table', {},
        h('thead', {}, h('tr', {}, ...[texts.cell, texts.trace, texts.weights, texts.pytorch].map((label) => h('th', { scope: 'col' }, label)))),
        h('tbody', {}, ...rows)),
      h('p', { class: 'hint' }, texts.pytorchHint),
      h('h3', { class: 'group-label' }, texts.run), h('p', { class: 'hint' }, texts.runHint),
      h('div', { class: 'share-row' },
        this.#button(texts.saveRun, 'save-run', () => this.#saveRun()),
        this.#button(texts.openRun, 'open-run', () => this.#file.click()), this.#file),
    ];
  }

  /** `hint` says more; as the whole name where the label alone would not tell what it is of. */
  #button(label: string, name: string, act: () => Promise<void> | void, hint?: string, named = false): HTMLButtonElement {
    const button = h('button', { type: 'button', class: 'action', 'data-share': name, title: hint, 'aria-label': named ? hint : undefined }, label);
    button.addEventListener('click', () => void this.#attempt(act));
    return button;
  }

  /** One thing at a time; what goes wrong is said. */
  async #attempt(act: () => Promise<void> | void): Promise<void> {
    this.#fallback.hidden = true;
    try {
      await act();
    } catch (failure) {
      const cancelled = failure instanceof DOMException && failure.name === 'AbortError';
      if (cancelled) this.#say(this.#texts.cancelled);
      else this.#say(this.#texts.failed((await describeFailure(failure, this.#language)).message));
    }
  }

  /** Said anew even when it is the same sentence. */
  #say(text: string): void {
    this.#status.textContent = '';
    setTimeout(() => (this.#status.textContent = text), 50);
  }

  async #copyLink(): Promise<void> {
    this.#link.value = addressToShare();
    if (await copyText(addressToShare())) { this.#say(this.#texts.copied); return; }
    this.#link.focus();
    this.#link.select();
    this.#say(this.#texts.select);
  }

  async #copy(text: Promise<string>): Promise<void> {
    const copied = await copyText(text);
    // Whatever kept the text from coming is said by whoever waits for it.
    const ready = await text;
    if (copied) { this.#say(this.#texts.copied); return; }
    this.#fallback.value = ready;
    this.#fallback.hidden = false;
    this.#fallback.focus();
    this.#fallback.select();
    this.#say(this.#texts.select);
  }

  async #save(content: Promise<string>, extension: string, type: string, ...parts: string[]): Promise<void> {
    const name = fileName(subjectOf(this.#stage), extension, ...parts);
    save(await content, name, type);
    this.#say(this.#texts.saved(name));
  }

  async #saveWeights(cell: CellKind): Promise<void> {
    const subject = subjectOf(this.#stage);
    const name = fileName(subject, 'safetensors', cell);
    const file = addMetadata(await this.#stage.weights(cell), 'link', subject.link);
    save(new Blob([file], { type: 'application/octet-stream' }), name);
    this.#say(this.#texts.saved(name));
  }

  async #saveRun(): Promise<void> {
    const { writeSession } = await loadPart(() => import('./session-file'));
    const subject = subjectOf(this.#stage);
    const file = await writeSession(await this.#stage.past.leaveOff(), subject.link);
    const name = fileName(subject, 'run.safetensors');
    save(new Blob([file], { type: 'application/octet-stream' }), name);
    this.#say(this.#texts.saved(name));
  }

  /** What cannot be opened is said, and the run on view stays. */
  async #openRun(file: File): Promise<void> {
    const { openSession } = await loadPart(() => import('./session-file'));
    const refused = await openSession(this.#stage, file, this.#words);
    if (refused !== null) { this.#say(this.#texts.failed(refused)); return; }
    this.#goesOn = false;
    this.#element.close();
  }

  async #savePicture(kind: 'png' | 'svg'): Promise<void> {
    const { figurePng, figureSvg } = await loadPart(() => import('./pictures'));
    const subject = subjectOf(this.#stage);
    const picture = await (kind === 'png' ? figurePng : figureSvg)(this.#stage, subject, this.#words);
    const name = fileName(subject, kind);
    save(picture, name);
    this.#say(this.#texts.saved(name));
  }

  async #saveAnimation(): Promise<void> {
    if (this.#abort !== null) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#bar.value = 0;
    this.#progress.hidden = false;
    this.#status.textContent = '';
    try {
      const { passAnimation } = await loadPart(() => import('./pictures'));
      const subject = subjectOf(this.#stage);
      const blob = await passAnimation(this.#stage, subject, this.#words, (done, all) => {
        this.#bar.value = done / all;
        this.#bar.textContent = this.#texts.drawing(done, all);
      }, abort.signal);
      const name = fileName(subject, 'gif', 'pass');
      save(blob, name);
      this.#say(this.#texts.saved(name));
    } finally {
      // The button under the keyboard's hand goes away.
      if (this.#progress.contains(document.activeElement)) this.#element.querySelector<HTMLElement>('[data-share="animation"]')?.focus();
      this.#progress.hidden = true;
      this.#abort = null;
    }
  }
}

function pinnedRun({ store }: VanishingPointElement): OtherRun | null {
  const pinned = store.run.pinned.peek();
  const rows = pinned?.records?.rows();
  return rows === undefined ? null : { name: pinned!.name, rows };
}
