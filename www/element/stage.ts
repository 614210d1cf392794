/** The stage: hero chart, time axis, lanes and film over one time axis, laid out for whatever box they are given. */

import type { LaneFrame, StageFrame } from '../engine/engine';
import { lossAt, lossSteps } from '../engine/follow';
import type { CellKind } from '../generated/types';
import { AxisView, inputInWords, targetOf } from '../views/axis';
import { h, write } from '../views/dom';
import { Badge, type BadgeActions } from '../views/badge';
import { FilmView } from '../views/film';
import type { FilmActions } from '../views/film-scrubber';
import { HeroView } from '../views/hero';
import { History } from '../views/history';
import { LaneView } from '../views/lane';
import { ChartStrip } from '../views/chart-strip';
import { entersAtEnd, entryStep } from '../views/hero-curves';
import { Overlay } from '../views/overlay';
import { Records } from '../views/records';
import { quantitiesOf, suitingQuantity, type Quantity } from '../views/quantity';
import type { Pass } from '../views/row';
import type { TimeScale } from '../views/scale';
import { sameRecord } from '../store/subscribe';
import { textWidth } from '../views/ruler';
import { readTheme, type Theme } from '../views/theme';
import { Tooltip } from '../views/tooltip';
import { filmWidth, layBoxes, timeScale, windowHeight } from './boxes';
import { Descriptions } from './descriptions';
import { growth, measure, type Geometry } from './geometry';
import type { Look } from './look';
import { Overhang } from './overhang';
import { Pointer, type Place } from './pointer';
import { Reached } from './reached';
import { Head, type HeadActions, type Said } from './stage-head';
import { Readable } from './readable';
import { describePlace } from './stage-texts';
import { factsOnView } from './story-facts';
import type { Facts } from '../story/facts';

/** What someone who touches the stage asks for. */
export interface StageActions extends BadgeActions, HeadActions, FilmActions {
  /** Rows came or went: everything is to be laid out anew. */
  relay(): void;
  select(place: { step: number; unit: number | null; cell: CellKind | null; of: number | null }): void;
}

export class Stage {
  readonly element: HTMLElement;
  readonly history = new History();
  /** What the film shows: in a picture of another stage, that one's past. */
  #filmed = this.history;
  /** The numbers of the run, for a table. */
  readonly records = new Records();
  readonly hero = new HeroView();
  readonly #strip = new ChartStrip();
  readonly #axis = new AxisView();
  readonly #overlays = { top: new Overlay({ labelled: true }), lanes: new Overlay({ labelled: false }) };
  readonly #pointer: Pointer;
  readonly #actions: StageActions;

  readonly #head: Head;
  readonly #enters = h('span', { class: 'enters', 'aria-hidden': 'true' });
  readonly #travels = h('span', { class: 'travels', 'aria-hidden': 'true' });
  readonly #bars = h('p', { class: 'bars-legend' });
  readonly #lanesBox = h('div');
  readonly #timeline: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #cover = h('div', { class: 'cover', role: 'status' });
  readonly #filmBox = h('div', { class: 'film', part: 'film', 'data-panel': 'film' });
  readonly #film: FilmView;
  readonly #tooltip = new Tooltip();
  readonly #descriptions = new Descriptions();

  #lanes: LaneView[] = [];
  #look: Look;
  #theme: Theme | null = null;
  #frame: StageFrame | null = null;
  #geometry: Geometry | null = null;
  #scale: TimeScale | null = null;
  #box = { width: 0, height: 0 };
  #headHeight = 0;
  readonly #overhang = new Overhang();
  /** Whether frame follows frame, so that words have to stand for a while. */
  #training = false;
  readonly #readable = new Readable();
  /** The facts that words on the stage speak of now. */
  #facts: Facts | null = null;
  #selected: { step: number | null; unit: number | null } = { step: null, unit: null };
  /** Whether the tables describe what is on view: they wait until things stand still. */
  #described = false;
  readonly #reached = new Reached();

  constructor(look: Look, actions: StageActions) {
    this.#look = look;
    this.#actions = actions;
    this.#head = new Head(actions);
    this.#timeline = h('div', { class: 'timeline' },
      h('div', { class: 'top', part: 'top' }, this.hero.element, this.#enters, this.#travels, this.#axis.element, this.#axis.input, this.#overlays.top.element),
      this.#bars, h('slot', { name: 'between' }), h('div', { class: 'lanes' }, this.#lanesBox, this.#overlays.lanes.element));
    this.#scroller = h('div', { class: 'scroller' }, this.#head.element, this.#timeline);
    this.#film = new FilmView(this.#filmBox, actions);
    this.element = h('div', { class: 'stage', part: 'stage' },
      this.#strip.element, this.#scroller, this.#filmBox, h('div', { class: 'unseen' }, ...this.#descriptions.elements), this.#cover, this.#tooltip.element);
    this.#pointer = new Pointer(this.#timeline, this.element, {
      scale: () => this.#scale,
      place: (target, y) => this.#placeOf(target, y),
      tooltip: (place, at) => {
        const { words, relative } = this.#look;
        const content = place === null || this.#frame === null ? null : describePlace(place, this.#frame, this.hero, { words, relative, quantity: this.#quantity, layer: this.layer });
        this.#tooltip.show(content, at);
      },
      hover: (step) => {
        for (const overlay of Object.values(this.#overlays)) overlay.hover(step);
      },
      select: ({ step, unit, cell, row }) => this.#actions.select({ step, unit, cell, of: row?.panel === 'answer' ? lossAt(this.#frame?.lanes[0]?.run, step) : null }),
    });
  }

  /** Tells the stage its box, from a ResizeObserver. Returns whether anything changed. */
  resize(width: number, height: number): boolean {
    // Where it does not fill its box, its height follows from what it shows, labels among them.
    const changed = this.#box.width !== width || (this.#look.fills && this.#box.height !== height);
    // Not in the observer, which would be told of it at once.
    if (this.#box.width !== width) requestAnimationFrame(() => this.#head.keepRoom(null));
    this.#box = { width, height };
    if (changed) this.#overhang.forget();
    return changed;
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

  get layer(): number {
    const layers = this.#frame?.lanes[0]?.run.layers ?? 1;
    return Math.min(this.#look.layer ?? layers - 1, layers - 1);
  }

  /** Where no lane has the quantity that was chosen, the hidden state. */
  get #quantity(): Quantity {
    const quantity = this.#look.quantity ?? suitingQuantity(this.#frame);
    return quantitiesOf(this.#frame).includes(quantity) ? quantity : 'hidden';
  }

  /** Whether the chart is followed by a strip of itself once it has scrolled away, as it does on a phone. */
  set strip(on: boolean) {
    this.#strip.follow(on ? this.hero.element : null, () => this.#drawStrip());
  }

  /** Covers the stage with a sentence, or uncovers it. */
  cover(text: string | null): void {
    this.#cover.hidden = text === null;
    write(this.#cover, text ?? '');
  }

  /** Puts a look in force; returns whether everything has to be laid out anew. */
  look(look: Look): boolean {
    const before = this.#look;
    this.#look = look;
    this.hero.outcomeHidden = look.outcomeHidden;
    this.element.classList.toggle('presenting', look.presenting);
    this.element.classList.toggle('fills', look.fills);
    this.element.classList.toggle('own', look.own);
    if (sameRecord({ ...before, clipped: look.clipped }, { ...look })) return false;
    this.#theme = null;
    this.#overhang.forget();
    this.#writeHead();
    // The words stand in the lanes themselves; everything else they take with the layout.
    if (before.words !== look.words && this.#frame !== null) this.#buildLanes(this.#frame, this.#lanes);
    return true;
  }

  /** A new run: new lanes, an empty film. Or a picture of the stage `like`: with its past, its selection, and its order of units. */
  open(frame: StageFrame, like?: Stage): void {
    this.#frame = frame;
    this.history.restart(frame);
    this.records.restart(frame);
    // It has the past and the selection of another stage.
    if (like !== undefined) [this.#filmed, this.#film.measure, this.#selected] = [like.history, like.#film.measure, like.#selected];
    this.#facts = null;
    this.#readable.forget();
    this.#overhang.forget();
    this.#buildLanes(frame, like === undefined ? [] : like.#lanes);
    this.#writeHead();
    this.lay();
  }

  #buildLanes(frame: StageFrame, former: readonly LaneView[] = []): void {
    this.#lanes = frame.lanes.map((lane) => new LaneView(lane, frame.lanes, this.#look.words, { folded: () => this.#folded() }, former.find(({ cell }) => cell === lane.cell)));
    this.#lanesBox.replaceChildren(...this.#lanes.map((lane) => lane.element));
  }

  /** The step (from 0) whose loss the frame on view shows; null for all losses. */
  get followed(): number | null {
    return this.#frame?.lanes[0]?.followed ?? null;
  }

  /** Puts the frame on view without painting it. */
  take(frame: StageFrame): void {
    const followed = this.followed;
    this.#frame = frame;
    this.#described = false;
    // Before it was reached nothing of it is so.
    if (this.followed !== followed) {
      this.history.forgetGradients();
      this.#writeHead();
      this.lay();
    }
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
    // On a larger screen a presentation has larger letters.
    if (this.#look.presenting) this.#theme = null;
    this.#theme ??= readTheme(this.element, this.#look.scheme);
    const theme = this.#theme;
    const { panels, words, relative, presenting, truncate } = this.#look;
    const geometry = measure({
      ...this.#box, headHeight: this.#headHeight + this.#overhang.height,
      lanes: this.#lanes,
      steps: run?.steps ?? 40,
      panels,
      presenting,
      fills: this.#look.fills,
      folds: this.#look.folds,
      ...windowHeight(this.#look.own, presenting),
      run: run ?? null, target: run === undefined ? null : targetOf(run, words),
      theme,
      words,
    });
    this.#geometry = geometry;
    const scale = timeScale(run, geometry);
    this.#scale = scale;
    const { pinned } = this.#look;
    const beside = pinned?.frame.lanes[0]?.run === run ? null : pinned;
    layBoxes({ stage: this.element, hero: this.hero.element, input: this.#axis.input, lanes: this.#lanesBox, film: this.#filmBox }, panels, geometry, scale, theme, this.#lanes.length + (beside?.history.lanes.length ?? 0));
    if (frame === null || run === undefined) return;
    this.hero.lay({ frame, scale, theme, words, layer: this.layer, quantity: this.#quantity, relative, truncate, pinned: this.#look.pinned, expected: this.#look.expected, asked: this.#look.asked, height: geometry.hero, labelsBeside: !geometry.narrow });
    this.#axis.lay({ run, scale, theme, words, height: geometry.input });
    const bars = panels.has('input') && geometry.narrow ? inputInWords(run, scale, words) : null;
    this.#bars.hidden = bars === null;
    write(this.#bars, bars ?? '');
    this.#strip.lay({ run, theme, words, width: this.#box.width, relative, truncate });
    this.#readable.forget();
    // What is said of walls stands on the same line.
    const isFull = textWidth(this.hero.note, `400 ${theme.small}px ${theme.font}`) + textWidth(words.hero.enters, `400 ${theme.small}px ${theme.font}`) > scale.width;
    this.#enters.hidden = geometry.narrow || !panels.has('hero') || !entersAtEnd(frame) || (isFull && this.hero.note !== '');
    this.#travels.hidden = this.#enters.hidden || geometry.axis < 520 || run.steps < 2;
    write(this.#travels, `⟵  ${words.hero.travels(run.steps - 1)}`);
    for (const view of this.#lanes) {
      const lane = this.#laneOf(frame, view);
      if (lane !== undefined) view.lay(lane, { layer: this.layer, quantity: this.#quantity, scale, theme, words, stretch: geometry.stretch, relative, truncate, held: this.#look.held, panels, folds: this.#look.folds, yielding: geometry.yielding });
    }
    for (const overlay of Object.values(this.#overlays)) overlay.lay(scale, theme, geometry.left);
    const film = filmWidth(this.element, presenting, scale.width);
    this.#film.lay({ theme, words, cells: frame.lanes.map(({ cell }) => cell), baseline: run.baseline, hasAccuracy: run.loss === 'crossEntropy', hasTraining: run.heldOut && (run.dataSha256 !== null || run.runsOn), width: film, grow: growth({ presenting, theme }), hasGutter: !geometry.narrow || !this.#look.panels.has('film'), pinned: this.#look.pinned, beside });
    this.select(this.#selected.step, this.#selected.unit);
    this.#waveAgain();
    if (this.#look.fills && !this.#look.folds && !geometry.narrow) this.#overhang.find(this.#scroller, () => this.#actions.relay());
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
      quantity: this.#quantity,
      quantities: quantitiesOf(this.#frame),
      followed: this.followed,
      losses: this.#frame?.lanes[0] === undefined ? [] : lossSteps(this.#frame.lanes[0].run),
      layer: this.layer,
      layers: this.#frame?.lanes[0]?.run.layers ?? 1,
      presenting: look.presenting,
      tools: look.tools,
      outcomeHidden: look.outcomeHidden,
      later: look.later,
    });
    write(this.#enters, look.words.hero.enters);
    this.#readable.forget();
  }

  /** Whether frame follows frame from now on; when that ends, words are again those of the frame on view. */
  set training(training: boolean) {
    if (training !== this.#training) this.#readable.forget();
    this.#training = training;
  }

  get training(): boolean {
    return this.#training;
  }

  /** What the words on the stage speak of. */
  get facts(): Facts | null {
    return this.#facts;
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
    for (const view of this.#lanes) {
      view.fade(pass);
      // What the former backward pass brought belongs to the former update.
      if (pass === 'forward') view.fade('backward');
    }
    this.hero.fade();
    this.#reached.begin(pass);
    this.#showWave();
    if (pass === 'forward') this.#keepRoom();
  }

  /** Paints the steps from…to − 1, counted along the pass. */
  reach(frame: StageFrame, pass: Pass, from: number, to: number): void {
    const scale = this.#scale;
    if (scale === null) return;
    this.#paint(frame, pass, ...this.#reached.advance(scale, pass, from, to));
    this.#showWave();
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
    this.#reached.complete();
    this.#showWave();
  }

  #showWave(): void {
    this.#described = false;
    this.#waveAgain();
  }

  #waveAgain(): void {
    const { pass, columns } = this.#reached;
    this.element.classList.toggle('sweeping', pass !== null);
    const { words } = this.#look;
    // Without the chart the numbers of the steps stand where its label would.
    const labels = { wave: pass === null || !this.#look.panels.has('hero') ? '' : words.waves[pass], end: this.#enters.hidden ? '' : words.hero.enters };
    const clear = this.#overlays.top.wave(pass, columns, labels);
    this.#overlays.lanes.wave(pass, columns, labels);
    this.#enters.classList.toggle('covered', !clear);
    this.#travels.classList.toggle('covered', pass !== null);
  }

  /** Draws what is drawn once an animation frame: chart, film, numbers. */
  flush(): void {
    const frame = this.#frame;
    if (frame === null) return;
    const readable = this.#readable.write(this.#training, performance.now(), frame.update);
    if (readable) this.#write(frame);
    if (this.#look.panels.has('hero')) this.hero.draw();
    if (!this.#strip.element.hidden) this.#drawStrip();
    const makeBadge = (cell: CellKind) => new Badge(cell, this.#look.words, this.#actions);
    for (const view of this.#lanes) {
      const lane = this.#laneOf(frame, view);
      if (lane !== undefined) view.write(lane, { update: frame.update, clipped: this.#look.clipped, complete: this.#reached.pass === null, readable, atMilestone: this.#facts?.atMilestone === true && !this.#training }, makeBadge);
    }
    if (!this.#filmBox.hidden) this.#film.draw(this.#filmed, frame.update);
    this.#head.update(frame.update);
    this.#pointer.refresh();
  }

  #drawStrip(): void {
    if (this.#frame === null) return;
    const wave = { pass: this.#reached.pass, reached: Math.min(this.#scale?.steps ?? 0, this.#reached.steps(this.#scale)) };
    this.#strip.draw({ curves: this.hero.curves, axis: this.hero.axis, entry: entryStep(this.#frame), wave });
  }

  /** Says what is on view. */
  #write(frame: StageFrame): void {
    const said = this.#sentences(frame, this.#reached.place(this.#scale, frame.lanes[0]?.run.steps ?? 0));
    this.#facts = said.facts;
    this.hero.facts = said.facts;
    if (this.#look.panels.has('hero')) this.#head.say(said);
  }

  #sentences(frame: StageFrame, pass: Facts['pass']): Said {
    const { words, seed } = this.#look;
    const facts = factsOnView(frame, { words, seed, quantity: this.#quantity, layer: this.layer, pass });
    return { facts, cells: frame.lanes.map(({ cell }) => cell), playing: this.#training };
  }

  /** The sentences of the finished pass are longer than those of the passes: the chart does not jump when they come. */
  #keepRoom(): void {
    const said = this.#frame === null || !this.#look.panels.has('hero') ? null : this.#sentences(this.#frame, { kind: 'finished' });
    this.#head.keepRoom(said === null || said.facts.atMilestone ? null : said);
  }

  /** Whether what is on view has been described. */
  get described(): boolean {
    return this.#described;
  }

  /** Describes charts for those who do not see them; done when something stands still. */
  announce(): void {
    const frame = this.#frame;
    if (frame === null) return;
    const { relative, panels, words } = this.#look;
    this.#descriptions.write({ frame, hero: this.hero, relative, panels, records: this.records, hasFilm: !this.#filmBox.hidden, reached: (step) => this.#reached.at(step, this.#scale).forward }, words);
    this.#film.announce(this.history, frame.update);
    this.#described = true;
    this.#describeStep();
  }

  /** The strips at the selected step, as a table; nothing that the passes have not brought yet. */
  #describeStep(): void {
    const { frame, scale, step } = { frame: this.#frame, scale: this.#scale, step: this.#selected.step };
    if (frame === null) return;
    const reached = this.#reached.at(step ?? 0, scale);
    const strips = scale === null || step === null || step >= scale.steps ? null : { lanes: this.#lanes, step, reached: (pass: Pass) => reached[pass] };
    this.#descriptions.writeStep(frame, strips, this.#look.words);
  }

  /** Rows came or went: their table has to have those that are on view. */
  #folded(): void {
    const described = this.#described;
    this.#actions.relay();
    this.#described = described;
    if (described) this.#describeStep();
  }

  select(step: number | null, unit: number | null): void {
    const moved = step !== this.#selected.step;
    this.#selected = { step, unit };
    if (moved && this.#described) this.#describeStep();
    for (const overlay of Object.values(this.#overlays)) overlay.select(step);
    if (this.#scale !== null) this.#axis.select(step);
    for (const view of this.#lanes) view.mark(unit, step);
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
