/** Puts the stage into the state of a beat, and says when it stands there. */

import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { VanishingPointElement } from '../element/vanishing-point';
import type { Messages } from '../i18n';
import { validate } from '../store/validate';
import { identity } from '../store/address';
import { liveOf, type Live } from './live';
import { endOf, type Beat } from './lesson';
import { STRIP } from './strip';

const PANELS = 'chart,gradient';
const CONTROLS = 'play';
/** What there is to predict from, while the outcome is hidden. */
const ASKED = 'chart,state,gates';
/** Where the curve is to be drawn, its chart takes the place. */
const DRAWN = 'chart';

export class Director {
  readonly #stage: VanishingPointElement;
  readonly #arrived = signal<Beat | null>(null);
  #beat: Beat | null = null;
  /** Whether the outcome is hidden until someone predicts it. */
  #asks = false;
  /** Done when the stage stands where the beat begins. */
  #begun: Promise<void> = Promise.resolve();
  /** Grows with every beat: what an earlier one still waits for is not done any more. */
  #turn = 0;

  /** The beat in whose final state the stage stands; null on the way. */
  readonly arrived: ReadonlySignal<Beat | null> = this.#arrived;

  constructor(stage: VanishingPointElement) {
    this.#stage = stage;
  }

  /** Puts the stage where the beat begins; what it plays is played at once unless `ask` hides the outcome first. */
  async show(beat: Beat, ask: boolean): Promise<void> {
    const turn = ++this.#turn;
    this.#beat = beat;
    this.#arrived.value = null;
    const { store, past } = this.#stage;
    const experiment = validate(beat.experiment).experiment;
    store.options.stop.value = endOf(beat);
    this.#asks = ask;
    this.resize();
    this.#stage.setAttribute('controls', beat.controls ?? CONTROLS);
    this.#stage.outcomeHidden = ask;
    this.#look(beat);
    // A run that is on view already is gone on with, or gone back in.
    const same = store.run.frame.peek() !== null && !store.changing && identity(experiment, []) === identity(past.origin, past.changes);
    const start = ask || beat.play !== undefined || store.environment.reducedMotion.peek() ? beat.at : endOf(beat);
    this.#begun = same ? past.goTo(start) : past.replay(beat.experiment, [], start);
    await this.#begun;
    if (turn !== this.#turn) return;
    this.#look(beat);
    if (!ask) await this.#play(beat, turn);
  }

  /** Puts on stage what the window has room for. */
  resize(): void {
    const beat = this.#beat;
    if (beat === null) return;
    const told = (matchMedia(STRIP).matches ? beat.strip : undefined) ?? beat.panels ?? PANELS;
    this.#stage.setAttribute('panels', this.#asks ? (beat.asks ?? (beat.draw === undefined ? ASKED : DRAWN)) : told);
  }

  /** Shows what a beat asked about. */
  async reveal(): Promise<void> {
    const beat = this.#beat;
    if (beat === null) return;
    const turn = ++this.#turn;
    // The choice may come before the stage has.
    await this.#begun;
    if (turn !== this.#turn) return;
    this.#stage.outcomeHidden = false;
    this.#asks = false;
    this.resize();
    await this.#play(beat, turn);
  }

  async #play(beat: Beat, turn: number): Promise<void> {
    const { store, past } = this.#stage;
    const still = store.environment.reducedMotion.peek();
    if (beat.play === 'backward' && !still) {
      await this.#stage.startBackward();
      if (turn !== this.#turn) return;
      await this.#stage.step('pass');
    } else if (beat.play === 'training') {
      if (still) await past.goTo(endOf(beat));
      else await this.#train(turn);
    }
    await painted();
    if (turn === this.#turn) this.#arrived.value = beat;
  }

  /** Plays until training stops by itself, or a viewer does it. */
  async #train(turn: number): Promise<void> {
    const { run } = this.#stage.store;
    await this.#stage.play();
    await new Promise<void>((resolve) => {
      const stop = run.playing.subscribe((playing) => {
        if (playing && turn === this.#turn) return;
        queueMicrotask(() => stop());
        resolve();
      });
    });
  }

  #look({ view = {} }: Beat): void {
    const { store } = this.#stage;
    store.look({ t: view.t ?? null, unit: null, cell: view.cell ?? null, quantity: view.quantity ?? 'memory', of: view.of ?? null, scale: 'relative' }, false);
    store.view.chosen.value = view.t !== undefined;
  }

  /** The numbers of the beat, once the stage stands where its sentences speak of; null before, and after someone went on. */
  live(words: Messages): Live | null {
    const beat = this.#arrived.peek();
    const { facts, store } = this.#stage;
    if (beat === null || facts === null || store.run.playing.peek()) return null;
    // Where every model has diverged before, that is the end of the run.
    if (facts.update !== endOf(beat) && store.run.state.peek() !== 'diverged') return null;
    const scalars = store.run.frame.peek()?.lanes.map((lane) => ({ loss: lane.scalar('loss'), gradNorm: lane.scalar('gradNorm'), weights: lane.run.parameterCount })) ?? [];
    return liveOf(facts, store.experiment.peek().cells, scalars, words);
  }
}

/** Once what was asked of the stage is on view: its facts are those of what it has drawn. A window that no one sees draws nothing. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const frame = () => requestAnimationFrame(() => resolve());
    requestAnimationFrame(frame);
    setTimeout(resolve, 500);
  });
}
