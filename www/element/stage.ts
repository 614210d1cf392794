/** The stage: hero chart, time axis, lanes and film over one time axis, laid out for whatever box they are given. */

import type { LaneFrame, StageFrame } from '../engine/engine';
import type { CellKind } from '../generated/types';
import type { Messages as FirstMessages } from '../i18n';
import { AxisView } from '../views/axis';
import { h, write } from '../views/dom';
import type { BadgeActions } from '../views/badge';
import type { FilmActions } from '../views/film-scrubber';
import { HeroView } from '../views/hero';
import { History } from '../views/history';
import { LaneView } from '../views/lane';
import { Overlay } from '../views/overlay';
import { Records } from '../views/records';
import { quantitiesOf, type Quantity } from '../views/quantity';
import { LANE_PANELS, type Panel, type Pass } from '../views/row';
import { TimeScale } from '../views/scale';
import { readTheme, type Theme } from '../views/theme';
import type { Scheme } from '../views/colormap';
import type { Extras, Places, Strips } from './extras';
import { Head, type HeadActions } from './head';
import type { Milestone } from './milestone';
import type { NewsActions } from './news';
import { Pointer, type Place } from './pointer';
import { measure, type Geometry } from './geometry';

/** How the stage shall look. */
export interface Look {
  words: FirstMessages;
  scheme: Scheme;
  panels: ReadonlySet<Panel>;
  relative: boolean;
  /** What the hero chart shows the gradient of. */
  quantity: Quantity;
  /** The layer on view; null is the top one. */
  layer: number | null;
  presenting: boolean;
  /** Whether the stage fills its box, and scrolls inside it. */
  fills: boolean;
  /** Whether the viewer may choose what the chart shows, and how. */
  tools: boolean;
  /** Whether what gives the answer away is hidden, from eyes and ears. */
  veiled: boolean;
  /** Whether gradients are clipped, so that a diverged lane needs no advice to. */
  clipped: boolean;
  /** k of truncated backpropagation, 0 for none. */
  truncate: number;
}

export interface StageActions extends BadgeActions, HeadActions, NewsActions, FilmActions {
  select(place: { step: number; unit: number | null; cell: CellKind | null }): void;
}

export class Stage {
  readonly element: HTMLElement;
  readonly history = new History();
  /** What the film shows: in a picture of another stage, that one's past. */
  #filmed = this.history;
  /** The numbers of the run, for a table. */
  readonly records = new Records();
  readonly hero = new HeroView();
  readonly #axis = new AxisView();
  readonly #overlays = { top: new Overlay({ labelled: true }), lanes: new Overlay({ labelled: false }) };
  readonly #pointer: Pointer;
  readonly #actions: StageActions;

  readonly #head: Head;
  readonly #enters = h('span', { class: 'enters', 'aria-hidden': 'true' });
  readonly #lanesBox = h('div');
  readonly #timeline: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #cover = h('div', { class: 'cover', role: 'status' });
  readonly #film = h('div', { class: 'film', part: 'film', 'data-panel': 'film' });
  readonly #unseen = h('div', { class: 'unseen' });
  /** What comes after the first picture, once it has come. */
  #extras: Extras | null = null;

  #lanes: LaneView[] = [];
  #look: Look;
  #theme: Theme | null = null;
  #frame: StageFrame | null = null;
  #geometry: Geometry | null = null;
  #scale: TimeScale | null = null;
  #box = { width: 0, height: 0 };
  #headHeight = 0;
  #milestone: Milestone | null = null;
  #selected: { step: number | null; unit: number | null } = { step: null, unit: null };
  /** Whether the tables tell what is on view: they wait until things stand still. */
  #told = false;
  #wave: { pass: Pass | null; columns: number } = { pass: null, columns: 0 };

  constructor(look: Look, actions: StageActions) {
    this.#look = look;
    this.#actions = actions;
    this.#head = new Head(actions);
    this.#timeline = h('div', { class: 'timeline' },
      h('div', { class: 'top', part: 'top' }, this.hero.element, this.#enters, this.#axis.element, this.#axis.input, this.#overlays.top.element),
      h('slot', { name: 'between' }), h('div', { class: 'lanes' }, this.#lanesBox, this.#overlays.lanes.element));
    this.#scroller = h('div', { class: 'scroller' }, this.#head.element, this.#timeline);
    this.element = h('div', { class: 'stage', part: 'stage' }, this.#scroller, this.#film, this.#unseen, this.#cover);
    this.#pointer = new Pointer(this.#timeline, this.element, {
      scale: () => this.#scale,
      place: (target, y) => this.#placeOf(target, y),
      tooltip: (place, at) => this.#extras?.tooltip(place, at, this.#frame, this.hero, { relative: this.#look.relative, quantity: this.#look.quantity, layer: this.layer }),
      hover: (step) => {
        for (const overlay of Object.values(this.#overlays)) overlay.hover(step);
      },
      select: (place) => this.#actions.select(place),
    });
  }

  /** Tells the stage its box, from a ResizeObserver. Returns whether anything changed. */
  resize(width: number, height: number): boolean {
    if (this.#box.width === width && this.#box.height === height) return false;
    this.#box = { width, height };
    return true;
  }

  /** What has to be observed: the box, and the head, whose height the hero's depends on. */
  get scroller(): HTMLElement {
    return this.#scroller;
  }

  get head(): HTMLElement {
    return this.#head.element;
  }

  resizeHead(height: number): boolean {
    if (Math.abs(this.#headHeight - height) < 1) return false;
    this.#headHeight = height;
    return this.#look.fills;
  }

  /** Takes what comes after the first picture; `make` puts it into its places. It is drawn with the next layout. */
  furnish(make: (places: Places, actions: StageActions) => Extras): Extras {
    const extras = make({ film: this.#film, unseen: this.#unseen, root: this.element, news: this.#head.news }, this.#actions);
    this.#extras = extras;
    // Its styles come with it.
    this.#theme = null;
    this.#writeHead();
    return extras;
  }

  /** Whether what is on view has been told in words. */
  get told(): boolean {
    return this.#told;
  }

  get layer(): number {
    const layers = this.#frame?.lanes[0]?.run.layers ?? 1;
    return Math.min(this.#look.layer ?? layers - 1, layers - 1);
  }

  /** Covers the stage with a sentence, or uncovers it. */
  cover(text: string | null): void {
    this.#cover.hidden = text === null;
    write(this.#cover, text ?? '');
  }

  look(look: Look): void {
    this.#look = look;
    this.#theme = null;
    this.hero.veiled = look.veiled;
    this.element.classList.toggle('presenting', look.presenting);
    this.element.classList.toggle('fills', look.fills);
    this.#writeHead();
    if (this.#frame !== null) this.#buildLanes(this.#frame, this.#lanes);
  }

  /** A new run: new lanes, an empty film. Or a picture of the stage `like`: with its past, its selection, and its order of units. */
  open(frame: StageFrame, like?: Stage): void {
    this.#frame = frame;
    this.history.restart(frame);
    this.records.restart(frame);
    if (like !== undefined) this.#resemble(like);
    this.#milestone = null;
    this.#buildLanes(frame, like === undefined ? [] : like.#lanes);
    this.#writeHead();
    this.lay();
  }

  /** Has the past and the selection of another stage. */
  #resemble(like: Stage): void {
    this.#filmed = like.history;
    if (this.#extras !== null && like.#extras !== null) this.#extras.measure = like.#extras.measure;
    this.#selected = like.#selected;
  }

  #buildLanes(frame: StageFrame, former: readonly LaneView[] = []): void {
    this.#lanes = frame.lanes.map((lane) => new LaneView(lane, this.#look.words, former.find(({ cell }) => cell === lane.cell)));
    this.#lanesBox.replaceChildren(...this.#lanes.map((lane) => lane.element));
  }

  /** Puts the frame on view without painting it. */
  take(frame: StageFrame): void {
    this.#frame = frame;
    this.#told = false;
    this.record(frame);
    if (frame.lanes.length !== this.#lanes.length) {
      this.#buildLanes(frame, this.#lanes);
      this.lay();
    }
  }

  /** Takes the frame's numbers into the history, unless they are in it already. */
  record(frame: StageFrame): void {
    if (frame.update < this.history.latest) return;
    this.history.record(frame);
    this.records.record(frame);
  }

  /** The run was taken back to the frame on view. */
  rewind(frame: StageFrame): void {
    this.history.rewind(frame);
    this.records.record(frame);
  }

  /** Sizes everything for the box, the run and the look; what was painted is lost. */
  lay(): void {
    const frame = this.#frame;
    const run = frame?.lanes[0]?.run;
    // Before the first report of its size, so that the first picture has everything in its place.
    if (this.#box.width === 0) this.#box = { width: this.#scroller.clientWidth, height: this.#scroller.clientHeight };
    if (this.#box.width === 0) return;
    this.#theme ??= readTheme(this.element, this.#look.scheme);
    const theme = this.#theme;
    const { panels, words, relative, presenting, truncate } = this.#look;
    const geometry = measure({
      ...this.#box,
      headHeight: this.#headHeight,
      lanes: this.#lanes,
      steps: run?.steps ?? 40,
      panels,
      presenting,
      fills: this.#look.fills,
      theme,
      words,
    });
    this.#geometry = geometry;
    this.element.classList.toggle('narrow', geometry.narrow);
    const scale = new TimeScale(run?.steps ?? 40, geometry.axis);
    this.#scale = scale;
    const style = this.element.style;
    style.setProperty('--side', `${geometry.side}px`);
    style.setProperty('--label', `${geometry.label}px`);
    style.setProperty('--axis', `${scale.width}px`);
    style.setProperty('--hero', `${geometry.hero}px`);
    this.hero.element.hidden = !panels.has('hero');
    this.#axis.input.hidden = !panels.has('input');
    // Without anything over time there is nothing to choose a step in, but the diagrams of a cell ask for one.
    const hasAxis = (['hero', 'input', 'cell', ...LANE_PANELS] as const).some((panel) => panels.has(panel));
    this.element.classList.toggle('no-axis', !hasAxis);
    this.element.classList.toggle('no-hero', !panels.has('hero'));
    this.#film.hidden = !panels.has('film') && !panels.has('loss');
    this.#film.classList.toggle('no-film', !panels.has('film'));
    this.#film.classList.toggle('no-loss', !panels.has('loss'));
    const hasLanes = LANE_PANELS.some((panel) => panels.has(panel));
    this.#lanesBox.hidden = !hasLanes;
    this.element.classList.toggle('no-lanes', !hasLanes);
    if (frame === null || run === undefined) return;
    this.hero.lay({ frame, scale, theme, words, layer: this.layer, quantity: this.#look.quantity, relative, truncate, height: geometry.hero, labelsBeside: !geometry.narrow });
    this.#axis.lay({ run, scale, theme, words });
    this.#enters.hidden = geometry.narrow || !panels.has('hero') || !HeroView.entersAtEnd(frame);
    for (const view of this.#lanes) {
      const lane = this.#laneOf(frame, view);
      if (lane !== undefined) view.lay(lane, { layer: this.layer, scale, theme, words, stretch: geometry.stretch, relative, truncate, panels });
    }
    for (const overlay of Object.values(this.#overlays)) overlay.lay(scale, theme, geometry.left);
    style.setProperty('--overlay-top', `${this.hero.labelsHeight}px`);
    style.setProperty('--under-hero', `${this.#axis.heightBelow(panels.has('input'), theme)}px`);
    this.#extras?.lay({ theme, cells: frame.lanes.map(({ cell }) => cell), baseline: run.baseline, hasAccuracy: run.loss === 'crossEntropy', width: scale.width });
    this.select(this.#selected.step, this.#selected.unit);
    this.#waveAgain();
  }

  #laneOf(frame: StageFrame, view: LaneView): LaneFrame | undefined {
    return frame.lanes.find(({ cell }) => cell === view.cell);
  }

  #writeHead(): void {
    const look = this.#look;
    this.#head.element.hidden = !look.panels.has('hero');
    this.#head.write({
      words: look.words,
      relative: look.relative,
      quantity: look.quantity,
      quantities: quantitiesOf(this.#frame),
      layer: this.layer,
      layers: this.#frame?.lanes[0]?.run.layers ?? 1,
      presenting: look.presenting,
      tools: look.tools,
      news: this.#extras !== null && this.#milestone !== null,
    });
    this.#extras?.tellNews(this.#milestone);
    write(this.#enters, look.words.hero.enters);
  }

  /** Says for a while, in the head, what has just happened. */
  tell(milestone: Milestone | null): void {
    if (milestone === this.#milestone) return;
    this.#milestone = milestone;
    this.#writeHead();
  }

  /** Orders the units of all lanes by what they do now. */
  sort(): void {
    if (this.#frame === null) return;
    for (const view of this.#lanes) {
      const lane = this.#laneOf(this.#frame, view);
      if (lane !== undefined) view.sort(lane, this.layer);
    }
    this.lay();
  }

  begin(pass: Pass): void {
    for (const view of this.#lanes) view.fade(pass);
    if (pass === 'backward') this.hero.fade();
    else {
      // What the former backward pass brought belongs to the former update.
      for (const view of this.#lanes) view.fade('backward');
      this.hero.fade();
    }
    this.#setWave(pass, 0);
  }

  /** Paints the steps from…to − 1, counted along the pass. */
  reach(frame: StageFrame, pass: Pass, from: number, to: number): void {
    const scale = this.#scale;
    if (scale === null) return;
    const { steps, merged, columns } = scale;
    // A column that several steps share is painted when all of them are reached.
    if (pass === 'forward') {
      const end = to >= steps ? columns : Math.floor(to / merged);
      this.#paint(frame, pass, Math.floor(from / merged), end);
      this.#setWave(pass, end);
    } else {
      const first = Math.ceil((steps - to) / merged);
      this.#paint(frame, pass, first, Math.ceil((steps - from) / merged));
      this.#setWave(pass, columns - first);
    }
  }

  #paint(frame: StageFrame, pass: Pass, from: number, to: number): void {
    for (const view of this.#lanes) {
      const lane = this.#laneOf(frame, view);
      if (lane !== undefined) view.paint(lane, pass, from, to);
    }
    if (pass === 'backward') this.hero.paint(frame, from, to);
  }

  /** Paints all of the frame, without a wave. */
  complete(frame: StageFrame): void {
    const columns = this.#scale?.columns ?? 0;
    this.#paint(frame, 'forward', 0, columns);
    this.#paint(frame, 'backward', 0, columns);
    this.#setWave(null, 0);
  }

  #setWave(pass: Pass | null, columns: number): void {
    this.#told = false;
    this.#wave = { pass, columns };
    this.#waveAgain();
  }

  #waveAgain(): void {
    const { pass, columns } = this.#wave;
    this.element.classList.toggle('sweeping', pass !== null);
    const { words } = this.#look;
    const labels = { wave: pass === null ? '' : words.waves[pass], end: this.#enters.hidden ? '' : words.hero.enters };
    const clear = this.#overlays.top.wave(pass, columns, labels);
    this.#overlays.lanes.wave(pass, columns, labels);
    this.#enters.classList.toggle('covered', !clear);
  }

  /** Draws what is drawn once an animation frame: chart, film, numbers. */
  flush(): void {
    const frame = this.#frame;
    if (frame === null) return;
    if (this.#look.panels.has('hero')) this.hero.draw();
    const extras = this.#extras;
    const makeBadge = extras === null ? null : (cell: CellKind) => extras.badge(cell);
    for (const view of this.#lanes) {
      const lane = this.#laneOf(frame, view);
      if (lane !== undefined) view.write(lane, frame.update, this.#look.clipped, this.#wave.pass === null, makeBadge);
    }
    if (!this.#film.hidden) extras?.drawFilm(this.#filmed, frame.update);
    this.#head.update(frame.update);
    this.#pointer.refresh();
  }

  /** Describes charts for those who do not see them; done when something stands still. */
  announce(): void {
    const frame = this.#frame;
    if (frame === null) return;
    const { relative, panels } = this.#look;
    this.#extras?.announce({ frame, hero: this.hero, relative, panels, history: this.history, records: this.records, reached: (step) => this.#reachedAt(step).forward });
    this.#told = true;
    this.#tellStep();
  }

  /** The strips at the selected step, as a table; nothing that the passes have not brought yet. */
  #tellStep(): void {
    if (this.#frame !== null) this.#extras?.tellStep(this.#frame, this.#strips());
  }

  #strips(): Strips {
    const { scale, step } = { scale: this.#scale, step: this.#selected.step };
    if (scale === null || step === null || step >= scale.steps) return null;
    const reached = this.#reachedAt(step);
    return { lanes: this.#lanes, step, reached: (each) => reached[each] };
  }

  /** Which of the two passes have been at a step. */
  #reachedAt(step: number): Record<Pass, boolean> {
    const { pass, columns } = this.#wave;
    const column = Math.floor(step / (this.#scale?.merged ?? 1));
    return { forward: pass !== 'forward' || column < columns, backward: pass === null || (pass === 'backward' && column >= (this.#scale?.columns ?? 0) - columns) };
  }

  select(step: number | null, unit: number | null): void {
    const moved = step !== this.#selected.step;
    this.#selected = { step, unit };
    if (moved && this.#told) this.#tellStep();
    for (const overlay of Object.values(this.#overlays)) overlay.select(step);
    if (this.#scale !== null) this.#axis.select(step);
    for (const view of this.#lanes) view.mark(unit);
  }

  /** Brings a lane into view. */
  reveal(index: number): void {
    this.#lanes[index]?.element.scrollIntoView({ block: 'nearest' });
  }

  /** The units of a lane from top to bottom. */
  orderOf(cell: CellKind): readonly number[] {
    const view = this.#lanes.find((candidate) => candidate.cell === cell);
    return view === undefined ? [] : [...(view.order ?? [])];
  }

  #placeOf(target: Element, y: number): Omit<Place, 'step'> {
    const view = this.#lanes.find(({ element }) => element.contains(target));
    const row = view?.rowOf(target) ?? null;
    return { cell: view?.cell ?? null, row, unit: row?.unitAt?.(y) ?? null };
  }

  get geometry(): Geometry | null {
    return this.#geometry;
  }
}
