/** What an element shows in its shadow root: the stage, the buttons, the caption, and what is said aloud. */

import type { CellKind, Experiment, Trace } from '../generated/types';
import { languageTag, type Language } from '../i18n/languages';
import { loadMessages as loadAll, messages as allMessages, type Messages } from '../i18n';
import { h } from '../views/dom';
import { Controls, type ControlActions } from './controls';
import type { Companions } from './companions';
import type { Extras } from './extras';
import type { Speed } from './pace';
import type { ParameterActions } from './parameter-controls';
import type { Player, Screen } from './player';
import { Stage, type Look, type StageActions } from './stage';
import { shellStyles } from './shell-styles';
import type { Progress, View } from './status';
import { styleSheets } from './styles';
import type { Wishes } from './wishes';

/** Milliseconds after which a start that is not done yet says so. */
const PATIENCE = 400;

/** Milliseconds after which what could not be fetched may be asked for again. */
const AGAIN = 5000;
/** A page sets `--vanishing-point-ink` and so on. */
const PUBLIC_PREFIX = '--vanishing-point-';
const PUBLIC = ['page', 'panel', 'raised', 'hairline', 'border', 'ink', 'secondary', 'tertiary', 'rnn', 'rnn-text', 'lstm', 'lstm-text', 'gru', 'gru-text', 'window', 'window-text', 'gradient', 'wave', 'wave-text', 'sans', 'serif'];

/** What a still picture of the stage on view is made like. */
export interface Likeness {
  stage: Stage;
  look: Look;
  /** A language tag. */
  language: string;
}

/** The part of a player's screen that paints. */
export type Painting = Pick<Screen, 'open' | 'record' | 'begin' | 'reach' | 'complete' | 'flush'>;

export interface Appearance {
  look: Look;
  language: Language;
  wishes: Wishes;
  experiment: Experiment;
  view: View;
  speed: Speed;
  caption: string;
  /** Where the same experiment opens in the playground; null for no link. */
  link: string | null;
  /** Whether the first frame is still to come, and something else stands in its place. */
  waiting: boolean;
}

export interface PresentationActions extends StageActions, ControlActions, ParameterActions, DetailSource {}

/** Where the panels beside the stage have their numbers from. */
export interface DetailSource {
  trace(cell: CellKind): Promise<Trace>;
  progress(): Progress;
}

export class Presentation {
  readonly stage: Stage;
  readonly #shadow: ShadowRoot;
  readonly #actions: PresentationActions;
  readonly #controls: Controls;
  readonly #link = h('a', { class: 'open', part: 'link', target: '_blank', rel: 'noopener', href: '#' });
  readonly #foot: HTMLElement;
  readonly #root = h('div');
  readonly #captionText = document.createTextNode('');
  readonly #caption = h('p', { class: 'caption', part: 'caption' }, h('slot', { name: 'caption' }, this.#captionText));
  readonly #live = h('div', { class: 'unseen', 'aria-live': 'polite' });
  readonly #observer: ResizeObserver;
  readonly #player: () => Player | null;
  #appearance: Appearance | null = null;
  /** What comes after the first picture, with all texts of the language on view. */
  #later: { extras: Extras; companions: Companions } | null = null;
  #furnishing = false;
  #relaying = false;

  /** `player` gives the one whose frame is on view, null before the first run. */
  constructor(shadow: ShadowRoot, look: Look, actions: PresentationActions, player: () => Player | null) {
    this.#shadow = shadow;
    this.#actions = actions;
    this.#player = player;
    shadow.adoptedStyleSheets = [...shellStyles, ...styleSheets];
    this.stage = new Stage(look, actions);
    this.#controls = new Controls(actions);
    this.#foot = h('div', { class: 'foot' }, this.#controls.element, this.#link);
    this.#root.append(this.stage.element, this.#foot, this.#caption, this.#live);
    shadow.append(this.#root);
    this.#observer = new ResizeObserver((entries) => this.#resized(entries));
  }

  /** Follows its box from now on. */
  connect(): void {
    this.#observer.observe(this.stage.scroller);
    this.#observer.observe(this.stage.head);
  }

  disconnect(): void {
    this.#observer.disconnect();
  }

  close(): void {
    this.disconnect();
    this.#root.remove();
  }

  /** Whether more is on view than the first texts can say. */
  get needsAllTexts(): boolean {
    return this.#later !== null;
  }

  dress(appearance: Appearance): void {
    this.#appearance = appearance;
    const all = allMessages(appearance.language);
    const later = this.#later;
    if (all !== null && later !== null) later.extras.words = all;
    const { look, language, wishes, caption, link, waiting } = appearance;
    this.#root.className = `root scheme-${look.scheme}`;
    this.#root.classList.toggle('waiting', waiting);
    this.#root.lang = languageTag(language);
    const { style } = this.#root;
    const host = getComputedStyle(this.#shadow.host);
    for (const name of PUBLIC) {
      if (host.getPropertyValue(PUBLIC_PREFIX + name) === '') style.removeProperty(`--${name}`);
      else style.setProperty(`--${name}`, `var(${PUBLIC_PREFIX}${name})`);
    }
    this.stage.look(look);
    this.#controls.look(look.words, wishes.buttons);
    this.#link.hidden = link === null;
    if (link !== null) this.#link.href = link;
    this.#link.textContent = `${look.words.stage.open} ↗`;
    this.#foot.hidden = !wishes.buttons && link === null;
    this.#captionText.data = caption;
    this.#caption.hidden = !look.panels.has('caption') || (caption === '' && this.#shadow.host.querySelector(':scope > [slot="caption"]') === null);
    this.relay();
    if (all !== null) later?.companions.dress(appearance, all);
    // Controls have their place from the start.
    if (wishes.speed || wishes.parameters.length > 0) this.#furnish();
  }

  /** Fetches what belongs beside the first picture, once that is on view; what cannot be had now is asked for again later. */
  #furnish(): void {
    if (this.#furnishing) return;
    this.#furnishing = true;
    void Promise.all([import('./extras'), this.#allTexts()]).then(
      ([{ Companions, Extras, extraStyles }, words]) => {
        const { told } = this.stage;
        const appearance = this.#appearance!;
        const extras = this.stage.furnish((places, actions) => new Extras(places, actions, words));
        const companions = new Companions({ shadow: this.#shadow, scroller: this.stage.scroller, foot: this.#foot, actions: this.#actions, player: this.#player }, appearance, words);
        this.#later = { extras, companions };
        this.#shadow.adoptedStyleSheets.push(...extraStyles);
        this.relay();
        companions.dress(appearance, words);
        if (told) this.announce();
      },
      () => setTimeout(() => (this.#furnishing = false), AGAIN),
    );
  }

  /** The viewer may change to the other language while one is fetched. */
  async #allTexts(): Promise<Messages> {
    const { language } = this.#appearance!;
    const words = await loadAll(language);
    return this.#appearance!.language === language ? words : this.#allTexts();
  }

  /** What a still picture of the stage is made like; null before the first look. */
  get likeness(): Likeness | null {
    return this.#appearance === null ? null : { stage: this.stage, look: this.#appearance.look, language: languageTag(this.#appearance.language) };
  }

  /** What the viewer looks at has changed. */
  watch(view: View): void {
    if (this.#appearance === null) return;
    this.#appearance = { ...this.#appearance, view };
    const all = allMessages(this.#appearance.language);
    if (all !== null) this.#later?.companions.dress(this.#appearance, all);
  }

  /** Lets the panels beside the stage follow what is on view, where there are any. */
  lookCloser(): void {
    this.#later?.companions.lookCloser();
  }

  showPlaying(playing: boolean): void {
    this.#controls.show(playing);
  }

  /** Covers the stage with a sentence, unless the work is done soon. */
  async coverWhile(work: Promise<void>, text: string): Promise<void> {
    const patience = setTimeout(() => this.stage.cover(text), PATIENCE);
    try {
      await work;
    } finally {
      clearTimeout(patience);
    }
  }

  /** Lays everything out anew and paints what was on view. */
  relay(): void {
    const { stage } = this;
    stage.lay();
    const player = this.#player();
    const frame = player?.frame ?? null;
    if (player === null || frame === null) return;
    const { pass, reached } = player.wave;
    if (pass === null) stage.complete(frame);
    else {
      // A wave under way goes on from its place, over what the update before it left.
      if (player.former !== null) stage.complete(player.former);
      stage.begin('forward');
      if (pass === 'backward') {
        stage.reach(frame, 'forward', 0, frame.lanes[0]?.run.steps ?? 0);
        stage.begin('backward');
      }
      stage.reach(frame, pass, 0, reached);
    }
    player.invalidate();
  }

  /** In the next animation frame: laying out may change the very sizes that are observed, as a scrollbar does. */
  #relaySoon(): void {
    if (this.#relaying) return;
    this.#relaying = true;
    requestAnimationFrame(() => {
      this.#relaying = false;
      this.relay();
    });
  }

  #resized(entries: readonly ResizeObserverEntry[]): void {
    let changed = false;
    for (const { target, contentRect } of entries) {
      changed = (target === this.stage.head
        ? this.stage.resizeHead(contentRect.height)
        : this.stage.resize(Math.floor(contentRect.width), Math.floor(contentRect.height))) || changed;
    }
    if (changed) this.#relaySoon();
  }

  /** What a player paints on. */
  get painting(): Painting {
    const { stage } = this;
    return {
      open: (frame) => stage.open(frame),
      record: (frame) => stage.record(frame),
      begin: (pass) => stage.begin(pass),
      reach: (frame, pass, from, to) => stage.reach(frame, pass, from, to),
      complete: (frame) => stage.complete(frame),
      flush: () => {
        stage.flush();
        this.#furnish();
        this.lookCloser();
      },
    };
  }

  /** Says where things stand, once they stand still. */
  announce(): void {
    const frame = this.#player()?.frame ?? null;
    this.stage.announce();
    this.#say((extras, { relative }) => (frame === null ? null : extras.whereThingsStand(this.#actions.progress(), frame, this.stage.hero, relative)));
  }

  announceSelection(view: View): void {
    const player = this.#player();
    if (player?.playing !== true && view.t !== null) this.#say((extras) => extras.selection(view, player?.frame ?? null, this.stage.hero));
  }

  #say(sentence: (extras: Extras, look: Look) => string | null): void {
    if (this.#later === null || this.#appearance === null) return;
    this.#live.textContent = sentence(this.#later.extras, this.#appearance.look) ?? this.#live.textContent;
  }

  /** The unit (from 1) above or below another in the order of a lane; null when the lane shows none. */
  neighbour(cell: CellKind, unit: number | null, by: -1 | 1): number | null {
    const order = this.stage.orderOf(cell);
    if (order.length === 0) return null;
    const place = unit === null ? (by > 0 ? -1 : order.length) : order.indexOf(unit - 1);
    return order[Math.max(0, Math.min(order.length - 1, place + by))]! + 1;
  }

  /** Orders the units of every lane anew, the most persistent on top. */
  sortUnits(): void {
    this.stage.sort();
    this.relay();
  }
}
