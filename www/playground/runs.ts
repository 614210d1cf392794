/**
 * The runs of this visit: what tells them apart and how each ended. One of them can stay on view, dotted, while another is
 * tried. Comes with the first thing that the visitor does.
 */

import type { Change } from '../engine/changes';
import type { StageFrame } from '../engine/frame';
import type { Experiment, RunDescription } from '../generated/types';
import { writeAddress } from '../store/address';
import { formatChanges } from '../store/changes-text';
import { onChange, subscribe } from '../store/subscribe';
import { format } from '../store/validate';
import { figure } from '../story/share';
import { h, plain } from '../views/dom';
import { count, loss, percent } from '../views/format';
import { History } from '../views/history';
import * as icons from '../views/icons';
import { copyFrame } from '../views/pinned';
import { Records } from '../views/records';
import { recordOf, runName, varying, type Ended } from './runs-list';
import './runs.css';
import type { Page } from './page';

/** So many runs are listed; the oldest give way. */
const MOST = 20;

interface Entry {
  name: string;
  origin: Experiment;
  changes: readonly Change[];
  /** Of which object the frames of this run speak. */
  run: RunDescription;
  /** The visitor's own data; null for those that ship. */
  text: string | null;
  update: number;
  ended: readonly Ended[];
  history: History;
  records: Records;
  /** Its last numbers, once it is no longer on view. */
  frame: StageFrame | null;
  /** Whether `origin` is its own: the first frame of a run may come before the run is accepted. */
  accepted: boolean;
}

export class Runs {
  readonly #page: Page;
  readonly #box: HTMLElement;
  readonly #dialog = h('dialog', { class: 'dialog runs-dialog' });
  #entries: Entry[] = [];
  /** The one that stays on view. */
  #pinned: Entry | null = null;
  #begun = 0;

  constructor(page: Page, box: HTMLElement) {
    this.#page = page;
    this.#box = box;
    document.body.append(this.#dialog);
    this.#dialog.addEventListener('keydown', (event) => event.stopPropagation());
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog || (target instanceof Element && target.closest('a') !== null)) this.#dialog.close();
    });
    const { run, request } = page.store;
    subscribe([run.frame], () => this.#record());
    onChange([page.store.origin], () => this.#accept());
    // What is asked for now ends the run on view: its numbers are taken while they are there.
    onChange([request], () => this.#keepNumbers());
    subscribe([page.texts, page.reading, run.pinned], () => this.#render());
  }

  get #current(): Entry | null {
    return this.#entries.at(-1) ?? null;
  }

  #record(): void {
    const { store } = this.#page;
    const frame = store.run.frame.peek();
    const described = frame?.lanes[0]?.run;
    if (frame === null || described === undefined || store.run.viewed.peek() !== null) return;
    let entry = this.#current;
    if (entry?.run !== described) {
      const name = runName(this.#begun++);
      entry = { name, origin: store.origin.peek(), changes: [], run: described, text: store.text.peek(), update: 0, ended: [], history: new History(), records: new Records(), frame: null, accepted: false };
      entry.history.restart(frame);
      entry.records.restart(frame);
      this.#entries.push(entry);
      const oldest = this.#entries.findIndex((each) => each !== this.#pinned);
      if (this.#entries.length > MOST) this.#entries.splice(oldest, 1);
    } else {
      this.#accept();
      if (frame.update < entry.history.latest) entry.history.rewind(frame);
      else entry.history.record(frame);
    }
    entry.records.record(frame);
    entry.changes = store.changes.peek();
    entry.update = frame.update;
    entry.ended = recordOf(frame);
  }

  #accept(): void {
    const entry = this.#current;
    if (entry === null || entry.accepted) return;
    entry.origin = this.#page.store.origin.peek();
    entry.accepted = true;
  }

  #keepNumbers(): void {
    const entry = this.#current;
    const frame = this.#page.store.run.frame.peek();
    if (entry === null || frame === null || frame.lanes[0]?.run !== entry.run) return;
    entry.frame = copyFrame(frame);
    if (entry === this.#pinned) this.#show(entry);
  }

  #pin(entry: Entry | null): void {
    this.#pinned = entry;
    if (entry !== null && entry === this.#current) this.#keepNumbers();
    this.#show(entry);
    this.#render();
  }

  #show(entry: Entry | null): void {
    const frame = entry?.frame ?? null;
    this.#page.store.run.pinned.value = entry === null || frame === null ? null : { name: entry.name, link: new URL(this.#hrefOf(entry), location.href).href, frame, history: entry.history, records: entry.records };
  }

  #hrefOf({ origin, changes, update }: Entry): string {
    const { lang, theme } = this.#page.link.view.peek();
    return writeAddress(origin, changes, { update, lang, theme }, []) || '#update=0';
  }

  // --- In the rail -----------------------------------------------------------

  #render(): void {
    const { words } = this.#page;
    const { runs } = words;
    const current = this.#current;
    const pinned = this.#pinned;
    const state = JSON.stringify([words.name, this.#page.language.peek(), pinned?.name, pinned === current, pinned?.update, this.#entries.length]);
    if (this.#box.dataset.shown !== state) {
      this.#box.dataset.shown = state;
      const held = document.activeElement instanceof HTMLElement && this.#box.contains(document.activeElement) ? document.activeElement.dataset.action : undefined;
      const button = (action: string, label: string, act: () => void) => {
        const element = h('button', { type: 'button', 'data-action': action }, label);
        element.addEventListener('click', act);
        return element;
      };
      this.#box.replaceChildren(
        h('div', { class: 'group-label' }, runs.title),
        ...(pinned === null ? [] : [h('p', { class: 'hint', role: 'status', 'data-pinned': pinned.name }, pinned === current ? runs.pinnedNow : h('span', {}, h('i', { class: 'dots', 'aria-hidden': 'true' }), ' ', h('a', { href: this.#hrefOf(pinned) }, runs.pinned(pinned.name, count(pinned.update)))))]),
        h('div', { class: 'runs-buttons' },
          pinned === null ? button('pin-run', runs.pin, () => this.#pin(this.#current)) : button('unpin-run', runs.unpin, () => this.#pin(null)),
          button('list-runs', runs.list(this.#entries.length), () => this.#open())));
      if (held !== undefined) (this.#box.querySelector<HTMLElement>(`[data-action="${held}"]`) ?? this.#box.querySelector('button'))?.focus();
    }
    if (this.#dialog.open) this.#fill();
  }

  // --- The list --------------------------------------------------------------

  #open(): void {
    this.#dialog.dataset.shown = '';
    this.#fill();
    this.#dialog.showModal();
  }

  #fill(): void {
    const { words } = this.#page;
    const { runs } = words;
    const state = JSON.stringify([this.#entries.map(({ name, update, ended, changes }) => [name, update, ended, changes]), this.#pinned?.name, this.#page.language.peek()]);
    if (this.#dialog.dataset.shown === state) return;
    this.#dialog.dataset.shown = state;
    const keys = varying(this.#entries.map(({ origin }) => origin));
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': runs.close, 'data-action': 'close-runs' }, icons.close());
    close.addEventListener('click', () => this.#dialog.close());
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.pin : undefined;
    const head = [runs.run, runs.differs, words.facts.update.label, runs.ended, runs.stays];
    this.#dialog.setAttribute('aria-label', runs.list(this.#entries.length));
    this.#dialog.replaceChildren(
      h('div', { class: 'dialog-head' }, h('h2', {}, runs.list(this.#entries.length)), close),
      h('p', { class: 'hint' }, runs.hint),
      h('div', { class: 'runs-scroll', tabindex: 0, role: 'group', 'aria-label': runs.title },
        h('table', {}, h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))),
          h('tbody', {}, ...[...this.#entries].reverse().map((entry) => this.#row(entry, keys))))));
    if (focused !== undefined) this.#dialog.querySelector<HTMLElement>(`[data-pin="${focused}"]`)?.focus();
  }

  #row(entry: Entry, keys: readonly (keyof Experiment)[]): HTMLElement {
    const { words, store } = this.#page;
    const { runs } = words;
    const { origin, changes } = entry;
    const differences = keys.map((key) => `${plain(words.parameters[key].label)} ${format(origin[key])}`);
    const isPinned = entry === this.#pinned;
    const pin = h('button', { type: 'button', 'aria-pressed': String(isPinned), 'aria-label': runs.pinRun(isPinned ? runs.unpin : runs.pinShort, entry.name), 'data-pin': entry.name }, isPinned ? runs.unpin : runs.pinShort);
    pin.addEventListener('click', () => {
      this.#pin(isPinned ? null : entry);
      this.#fill();
    });
    const isHere = entry === this.#current;
    // Data of the visitor's own are in no link.
    const canOpen = !isHere && entry.text === store.text.peek();
    return h('tr', { 'data-run': entry.name },
      h('th', { scope: 'row' }, canOpen ? h('a', { href: this.#hrefOf(entry), title: runs.open }, entry.name) : entry.name, isHere ? h('span', { class: 'hint' }, ` ${runs.here}`) : ''),
      h('td', {}, differences.length === 0 && changes.length === 0 ? runs.same : [...differences, ...(changes.length === 0 ? [] : [`${runs.changed} ${formatChanges(changes)}`])].join(' · ')),
      h('td', { translate: 'no' }, count(entry.update)),
      h('td', {}, ...entry.ended.map((lane) => h('div', { class: `cell-${lane.cell}` }, h('b', { translate: 'no' }, words.cells[lane.cell]), ' ', this.#result(lane)))),
      h('td', {}, pin));
  }

  #result({ divergedAt, ...lane }: Ended): string {
    const { words } = this.#page;
    if (divergedAt !== null) return words.diverged.badge(count(divergedAt));
    const parts = [`${words.film.loss} ${loss(lane.loss)}`];
    if (lane.accuracy !== null) parts.push(words.lanes.right(percent(lane.accuracy, words)));
    return [...parts, `${words.rows.gradient} ${figure(lane.log10Ratio)}`].join(' · ');
  }
}
