/** What models read of a film, or of a picture pixel by pixel: at the selected step, at the step that a pass has reached, or played. */

import { computed } from '@preact/signals-core';
import type { RunDescription } from '../generated/types';
import { subscribe } from '../store/subscribe';
import { soleTarget } from '../views/answers';
import { h, write } from '../views/dom';
import { play } from '../views/icons';
import { drawTile, filmAt, hasFilm, pictureOf } from '../views/input/images';
import { classNames } from '../views/labels';
import type { Page } from './page';

/** The side of the picture in CSS pixels. */
const SIZE = 128;
/** A film of 40 frames takes five seconds, and a picture of 64 pixels four. */
const A_SECOND = { frames: 8, pixels: 16 };

export class TaskFilm {
  readonly element = h('figure', { class: 'task-film', hidden: true });
  readonly #page: Page;
  readonly #canvas = h('canvas', { width: 2 * SIZE, height: 2 * SIZE, role: 'img' });
  readonly #button = h('button', { type: 'button', class: 'link', 'data-action': 'play-film' });
  readonly #caption = h('figcaption');
  /** The step that is shown while the film plays. */
  #played: number | null = null;
  #timer: number | undefined;

  constructor(page: Page) {
    this.#page = page;
    const { store } = page;
    this.#button.addEventListener('click', () => this.#play());
    this.element.append(this.#canvas, this.#caption, this.#button);
    const run = computed(() => store.run.frame.value?.lanes[0]?.run);
    subscribe([run], () => {
      this.#stop();
      this.#show();
    });
    subscribe([page.texts, page.scheme, store.view.t, store.run.progress], () => this.#show());
  }

  get #run(): RunDescription | null {
    const run = this.#page.store.run.frame.peek()?.lanes[0]?.run;
    return run !== undefined && hasFilm(run) ? run : null;
  }

  /** The step on view, from 0. */
  #step(run: RunDescription): number {
    const { view, run: { progress } } = this.#page.store;
    const { pass, reached } = progress.peek();
    const chosen = this.#played ?? (view.t.peek() ?? (pass === null ? run.steps : pass === 'forward' ? reached : run.steps - reached + 1)) - 1;
    return Math.max(0, Math.min(run.steps - 1, chosen));
  }

  #show(): void {
    const run = this.#run;
    this.element.hidden = run === null;
    const canvas = this.#canvas.getContext('2d');
    if (run === null || canvas === null) return;
    const { words, scheme } = this.#page;
    const step = this.#step(run);
    const tile = filmAt(run, step)!;
    canvas.setTransform(2, 0, 0, 2, 0, 0);
    canvas.clearRect(0, 0, SIZE, SIZE);
    drawTile(canvas, tile, { x: 1, y: 1, width: SIZE - 2, scheme: scheme.peek(), frame: 'transparent' });
    const isPicture = pictureOf(run) !== null;
    if (isPicture) {
      const side = (SIZE - 2) / tile.width;
      canvas.strokeStyle = getComputedStyle(this.#canvas).color;
      canvas.lineWidth = 2;
      canvas.strokeRect(1 + (step % tile.width) * side, 1 + Math.floor(step / tile.width) * side, side, side);
    }
    const target = soleTarget(run);
    const { film } = words.rail;
    const place = (isPicture ? film.pixel : film.frame)(step + 1, run.steps);
    const answer = typeof target === 'number' ? ` → ${classNames(run, words)[target]}` : '';
    write(this.#caption, place + (step === run.steps - 1 ? answer : ''));
    this.#canvas.setAttribute('aria-label', place);
    if (this.#button.lastChild?.textContent !== film.play) this.#button.replaceChildren(play(), ` ${film.play}`);
  }

  #play(): void {
    this.#stop();
    const run = this.#run;
    if (run === null) return;
    this.#played = 0;
    this.#show();
    this.#timer = window.setInterval(() => {
      this.#played! += 1;
      if (this.#played! >= run.steps) this.#stop();
      this.#show();
    }, 1000 / (pictureOf(run) === null ? A_SECOND.frames : A_SECOND.pixels));
  }

  #stop(): void {
    window.clearInterval(this.#timer);
    this.#played = null;
  }
}
