/** What an element shows in its shadow root: the stage, the buttons, the caption, the lazy panels, and what is said aloud. */

import { computed, type ReadonlySignal } from '@preact/signals-core';
import { loadPart } from '../engine/part';
import type { CellKind, Trace } from '../generated/types';
import { languageTag } from '../i18n/languages';
import type { Granularity } from '../store/run';
import { heldIn } from '../store/hold';
import type { Store } from '../store/store';
import { computedBy, sameRecord, subscribe, Subscriptions } from '../store/subscribe';
import { experimentKeys } from '../store/address';
import { h } from '../views/dom';
import { pageAddress } from './attributes';
import { Buttons } from './buttons';
import element from './element.css?inline';
import film from './film.css?inline';
import folds from './folds.css?inline';
import foot from './foot.css?inline';
import type { LazyPanels } from './lazy-panels';
import overlay from './overlay.css?inline';
import { CELL_KINDS } from '../views/cells/looks';
import { posterSheets } from './poster';
import presenting from './presenting.css?inline';
import rows from './rows.css?inline';
import sizes from './sizes.css?inline';
import terms from '../views/terms.css?inline';
import { courseLink, TermTips } from '../views/terms';
import type { Look } from './look';
import { Stage } from './stage';
import { chartInWords, progressInWords, selectionInWords } from './stage-texts';
import { lazySheets } from './style-sheets';

/** Milliseconds after which a start that is not done yet says so. */
const PATIENCE = 400;
/** Milliseconds after which panels that could not be fetched are asked for again. */
const AGAIN = 5000;
/** CSS pixels that fit between the margins of A4 and of Letter. */
const PAPER = 680;
/** A page sets `--vanishing-point-ink` and so on. */
const PUBLIC_PREFIX = '--vanishing-point-';
const PUBLIC = ['page', 'panel', 'raised', 'hairline', 'border', 'ink', 'secondary', 'tertiary', ...CELL_KINDS.flatMap((cell) => [cell, `${cell}-text`]), 'gradient', 'wave', 'wave-text', 'sans', 'serif'];

export const stageSheets = lazySheets(element, rows, folds, overlay, foot, sizes, film, presenting, terms);

/** What someone who touches the stage can ask of the run. */
export interface Commands {
  toggle(): void;
  step(granularity: Granularity): void;
  reset(): void;
  goOn(): void;
  visit(update: number): void;
  recover(cell: CellKind): void;
  clip(cell: CellKind): void;
  /** The same run again, after something failed. */
  retry(): Promise<void>;
  trace(cell: CellKind): Promise<Trace>;
}

/** Whoever has the frame on view. */
export interface Painter {
  /** Paints what is on view anew, after it was laid out. */
  repaint(): void;
  /** Draws numbers, chart and film anew in the next animation frame. */
  invalidate(): void;
  /** Says what failed. */
  report(failure: unknown): void;
}

/** What a still picture of the stage on view is made from. */
export interface Snapshot {
  stage: Stage;
  look: Look;
  /** A language tag. */
  language: string;
}

export class Presentation {
  readonly stage: Stage;
  readonly #shadow: ShadowRoot;
  readonly #store: Store;
  readonly #commands: Commands;
  readonly #sheets = [posterSheets, stageSheets];
  /** Whether it was said that panels do not come. */
  #told = false;
  readonly #painter: Painter;
  readonly #look: ReadonlySignal<Look>;
  readonly #buttons: Buttons;
  readonly #link = h('a', { class: 'open', part: 'link', target: '_blank', rel: 'noopener', href: '#' });
  readonly #foot: HTMLElement;
  readonly #root = h('div', { tabindex: 0, role: 'group' });
  readonly #captionText = document.createTextNode('');
  readonly #caption = h('p', { class: 'caption', part: 'caption' }, h('slot', { name: 'caption' }, this.#captionText));
  /** What stays in sight at the lower edge of a frame that is lower than its content. */
  readonly #under = h('div', { class: 'under', part: 'under' });
  readonly #live = h('div', { class: 'unseen', 'aria-live': 'polite' });
  readonly #observer: ResizeObserver;
  readonly #subscriptions = new Subscriptions();
  #lazy: LazyPanels | 'loading' | null = null;
  #relaying = false;
  /** While it is printed its box is that of paper, whatever is observed. */
  #printing = false;

  /** The store's texts have to be loaded. */
  constructor(shadow: ShadowRoot, store: Store, commands: Commands, painter: Painter) {
    this.#shadow = shadow;
    this.#store = store;
    this.#commands = commands;
    this.#painter = painter;
    this.#look = lookOf(store);
    this.adoptSheets();
    this.stage = new Stage(this.#look.peek(), {
      ...commands,
      relay: () => this.relay(),
      select: ({ step, unit, cell, of }) => store.look({ t: step + 1, ...(unit === null ? {} : { unit: unit + 1 }), ...(cell === null ? {} : { cell }), ...(of === null ? {} : { of: of + 1 }) }),
      scale: (relative) => store.look({ scale: relative ? 'relative' : 'absolute' }),
      quantity: (quantity) => store.look({ quantity }),
      follow: (of) => store.look({ of }),
      layer: (layer) => store.look({ layer: layer + 1 }),
    });
    this.#buttons = new Buttons(store, commands);
    this.#foot = h('div', { class: 'foot' }, this.#buttons.element, this.#link);
    this.#under.append(this.#foot, this.#caption);
    this.#root.append(this.stage.element, this.#under, this.#live, new TermTips(this.#root, (key) => this.#courseLink(key)).element);
    shadow.append(this.#root);
    this.#observer = new ResizeObserver((entries) => this.#resized(entries));
    this.#subscribe();
  }

  /** Only its own page has the course beside it. */
  #courseLink(key: string): HTMLElement | null {
    const words = this.#store.texts.peek();
    return this.#store.options.own.peek() && words !== null ? courseLink(key, words) : null;
  }

  #subscribe(): void {
    const store = this.#store;
    const { options, texts, view } = store;
    this.#subscriptions.add(
      subscribe([store.scheme, store.waiting, store.value('cells'), texts], () => this.#writeRoot()),
      subscribe([this.#look], () => {
        if (this.stage.look(this.#look.peek())) this.relay();
        else this.#painter.invalidate();
      }),
      subscribe([store.controls, options.playground, store.experiment, texts], () => this.#writeFoot()),
      subscribe([options.caption, store.panels], () => this.#writeCaption()),
      subscribe([store.controls, store.panels], () => this.#loadPanels()),
      subscribe([view.t, view.unit], () => {
        const [t, unit] = [view.t.peek(), view.unit.peek()];
        this.stage.select(t === null ? null : t - 1, unit === null ? null : unit - 1);
        this.#painter.invalidate();
      }),
    );
  }

  /** Follows its box from now on. */
  connect(): void {
    this.#observer.observe(this.stage.scroller);
    this.#observer.observe(this.stage.head);
    this.stage.strip = true;
    this.#writeRoot();
  }

  disconnect(): void {
    this.#observer.disconnect();
    this.stage.strip = false;
  }

  close(): void {
    this.disconnect();
    this.#subscriptions.stop();
    this.#buttons.close();
    if (this.#lazy !== null && this.#lazy !== 'loading') this.#lazy.close();
    this.#root.remove();
  }

  focus(options?: FocusOptions): void {
    this.#root.focus(options);
  }

  #writeRoot(): void {
    const { scheme, waiting, experiment, texts, textsLanguage } = this.#store;
    this.#root.className = `root scheme-${scheme.peek()}`;
    this.#root.classList.toggle('waiting', waiting.peek());
    this.#root.lang = languageTag(textsLanguage.peek());
    this.#root.setAttribute('aria-label', texts.peek()!.stage.label(experiment.peek().cells.length));
    const { style } = this.#root;
    const host = getComputedStyle(this.#shadow.host);
    for (const name of PUBLIC) {
      if (host.getPropertyValue(PUBLIC_PREFIX + name) === '') style.removeProperty(`--${name}`);
      else style.setProperty(`--${name}`, `var(${PUBLIC_PREFIX}${name})`);
    }
  }

  #writeFoot(): void {
    const { controls, options, experiment, texts } = this.#store;
    const address = pageAddress(options.playground.peek());
    this.#link.hidden = address === null;
    if (address !== null) {
      address.hash = new URLSearchParams(experimentKeys(experiment.peek())).toString().replaceAll('%2C', ',');
      this.#link.href = address.href;
    }
    this.#link.textContent = `${texts.peek()!.stage.open} ↗`;
    this.#foot.hidden = !controls.peek().buttons && address === null;
  }

  #writeCaption(): void {
    const caption = this.#store.options.caption.peek();
    this.#captionText.data = caption;
    this.#caption.hidden = !this.#store.panels.peek().has('caption') || (caption === '' && this.#shadow.host.querySelector(':scope > [slot="caption"]') === null);
  }

  /** Panels that few posts ask for are fetched when they are wanted; what cannot be had now is asked for again. */
  #loadPanels(): void {
    const { controls, panels } = this.#store;
    const { speed, parameters } = controls.peek();
    const wanted = speed || parameters.length > 0 || panels.peek().has('flow') || panels.peek().has('cell');
    if (!wanted || this.#lazy !== null) return;
    this.#lazy = 'loading';
    loadPart(() => import('./lazy-panels')).then(
      ({ LazyPanels, lazySheets: sheets }) => {
        this.#told = false;
        if (!this.#root.isConnected) return;
        this.#sheets.push(sheets);
        this.adoptSheets();
        this.#lazy = new LazyPanels(this.#store, this.#commands);
        this.#under.before(this.#lazy.parameters);
        // They scroll with the lanes, so that these keep their height in a stage that fills its box.
        this.stage.scroller.append(this.#lazy.details);
      },
      (failure: unknown) => {
        if (!this.#told) this.#painter.report(failure);
        this.#told = true;
        setTimeout(() => {
          this.#lazy = null;
          this.#loadPanels();
        }, AGAIN);
      },
    );
  }

  /** Those of the document that the element is in. */
  adoptSheets(): void {
    const { ownerDocument } = this.#shadow;
    this.#shadow.adoptedStyleSheets = this.#sheets.flatMap((sheets) => sheets(ownerDocument));
  }

  get snapshot(): Snapshot {
    return { stage: this.stage, look: this.#look.peek(), language: languageTag(this.#store.textsLanguage.peek()) };
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

  /** Lays everything out anew and paints what was on view; in the same frame, so that no label is seen out of its place. */
  relay(): void {
    // What stands still is described, and nothing else would describe it anew.
    const { described } = this.stage;
    this.stage.lay();
    this.#painter.repaint();
    this.stage.flush();
    if (described) this.stage.announce();
  }

  /** Lays the picture out for paper, whole and at once, for no animation frame comes before it is printed; or for the screen again. */
  print(on: boolean): void {
    this.#printing = on;
    this.#root.classList.toggle('printing', on);
    const width = this.stage.scroller.clientWidth;
    this.stage.look({ ...this.#look.peek(), fills: !on && this.#look.peek().fills });
    this.stage.resize(on ? Math.min(width, PAPER) : width, this.stage.scroller.clientHeight);
    this.relay();
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
    if (this.#printing) return;
    let changed = false;
    for (const { target, contentRect } of entries) {
      changed = (target === this.stage.head
        ? this.stage.resizeHead(contentRect.height)
        : this.stage.resize(Math.floor(contentRect.width), Math.floor(contentRect.height))) || changed;
    }
    if (changed) this.#relaySoon();
  }

  // --- What is said aloud ---------------------------------------------------

  /** Says where things stand, once they stand still. */
  announce(): void {
    const { run, texts } = this.#store;
    const frame = run.frame.peek();
    this.stage.announce();
    if (frame === null) return;
    const sentences = [progressInWords(run.progress.peek(), texts.peek()!), chartInWords(this.stage.hero, this.#look.peek().relative, frame.update, texts.peek()!)];
    this.#live.textContent = sentences.filter((sentence) => sentence !== '').join(' ');
  }

  announceSelection(): void {
    const { run, view, texts } = this.#store;
    if (run.playing.peek() || view.t.peek() === null) return;
    this.#live.textContent = selectionInWords(view.all.peek(), run.frame.peek(), this.stage.hero, texts.peek()!);
  }

  // --- Units ----------------------------------------------------------------

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

/** How the stage looks: another object only when something of it is another. */
function lookOf(store: Store): ReadonlySignal<Look> {
  const { view, options, experimentOnView } = store;
  const clipped = computed(() => experimentOnView.value.clip !== null);
  const truncate = computed(() => experimentOnView.value.truncate);
  const hold = computed(() => experimentOnView.value.hold);
  const held = computed(() => heldIn({ hold: hold.value }));
  return computedBy((): Look => ({
    words: store.texts.value!,
    scheme: store.scheme.value,
    panels: store.panels.value,
    relative: view.scale.value === 'relative',
    quantity: view.quantity.value,
    of: view.of.value,
    layer: view.layer.value === null ? null : view.layer.value - 1,
    presenting: options.present.value,
    fills: options.fill.value,
    tools: options.asked.value === null && (options.fill.value || options.own.value || store.controls.value.speed),
    outcomeHidden: options.outcomeHidden.value,
    clipped: clipped.value,
    truncate: truncate.value,
    held: held.value,
    pinned: store.run.pinned.value,
    expected: options.expected.value,
    asked: options.asked.value,
    seed: store.experimentOnView.value.seed,
    folds: options.panels.value === null && !options.present.value && options.own.value,
    own: options.own.value,
    later: options.own.value ? './scenes.html#closing' : null,
  }), sameRecord);
}
