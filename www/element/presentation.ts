/** What an element shows in its shadow root: the stage, the buttons, the caption, and what is said aloud. */

import type { StageFrame } from '../engine/frame';
import type { CellKind, Experiment, Trace } from '../generated/types';
import type { Messages } from '../i18n/en';
import { languageTag, type Language } from '../i18n/language';
import { h } from '../views/dom';
import { magnitude } from '../views/format';
import { Controls, type ControlActions } from './controls';
import type { Details } from './details';
import type { Speed } from './pace';
import type { ParameterActions, ParameterControls } from './parameter-controls';
import type { Player, Screen } from './player';
import { Stage, type Look, type StageActions } from './stage';
import { shellStyles } from './shell-styles';
import type { Progress, View } from './status';
import { Still } from './still';
import { styleSheets } from './styles';
import type { Wishes } from './wishes';

/** Milliseconds after which a start that is not done yet says so. */
const PATIENCE = 400;

/** Milliseconds between two looks at the panels beside the stage. */
const READING = 80;
/** A page sets `--vanishing-point-ink` and so on. */
const PUBLIC_PREFIX = '--vanishing-point-';
const PUBLIC = ['page', 'panel', 'raised', 'hairline', 'border', 'ink', 'secondary', 'tertiary', 'rnn', 'rnn-text', 'lstm', 'lstm-text', 'gru', 'gru-text', 'window', 'window-text', 'gradient', 'wave', 'wave-text', 'sans', 'serif'];

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
  #parameters: ParameterControls | 'loading' | null = null;
  #details: Details | 'loading' | null = null;
  #relaying = false;
  #looking = false;

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

  dress(appearance: Appearance): void {
    this.#appearance = appearance;
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
    this.#showParameters(appearance);
    this.relay();
    this.lookCloser();
  }

  #showParameters({ wishes, look, experiment, speed }: Appearance): void {
    const wanted = wishes.speed || wishes.parameters.length > 0;
    if (this.#parameters === null && wanted) {
      this.#parameters = 'loading';
      void import('./parameter-controls').then(({ ParameterControls, parameterStyles }) => {
        this.#parameters = new ParameterControls(this.#actions);
        this.#foot.after(this.#parameters.element);
        this.#shadow.adoptedStyleSheets.push(parameterStyles);
        if (this.#appearance !== null) this.#showParameters(this.#appearance);
      });
    } else if (this.#parameters !== null && this.#parameters !== 'loading') {
      this.#parameters.element.hidden = !wanted;
      if (wanted) this.#parameters.look(wishes, look.words, experiment, speed);
    }
  }

  /** A stage of its own with a frame, `width` CSS pixels wide, for pictures; null before the first look. */
  still(frame: StageFrame, width: number): Still | null {
    return this.#appearance === null ? null : new Still(this.stage, frame, this.#appearance.look, languageTag(this.#appearance.language), width);
  }

  /** What the viewer looks at has changed. */
  watch(view: View): void {
    if (this.#appearance !== null) this.#appearance = { ...this.#appearance, view };
    this.lookCloser();
  }

  /** Lets the panels beside the stage follow what is on view, where there are any; not at every frame. */
  lookCloser(): void {
    const appearance = this.#appearance;
    if (appearance === null || this.#looking) return;
    const { panels } = appearance.look;
    const wanted = panels.has('flow') || panels.has('cell');
    if (!wanted && this.#details === null) return;
    if (this.#details === null) {
      this.#details = 'loading';
      void import('./details').then(({ Details, detailStyles }) => {
        this.#details = new Details();
        // They scroll with the lanes, so that these keep their height in a stage that fills its box.
        this.stage.scroller.append(this.#details.element);
        this.#shadow.adoptedStyleSheets.push(...detailStyles);
        this.lookCloser();
      });
      return;
    }
    if (this.#details === 'loading') return;
    this.#details.element.hidden = !wanted;
    if (!wanted) return;
    this.#looking = true;
    setTimeout(() => {
      this.#looking = false;
      this.#showDetails();
    }, READING);
  }

  #showDetails(): void {
    const appearance = this.#appearance;
    const player = this.#player();
    const frame = player?.frame ?? null;
    if (appearance === null || player === null || frame === null || this.#details === null || this.#details === 'loading') return;
    const { look, experiment, view } = appearance;
    this.#details.show({
      frame,
      experiment,
      words: look.words,
      view,
      scheme: look.scheme,
      progress: this.#actions.progress(),
      playing: player.playing,
      flow: look.panels.has('flow'),
      cell: look.panels.has('cell'),
      level: look.panels.has('hero') ? 3 : 2,
      trace: (cell) => this.#actions.trace(cell),
    });
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
        this.lookCloser();
      },
    };
  }

  /** Says where things stand, once they stand still; `progress` is where the passes stand, in words. */
  announce(progress: string): void {
    this.stage.announce();
    const frame = this.#player()?.frame ?? null;
    if (frame === null) return;
    const summary = this.stage.hero.describe(frame.update);
    this.#live.textContent = progress === '' ? summary : `${progress} ${summary}`;
  }

  announceSelection({ t, unit }: View, words: Messages): void {
    const player = this.#player();
    if (player?.playing === true || t === null) return;
    const parts = player?.frame?.lanes.map((lane) => {
      const value = this.stage.hero.valueAt(lane.cell, t - 1);
      return `${words.cells[lane.cell]} ${value === null ? '–' : magnitude(value)}`;
    });
    this.#live.textContent = words.summary.selected(t, unit ?? 1, parts ?? []);
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
