/** Plays a run: asks the engine for updates at the chosen pace, lets the waves sweep, and keeps the one frame that is on view. */

import type { Change, Engine, LeftOff, StageFrame } from '../engine/engine';
import type { Experiment } from '../generated/types';
import type { Of } from '../engine/follow';
import { ownData } from '../engine/own';
import { stepsOf, type Granularity } from '../store/run';
import { milestoneOf, Watch } from './milestone';
import { Pace, someStart } from './speed';
import { Sweep, type Screen } from './sweep';
import { naturalDuration, type Wave } from './wave';

/** In how many calls `train` trains at least: what lies between two is not on the film. */
const FEWEST_CALLS = 64;
/** Calls that are under way at a time where nothing but speed matters: workers are at the next while the page draws what the last one brought. */
const CALLS_UNDER_WAY = 2;
/** Milliseconds from one picture to the next meanwhile: drawing would take its time from training. */
const PICTURE_EVERY = 100;
/** Milliseconds for which the first finished pass of a run is held, to be read. */
export const HOLD = 2000;
/** The core looks at the held-out set so often: no call that is followed goes beyond its next look, so that none is taken back. */
const LOOK_EVERY = 5;
/** Longest time that one animation frame may count for: a tab that slept does not catch up. */
const LONGEST_TICK = 100;

export class Player {
  readonly pace = new Pace();
  playing = false;
  /** With reduced motion nothing sweeps; every press shows a finished pass. */
  reducedMotion = false;
  /** The update at which playing stops, once; null stops at the milestone, in the automatic pace. */
  stopAt: number | null = null;

  readonly #engine: Engine;
  readonly #screen: Screen;
  readonly #sweep: Sweep;
  /** Whether no one sees the stage: nothing plays then, and nothing is swept. */
  #suspended = false;
  /** Grows with every start and reset: what was asked for before is not shown any more. */
  #epoch = 0;
  /** The calls for updates that are under way while playing; they are answered in order. */
  readonly #calls = new Set<Promise<void>>();
  /** When the last call was answered: until then, later ones wait for their turn. */
  #answered = 0;
  #scheduled = false;
  #before = 0;
  /** How many calls of `train` are under way, and when the last picture was drawn. */
  #training = 0;
  #drawn = -Infinity;
  /** Resolves once the pass that was asked for has been swept. */
  #passDone: (() => void) | null = null;
  /** Whether the first frame of the run was shown in full, so that it needs no introduction any more. */
  #warm = false;
  /** Whether the milestone of the run lies behind: it is stopped at once. */
  #learned = false;
  #watch = new Watch();
  /** Milliseconds for which the finished pass is still held; 0 when it is not. */
  #held = 0;
  /** Whether the update to stop at lies behind. */
  #lifted = false;
  #closed = false;
  /** The past update that was asked for last; whichever was asked for before it is skipped. */
  #wanted: { update: number; sweep: boolean } | null = null;
  #visiting: Promise<void> | null = null;

  constructor(engine: Engine, screen: Screen) {
    this.#engine = engine;
    this.#screen = screen;
    this.#sweep = new Sweep(engine, screen);
  }

  /** The frame on view. */
  get frame(): StageFrame | null {
    return this.#sweep.frame;
  }

  get wave(): Wave {
    return this.#sweep.wave;
  }

  /** Begins a run. @throws VanishingError when the experiment or the text cannot be had. */
  async start(experiment: Experiment, text: string | null, scheduled: readonly Change[] = [], leftOff: LeftOff | null = null): Promise<void> {
    const epoch = ++this.#epoch;
    this.#open(await this.#engine.start(experiment, text === null ? null : await ownData(experiment, text), scheduled, leftOff), epoch);
  }

  /** Back to the same initial weights. */
  async reset(): Promise<void> {
    const epoch = ++this.#epoch;
    this.#open(await this.#engine.reset(), epoch);
  }

  #open(frame: StageFrame, epoch: number): void {
    if (epoch !== this.#epoch || this.#closed) {
      this.#engine.release(frame);
      return;
    }
    this.#wanted = null;
    this.#warm = false;
    this.#learned = milestoneOf(frame) !== null;
    this.#lifted = false;
    this.#watch = new Watch();
    this.#held = 0;
    this.pace.restart(naturalDuration(stepsOf(frame)), frame.lanes.length >= navigator.hardwareConcurrency);
    this.#sweep.open(frame);
    this.#endPass();
    if (this.playing && !this.reducedMotion && this.pace.hasWave) this.#sweep.begin();
    else this.#sweep.complete();
    this.#wake();
  }

  play(): void {
    if (this.playing) return;
    this.playing = true;
    // Whoever presses play has read enough.
    this.#held = 0;
    if (this.#learned) this.pace.goOn();
    this.#lifted = this.stopAt !== null && this.#engine.update >= this.stopAt;
    this.#before = 0;
    // A run that has not been trained yet is introduced by its first pass.
    if (this.frame?.update === 0 && !this.#warm && this.wave.complete && this.pace.hasWave && !this.reducedMotion) this.#sweep.begin();
    this.#screen.changed();
    this.#wake();
  }

  /** Resolves when nothing is under way any more. */
  async pause(): Promise<void> {
    const was = this.playing;
    this.playing = false;
    this.#held = 0;
    this.#endPass();
    await Promise.all(this.#calls);
    this.#takeNext();
    this.#sweep.flush();
    if (was) this.#screen.changed();
  }

  async step(granularity: Granularity): Promise<void> {
    await this.pause();
    if (this.frame === null) return;
    if (granularity === 'update') {
      if (!this.wave.complete) this.#sweep.complete();
      await this.#forward(false);
    } else {
      // Paused in the rest after the backward pass: nothing of this update is left to show.
      if (this.wave.pass === 'backward' && this.wave.passComplete) this.#sweep.complete();
      if (this.wave.complete) await this.#forward(true);
      if (granularity === 'time') this.#sweep.step();
      else await this.#sweepPass();
      if (this.wave.pass === 'backward' && this.wave.passComplete) this.#sweep.complete();
    }
    this.#sweep.flush();
    this.#screen.changed();
  }

  /** Stands at the start of the backward pass of the update on view; pauses. */
  async startBackward(): Promise<void> {
    await this.pause();
    if (this.frame === null) return;
    if (this.wave.pass !== 'forward') this.#sweep.begin();
    this.#sweep.endPass();
    this.wave.next();
    this.#sweep.turn();
    this.#sweep.flush();
    this.#screen.changed();
  }

  /** One update further: trained, or in the past the one after that on view. */
  async #forward(sweep: boolean): Promise<void> {
    const { viewed } = this.#engine;
    if (viewed !== null) {
      await this.#look(viewed + 1, sweep);
      return;
    }
    await this.#advance(1, sweep);
    this.#takeNext();
  }

  /** Shows an update of the run so far, as it was; pauses. Where many are asked for quickly, only the last is sure to be shown. */
  async visit(update: number): Promise<void> {
    await this.pause();
    if (this.frame === null) return;
    await this.#look(update, false);
    this.#sweep.flush();
    this.#screen.changed();
  }

  #look(update: number, sweep: boolean): Promise<void> {
    this.#wanted = { update, sweep };
    this.#visiting ??= this.#lookAll().finally(() => (this.#visiting = null));
    return this.#visiting;
  }

  async #lookAll(): Promise<void> {
    while (this.#wanted !== null) {
      const { update, sweep } = this.#wanted;
      this.#wanted = null;
      const epoch = this.#epoch;
      const frame = await this.#engine.visit(update);
      if (epoch !== this.#epoch || this.#closed) {
        this.#engine.release(frame);
        return;
      }
      this.#sweep.offer(frame, sweep);
      this.#takeNext();
      this.#wake();
    }
  }

  /** Makes the update on view the newest: training goes on from there. */
  async rewind(): Promise<void> {
    await this.pause();
    await this.#visiting;
    if (this.frame === null || this.#engine.viewed === null) return;
    this.#epoch += 1;
    await this.#engine.rewind();
    this.#screen.rewound(this.frame);
    this.#sweep.complete();
    this.#sweep.flush();
    this.#screen.changed();
  }

  /** Draws the newest update anew, after something was changed there. */
  async redraw(): Promise<void> {
    if (this.playing || this.frame === null) return;
    await this.#visiting;
    await this.#advance(0, false);
    this.#takeNext();
    this.#sweep.flush();
    this.#screen.changed();
  }

  /** Shows the gradient of another loss, of the update on view; a wave under way goes on from its place. */
  async follow(of: Of): Promise<void> {
    const frame = await this.#engine.follow(of);
    if (frame === null) return;
    // Where another update is on view by now, it shows that loss with the next frame.
    const shown = this.frame?.update === frame.update && !this.#closed;
    if (!shown) {
      this.#engine.release(frame);
      return;
    }
    this.#sweep.replace(frame);
    this.repaint();
    this.#screen.changed();
  }

  /** Sweeps the pass under way to its end; from the end of the forward pass, the backward one. */
  async #sweepPass(): Promise<void> {
    if (this.wave.passComplete) {
      this.wave.next();
      this.#sweep.turn();
    }
    if (this.reducedMotion || this.#suspended) {
      this.#sweep.endPass();
      return;
    }
    await new Promise<void>((resolve) => {
      this.#passDone = resolve;
      this.#before = 0;
      this.#wake();
    });
  }

  #endPass(): void {
    const done = this.#passDone;
    this.#passDone = null;
    done?.();
  }

  /** Trains flat out; resolves when as many updates are done and on view. */
  async train(updates: number): Promise<void> {
    const wasPlaying = this.playing;
    await this.pause();
    const epoch = this.#epoch;
    const most = Math.ceil(updates / FEWEST_CALLS);
    let left = updates;
    const callAfterCall = async (): Promise<void> => {
      while (left > 0 && epoch === this.#epoch && !this.#closed) {
        const size = Math.min(left, most, this.pace.callSize);
        left -= size;
        if (!await this.#advance(size, false)) left = 0;
        this.#wake();
      }
    };
    this.#training += 1;
    try {
      await Promise.all(Array.from({ length: CALLS_UNDER_WAY }, callAfterCall));
    } finally {
      this.#training -= 1;
    }
    this.#takeNext();
    this.#sweep.flush();
    // Whoever reads the charts instead of seeing them is told where training has come to.
    if (wasPlaying && epoch === this.#epoch) this.play();
    else this.#screen.changed();
  }

  /** Shows the frame on view in full, without a wave. */
  finish(): void {
    if (this.frame !== null && !this.wave.complete) this.#sweep.complete();
    this.#wake();
  }

  /** Paints everything on view anew, after the screen was laid out. */
  repaint(): void {
    this.#sweep.repaint();
    this.#wake();
  }

  /** Something changed that `flush` draws. */
  invalidate(): void {
    this.#sweep.invalidate();
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.playing = false;
    this.#epoch += 1;
    this.#endPass();
  }

  /** Asks for updates; the frame waits for the next animation frame. Returns whether any lane can be trained further. */
  async #advance(updates: number, sweep: boolean): Promise<boolean> {
    const epoch = this.#epoch;
    const asked = performance.now();
    const frame = await this.#engine.advance(updates);
    const now = performance.now();
    const took = now - Math.max(asked, this.#answered);
    this.#answered = now;
    if (epoch !== this.#epoch || this.#closed) {
      this.#engine.release(frame);
      return false;
    }
    const live = frame.lanes.filter(({ diverged }) => diverged === null);
    const slowest = live.reduce((least, lane) => Math.min(least, lane.updatesPerSecond), Infinity);
    if (updates > 0) this.pace.measure(updates, took, Number.isFinite(slowest) ? slowest : 0);
    this.#sweep.overtake(frame, sweep);
    return live.length > 0;
  }

  #takeNext(): void {
    const next = this.#sweep.take();
    if (next === null) return;
    this.#warm = true;
    this.pace.eventful = this.#watch.see(next.frame);
    this.#lookOut(next.frame);
    if (next.sweep) this.#sweep.begin();
    else this.#sweep.complete();
  }

  /** Once a run, and only in the automatic pace, training stops at the milestone. */
  #lookOut(frame: StageFrame): void {
    const milestone = milestoneOf(frame);
    const first = milestone !== null && !this.#learned;
    this.#learned = milestone !== null;
    if (first && this.playing && this.pace.speed === 'auto' && this.stopAt === null) {
      this.playing = false;
      void this.#stop(milestone.update).catch((failure: unknown) => this.#screen.fail(failure));
    }
  }

  /** Workers look for the milestone while they train: what they did after it is taken back. */
  async #stop(update: number): Promise<void> {
    const epoch = this.#epoch;
    await Promise.all(this.#calls);
    if (this.#isOver(epoch) || this.#isPlaying()) return;
    this.#takeNext();
    if (this.#engine.update > update) {
      const frame = await this.#engine.returnTo(update);
      if (this.#isOver(epoch)) {
        this.#engine.release(frame);
        return;
      }
      this.#sweep.offer(frame, false);
      this.#takeNext();
      this.#screen.rewound(frame);
    }
    this.#sweep.flush();
    this.#screen.changed();
  }

  /** Asked anew, after others had their turn. */
  #isPlaying(): boolean {
    return this.playing;
  }

  /** Whether another run has begun since, or none ever will. */
  #isOver(epoch: number): boolean {
    return this.#closed || epoch !== this.#epoch;
  }

  /** How many of so many updates there are before the one to stop at. */
  #upToStop(updates: number): number {
    const { update } = this.#engine;
    return this.stopAt === null || this.#lifted || update > this.stopAt ? updates : Math.min(updates, this.stopAt - update);
  }

  set suspended(suspended: boolean) {
    this.#suspended = suspended;
    this.#before = 0;
    if (suspended) this.#endPass();
    else this.#wake();
  }

  #wake(): void {
    if (this.#scheduled || this.#closed || this.#suspended) return;
    this.#scheduled = true;
    requestAnimationFrame(this.#tick);
  }

  readonly #tick = (now: number): void => {
    this.#scheduled = false;
    if (this.#closed || this.#suspended) return;
    if (this.#training > 0 && this.wave.complete && now - this.#drawn < PICTURE_EVERY) {
      this.#wake();
      return;
    }
    this.#drawn = now;
    const passed = this.#before === 0 ? 0 : Math.min(LONGEST_TICK, now - this.#before);
    this.#before = now;
    this.#takeNext();
    const sweeping = this.#passDone !== null;
    if (!this.wave.complete && (this.playing || sweeping)) this.#sweepOn(passed);
    else if (this.playing) this.#play(passed);
    this.#sweep.flush();
    if (this.playing || this.#passDone !== null || this.#sweep.waits) this.#wake();
  };

  #sweepOn(passed: number): void {
    const stepwise = this.#passDone !== null;
    if (!stepwise) this.pace.run(passed);
    if (!stepwise && !this.pace.hasWave) {
      this.#sweep.complete();
      return;
    }
    // At n updates a second both waves and their rests take 1/n of a second.
    const natural = naturalDuration(stepsOf(this.frame));
    const factor = stepwise ? 1 : (natural * this.pace.updatesPerSecond) / 1000;
    this.#sweep.run(passed * factor);
    if (stepwise && this.wave.passComplete) this.#endPass();
    if (this.wave.complete && !stepwise) {
      if (!this.#warm && this.pace.speed === 'auto') this.#hold();
      this.#warm = true;
      this.pace.introduced();
    }
  }

  /** The finished pass stands for a while before training begins. */
  #hold(): void {
    this.#held = HOLD;
    this.#screen.changed();
  }

  /** Whether a finished pass is held. */
  get holding(): boolean {
    return this.#held > 0;
  }

  #play(passed: number): void {
    if (this.frame === null) return;
    if (this.#held > 0) {
      this.#held = Math.max(0, this.#held - passed);
      if (this.#held === 0) this.#screen.changed();
      return;
    }
    this.#warm = true;
    if (this.#upToStop(1) === 0) {
      if (this.#calls.size > 0) return;
      this.playing = false;
      this.#screen.changed();
      return;
    }
    // Without a wave, there was nothing to wait for.
    this.pace.introduced();
    this.pace.run(passed, someStart());
    if (this.#calls.size >= (this.pace.updatesPerSecond === Infinity ? CALLS_UNDER_WAY : 1)) return;
    const wave = this.pace.hasWave && !this.reducedMotion;
    const updates = wave ? this.pace.takeOne() : this.pace.take();
    const upToLook = this.#learned || this.pace.updatesPerSecond === Infinity ? Infinity : LOOK_EVERY - (this.#engine.update % LOOK_EVERY);
    if (updates > 0) this.#ask(Math.min(updates, upToLook), wave);
  }

  /**
   * Flat out, a call that was answered is followed by another at once; not where no lane is left to train, which is
   * answered without a worker, in no time: calls after calls would leave the page no moment of its own.
   */
  #ask(wanted: number, sweep: boolean): void {
    const updates = this.#upToStop(wanted);
    if (updates === 0) return;
    const epoch = this.#epoch;
    const call = this.#advance(updates, sweep).then(
      (goesOn) => {
        this.#calls.delete(call);
        this.#wake();
        if (goesOn && this.playing && !document.hidden && !this.#suspended && this.pace.updatesPerSecond === Infinity) this.#ask(this.pace.callSize, false);
      },
      (failure: unknown) => {
        this.#calls.delete(call);
        // The call behind it fails of the same, which is said once.
        if (this.#closed || epoch !== this.#epoch) return;
        this.#epoch += 1;
        this.playing = false;
        this.#screen.fail(failure);
      },
    );
    this.#calls.add(call);
  }
}
