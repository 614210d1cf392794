/** What is on view of a run: its newest frame, the one before it, and the wave that goes from the one to the other. */

import type { Engine, StageFrame } from '../engine/engine';
import { stepsOf } from '../store/run';
import type { Pass } from '../views/row';
import { Wave } from './wave';

/** What the player plays on. */
export interface Screen {
  /** A new run begins with this frame. */
  open(frame: StageFrame): void;
  /** A frame came on view; nothing of it is painted yet. */
  take(frame: StageFrame): void;
  /** A frame came that a newer one overtook: it never comes on view, but it belongs to the past. */
  record(frame: StageFrame): void;
  /** A pass begins: what its rows show belongs to an earlier one from now on. */
  begin(pass: Pass): void;
  /** The time steps from…to − 1, counted along the pass, are reached. */
  reach(frame: StageFrame, pass: Pass, from: number, to: number): void;
  /** All of the frame is painted, and no wave is on view. */
  complete(frame: StageFrame): void;
  /** What is drawn once for all changes: at the end of every animation frame in which something changed. */
  flush(): void;
  /** Playing, pausing or the place in the passes changed. */
  changed(): void;
  /** The frame on view is the newest now: what came after it is forgotten. */
  rewound(frame: StageFrame): void;
  /** Something failed while playing. */
  fail(failure: unknown): void;
}

/** A frame that has come and waits for the next animation frame. */
interface Waiting {
  frame: StageFrame;
  sweep: boolean;
}

/** Owns the frames on view, and gives each back to the engine once it is neither on view nor needed under a wave. */
export class Sweep {
  readonly wave = new Wave();
  /** The frame on view. */
  frame: StageFrame | null = null;
  /** While a wave is under way: the frame before, of which columns that the wave has not reached remain. */
  former: StageFrame | null = null;

  readonly #engine: Engine;
  readonly #screen: Screen;
  #next: Waiting | null = null;
  #dirty = false;

  constructor(engine: Engine, screen: Screen) {
    this.#engine = engine;
    this.#screen = screen;
  }

  /** A run begins with this frame; nothing of the one before is kept. */
  open(frame: StageFrame): void {
    this.#dropNext();
    this.#dropFormer();
    if (this.frame !== null) this.#engine.release(this.frame);
    this.frame = frame;
    this.#screen.open(frame);
    this.#screen.take(frame);
  }

  /** Whether a frame waits to come on view. */
  get waits(): boolean {
    return this.#next !== null;
  }

  /** This frame comes on view next, in the place of one that waits. */
  offer(frame: StageFrame, sweep: boolean): void {
    this.#dropNext();
    this.#next = { frame, sweep };
  }

  /** The same with a frame that training brought: the one that it overtakes belongs to the past. */
  overtake(frame: StageFrame, sweep: boolean): void {
    if (this.#next !== null) this.#screen.record(this.#next.frame);
    this.offer(frame, sweep);
  }

  /** The frame that waits comes on view. */
  take(): Waiting | null {
    const next = this.#next;
    if (next === null) return null;
    this.#next = null;
    this.#dropFormer();
    this.former = this.frame;
    this.frame = next.frame;
    this.#screen.take(next.frame);
    return next;
  }

  /** The frame on view as it is seen from another loss. */
  replace(frame: StageFrame): void {
    if (this.frame !== null) this.#engine.release(this.frame);
    this.#dropFormer();
    this.frame = frame;
    this.#screen.take(frame);
  }

  begin(): void {
    if (this.frame === null) return;
    this.wave.begin(stepsOf(this.frame));
    this.#screen.begin('forward');
    this.#dirty = true;
  }

  complete(): void {
    this.wave.finish();
    this.#dropFormer();
    if (this.frame !== null) this.#screen.complete(this.frame);
    this.#dirty = true;
  }

  /** Lets time go by, at the natural pace. */
  run(milliseconds: number): void {
    const from = this.wave.reached;
    if (this.wave.run(milliseconds)) this.turn();
    else this.#reach(from);
  }

  step(): void {
    const from = this.wave.reached;
    const turned = this.wave.step();
    if (turned) this.turn();
    this.#reach(turned ? 0 : from);
  }

  /** To the end of the pass under way, without its rest. */
  endPass(): void {
    const from = this.wave.reached;
    while (!this.wave.passComplete) this.wave.step();
    this.#reach(from);
  }

  /** After the wave has turned from one pass into the next, or has ended. */
  turn(): void {
    if (this.wave.pass === 'backward') this.#screen.begin('backward');
    else this.complete();
    this.#dirty = true;
  }

  #reach(from: number): void {
    const { pass, reached } = this.wave;
    if (this.frame === null || pass === null || reached <= from) return;
    this.#screen.reach(this.frame, pass, from, reached);
    this.#dirty = true;
  }

  /** Paints everything on view anew, after the screen was laid out. */
  repaint(): void {
    const { frame } = this;
    if (frame === null) return;
    const { pass, reached } = this.wave;
    if (pass === null) this.#screen.complete(frame);
    else {
      // A wave under way goes on from its place, over what the update before it left.
      if (this.former !== null) this.#screen.complete(this.former);
      this.#screen.begin('forward');
      if (pass === 'backward') {
        this.#screen.reach(frame, 'forward', 0, stepsOf(frame));
        this.#screen.begin('backward');
      }
      this.#screen.reach(frame, pass, 0, reached);
    }
    this.#dirty = true;
  }

  /** Something changed that `flush` draws. */
  invalidate(): void {
    this.#dirty = true;
  }

  flush(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#screen.flush();
  }

  #dropNext(): void {
    if (this.#next !== null) this.#engine.release(this.#next.frame);
    this.#next = null;
  }

  #dropFormer(): void {
    if (this.former !== null) this.#engine.release(this.former);
    this.former = null;
  }
}
