/** What an element shows in its shadow root: the stage, the buttons, the caption, and what is said aloud. */

import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n/en';
import { languageTag, type Language } from '../i18n/language';
import { magnitude } from '../views/format';
import { Controls, type ControlActions } from './controls';
import type { Player, Screen } from './player';
import { Stage, type Look, type StageActions } from './stage';
import { shellStyles } from './shell-styles';
import type { View } from './status';
import { styleSheets } from './styles';

/** Milliseconds after which a start that is not done yet says so. */
const PATIENCE = 400;

/** The part of a player's screen that paints. */
export type Painting = Pick<Screen, 'open' | 'begin' | 'reach' | 'complete' | 'flush'>;

export interface Appearance {
  look: Look;
  language: Language;
  controls: boolean;
  caption: string;
  /** Whether the first frame is still to come, and something else stands in its place. */
  waiting: boolean;
}

export class Presentation {
  readonly stage: Stage;
  readonly #controls: Controls;
  readonly #root = document.createElement('div');
  readonly #caption = document.createElement('p');
  readonly #live = document.createElement('div');
  readonly #observer: ResizeObserver;
  readonly #player: () => Player | null;
  #relaying = false;

  /** `player` gives the one whose frame is on view, null before the first run. */
  constructor(shadow: ShadowRoot, look: Look, actions: StageActions & ControlActions, player: () => Player | null) {
    this.#player = player;
    shadow.adoptedStyleSheets = [...shellStyles, ...styleSheets];
    this.stage = new Stage(look, actions);
    this.#controls = new Controls(actions);
    this.#caption.className = 'caption';
    this.#live.className = 'unseen';
    this.#live.setAttribute('aria-live', 'polite');
    this.#root.append(this.stage.element, this.#controls.element, this.#caption, this.#live);
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

  dress({ look, language, controls, caption, waiting }: Appearance): void {
    this.#root.className = `root scheme-${look.scheme}`;
    this.#root.classList.toggle('waiting', waiting);
    this.#root.lang = languageTag(language);
    this.stage.look(look);
    this.#controls.look(look.words, controls);
    this.#caption.textContent = caption;
    this.#caption.hidden = caption === '';
    this.relay();
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
    // A wave under way goes on from its place; what it has not reached was painted by an earlier pass.
    const { pass, reached } = player.wave;
    if (pass === null) stage.complete(frame);
    else {
      if (pass === 'backward') stage.reach(frame, 'forward', 0, frame.lanes[0]?.run.steps ?? 0);
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
      begin: (pass) => stage.begin(pass),
      reach: (frame, pass, from, to) => stage.reach(frame, pass, from, to),
      complete: (frame) => stage.complete(frame),
      flush: () => stage.flush(),
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
