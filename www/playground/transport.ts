/** Play, pause, step, reset, speed, and where the run stands. */

import { h, rich, write } from '../views/dom';
import * as icons from '../views/icons';
import { count } from '../views/format';
import type { Granularity } from '../store/run';
import { progressInWords } from '../element/stage-texts';
import { subscribe } from '../store/subscribe';
import type { Page } from './page';

/** Updates a second that the slider offers; the last one is flat out. */
const SPEEDS = [0.1, 0.2, 0.4, 0.8, 2, 3, 6, 12, 25, 50, 100, 200, 500, 1000, Infinity];
const GRANULARITIES: readonly Granularity[] = ['time', 'pass', 'update'];
/** Milliseconds over which the measured pace is averaged. */
const WINDOW = 1000;
/** From this share of the pace that was asked for, training keeps it. */
const KEPT = 0.8;

export class Transport {
  readonly #box: HTMLElement;
  readonly #page: Page;
  #granularity: Granularity = 'time';
  #play = h('button');
  #updateText = h('b');
  #of = h('span');
  #phase = h('p');
  #phaseShown = '';
  /** While a past update is on view: go on from there, or back to the newest. */
  readonly #past = h('div', { class: 'past-bar', hidden: true });
  #range = h('input');
  #rangeText = h('output');
  #auto = h('button');
  #measured: { time: number; update: number }[] = [];

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
    const { run } = page.store;
    subscribe([page.texts], () => this.#render());
    subscribe([run.playing], () => this.#showPlaying());
    subscribe([run.held], () => this.#showHeld());
    subscribe([run.frame], () => this.#showUpdate());
    subscribe([run.viewed, run.newest], () => this.#showPast());
    subscribe([page.reading], () => this.#tick());
    subscribe([run.speed], () => this.#showSpeed());
    subscribe([run.goal], () => this.#writePhase());
  }

  #render(): void {
    const { words, stage } = this.#page;
    const { transport } = words;
    const button = (action: string, label: string, image: SVGSVGElement, click: () => void) => {
      const element = h('button', { type: 'button', class: action, 'data-action': action, 'aria-label': label, title: label }, image);
      element.addEventListener('click', click);
      return element;
    };
    this.#play = button('play', words.stage.play, icons.play(), () => void stage.toggle());
    const modes = h('div', { class: 'segmented', role: 'group', 'aria-label': transport.granularity },
      ...GRANULARITIES.map((each) => {
        const mode = h('button', { type: 'button', 'aria-pressed': String(each === this.#granularity), 'data-granularity': each }, transport[each]);
        mode.addEventListener('click', () => {
          this.#granularity = each;
          for (const other of modes.children) other.setAttribute('aria-pressed', String(other === mode));
        });
        return mode;
      }));
    this.#updateText = h('b', { id: 'update', translate: 'no' });
    this.#of = h('span', { class: 'of' });
    this.#phase = h('p', { class: 'phase', id: 'phase' });
    this.#phaseShown = '';
    const go = (action: string, label: string, title: string, click: () => void) => {
      const element = h('button', { type: 'button', 'data-action': action, title }, label);
      element.addEventListener('click', click);
      return element;
    };
    this.#past.replaceChildren(
      go('rewind', words.past.rewind, words.past.rewindHint, () => void stage.past.rewind()),
      go('newest', words.past.leave, words.past.leaveHint, () => void stage.past.leave()));
    this.#range = h('input', { type: 'range', id: 'speed', min: 0, max: SPEEDS.length - 1, step: 1, 'aria-label': transport.speed });
    this.#range.addEventListener('input', () => {
      stage.speed = SPEEDS[Number(this.#range.value)]!;
    });
    this.#rangeText = h('output', { for: 'speed', translate: 'no' });
    this.#auto = h('button', { type: 'button', class: 'auto', title: transport.speedAutoHint, 'data-action': 'auto-speed' }, transport.speedAuto);
    this.#auto.addEventListener('click', () => {
      stage.speed = stage.speed === 'auto' ? SPEEDS[Number(this.#range.value)]! : 'auto';
    });
    this.#box.setAttribute('aria-label', transport.label);
    this.#box.replaceChildren(
      h('div', { class: 'transport-buttons' },
        h('div', { class: 'buttons' },
          button('reset', words.stage.reset, icons.reset(), () => void stage.reset()),
          button('back', words.past.back, icons.back(), () => void stage.past.back()),
          this.#play,
          button('step', words.stage.stepOnce, icons.step(), () => void stage.step(this.#granularity))),
        h('div', { class: 'granularity' }, modes, h('span', {}, transport.perClick))),
      h('div', { class: 'transport-status' },
        h('p', { class: 'update-line' }, `${words.stage.update} `, this.#updateText, ' ', this.#of),
        this.#phase,
        this.#past,
        h('div', { class: 'speed' }, h('label', { for: 'speed' }, transport.speed), this.#auto, this.#range, this.#rangeText)));
    this.#showPlaying();
    this.#showHeld();
    this.#showPast();
    this.#tick();
  }

  #showPlaying(): void {
    const { stage, words } = this.#page;
    const label = stage.playing ? words.stage.pause : words.stage.play;
    if (this.#play.getAttribute('aria-label') === label) return;
    this.#play.setAttribute('aria-label', label);
    this.#play.title = label;
    this.#play.replaceChildren(stage.playing ? icons.pause() : icons.play());
  }

  /** A ring around the button shows for how long the finished pass is still held. */
  #showHeld(): void {
    this.#play.classList.toggle('held', this.#page.store.run.held.peek());
    this.#writePhase();
  }

  /** With every frame, for it must never differ from what is on view. */
  #showUpdate(): void {
    const { frame } = this.#page.stage;
    write(this.#updateText, frame === null ? '…' : count(frame.update));
  }

  /** Whether the update on view is a past one. */
  #showPast(): void {
    const { words, store } = this.#page;
    const past = store.run.viewed.peek() !== null;
    this.#past.hidden = !past;
    write(this.#of, past ? words.past.of(count(store.run.newest.peek())) : '');
    this.#phase.hidden = past;
    this.#box.classList.toggle('looking-back', past);
  }

  #tick(): void {
    const { stage } = this.#page;
    const { updates } = stage.status;
    this.#showUpdate();
    const now = performance.now();
    const former = this.#measured.at(-1);
    if (former !== undefined && former.update > updates) this.#measured = [];
    this.#measured.push({ time: now, update: updates });
    while (this.#measured.length > 2 && this.#measured[0]!.time < now - WINDOW) this.#measured.shift();
    this.#writePhase();
    this.#showSpeed();
  }

  /** Written only when it differs: the same words cost a layout all the same. */
  #writePhase(): void {
    const text = this.#phaseText();
    if (text === this.#phaseShown) return;
    this.#phaseShown = text;
    this.#phase.replaceChildren(rich(text));
  }

  #phaseText(): string {
    const { stage, words } = this.#page;
    const { status } = words;
    const { pass } = stage.progress;
    const goal = this.#page.store.run.goal.peek();
    if (goal !== null && stage.status.state !== 'error') return status.going(count(goal));
    switch (stage.status.state) {
      case 'loading':
        return status.loading;
      case 'error':
        return status.error;
      case 'diverged':
        return status.diverged;
      case 'running':
        if (this.#page.store.run.held.peek()) return status.held;
        return pass === null ? this.#training() : status[pass];
      case 'paused':
        if (pass === null && stage.facts?.atMilestone === true) return status.stopped;
        return pass === null ? status.complete : progressInWords(stage.progress, words);
    }
  }

  /** With the pace at which it goes, unless that is the one that the slider says already. */
  #training(): string {
    const { status } = this.#page.words;
    const rate = this.#rate();
    const { speed } = this.#page.stage;
    const asked = speed !== 'auto' && speed !== Infinity;
    if (asked && (rate === null || rate > KEPT * speed)) return status.trains;
    return rate === null || rate === 0 ? status.trains : status.training(rate < 10 ? String(Number(rate.toPrecision(2))) : count(rate));
  }

  /** Updates a second, measured over the last second; null until they can be. */
  #rate(): number | null {
    const first = this.#measured[0];
    const last = this.#measured.at(-1);
    if (first === undefined || last === undefined || last.time - first.time < 100) return null;
    return ((last.update - first.update) / (last.time - first.time)) * 1000;
  }

  #showSpeed(): void {
    const { stage, words } = this.#page;
    const automatic = stage.speed === 'auto';
    this.#auto.setAttribute('aria-pressed', String(automatic));
    const speed = stage.updatesPerSecond;
    let place = SPEEDS.findIndex((each) => each >= speed * 0.99);
    if (place < 0) place = SPEEDS.length - 1;
    if (automatic || document.activeElement !== this.#range) this.#range.value = String(place);
    this.#range.style.setProperty('--filled', `${(Number(this.#range.value) / (SPEEDS.length - 1)) * 100}%`);
    // The pace that comes by itself is measured, and said where training is.
    const text = automatic ? words.transport.speedAuto : speed === Infinity ? words.transport.flatOut : words.transport.updatesPerSecond(speed < 10 ? String(Number(speed.toPrecision(2))) : count(speed));
    write(this.#rangeText, automatic ? '' : text);
    this.#range.setAttribute('aria-valuetext', text);
  }
}
