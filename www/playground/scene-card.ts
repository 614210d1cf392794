/** The card of an opened scene: what it shows, what to look for, and a stop at the update up to which that is so. */

import { computed, type ReadonlySignal } from '@preact/signals-core';
import { beatAddress } from '../lessons/address';
import { experimentOf, SCENES, sceneAddress, textOf, type Scene } from '../scenes/list';
import { identity } from '../store/address';
import { subscribe } from '../store/subscribe';
import { count } from '../views/format';
import { h, rich } from '../views/dom';
import * as icons from '../views/icons';
import type { Page } from './page';
import './scene-card.css';

/** Where a run stands beside the scene that it was opened as. */
type Standing = 'before' | 'stopped' | 'beyond' | 'changed';

export class SceneCard {
  readonly #box: HTMLElement;
  readonly #page: Page;
  readonly #scene: ReadonlySignal<Scene | null>;
  readonly #standing: ReadonlySignal<Standing>;
  readonly #status = h('div', { class: 'scene-status', role: 'status' });

  constructor(box: HTMLElement, page: Page) {
    this.#box = box;
    this.#page = page;
    const { link, store } = page;
    const { run, options } = store;
    this.#scene = computed(() => SCENES.find(({ id }) => id === link.view.value.scene) ?? null);
    const same = computed(() => {
      const scene = this.#scene.value;
      return scene !== null && identity(experimentOf(scene), []) === identity(store.experiment.value, store.changes.value);
    });
    this.#standing = computed(() => {
      const stop = this.#scene.value?.stop ?? 0;
      if (!same.value) return 'changed';
      if (run.newest.value > stop) return 'beyond';
      // A run whose every model has diverged has come to its end before.
      const ended = run.state.value === 'diverged' || (run.newest.value === stop && !run.playing.value);
      return ended && run.frame.value !== null ? 'stopped' : 'before';
    });
    subscribe([this.#scene, same], () => {
      const scene = this.#scene.peek();
      // Without a scene the link says where to stop.
      if (scene !== null) options.stop.value = same.peek() ? scene.stop : null;
    });
    subscribe([this.#scene, page.texts, options.outcomeHidden], () => this.#write());
    subscribe([this.#scene, this.#standing, run.newest, page.texts], () => this.#writeStatus());
  }

  #write(): void {
    const scene = this.#scene.peek();
    this.#box.hidden = scene === null;
    document.body.classList.toggle('with-scene', scene !== null);
    if (scene === null) return;
    const { words, store } = this.#page;
    const { sceneCard, sceneLooks } = words;
    const { title, text } = textOf(scene, words);
    const place = SCENES.indexOf(scene);
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': sceneCard.close, title: sceneCard.close, 'data-action': 'close-scene' }, icons.close());
    close.addEventListener('click', () => this.#page.link.setView({ scene: undefined }));
    this.#box.setAttribute('aria-label', sceneCard.label);
    this.#box.dataset.scene = scene.id;
    this.#box.replaceChildren(
      h('div', { class: 'scene-head' }, h('p', { class: 'scene-place' }, sceneCard.place(place + 1, SCENES.length)), this.#move(place - 1, 'previous', '←'), this.#move(place + 1, 'next', '→'), close),
      h('h2', {}, title),
      // What it shows would give away what is to be predicted.
      ...(store.options.outcomeHidden.peek() ? [] : [h('p', { class: 'scene-text' }, rich(text))]),
      h('div', { class: 'scene-look' }, h('h3', {}, sceneCard.lookFor), h('p', {}, rich(sceneLooks[scene.id]))),
      ...(scene.beat === undefined ? [] : [h('p', { class: 'scene-beat' }, h('a', { href: beatAddress(scene.beat) }, this.#page.words.inCourse))]),
      this.#status);
  }

  /** A button that opens another scene; at the ends of the list it does nothing. */
  #move(place: number, direction: 'previous' | 'next', arrow: string): HTMLElement {
    const { words } = this.#page;
    const scene = SCENES[place];
    const name = scene === undefined ? '' : words.sceneCard[direction](textOf(scene, words).title);
    const button = h('button', { type: 'button', disabled: scene === undefined, 'data-action': `${direction}-scene`, title: name, 'aria-label': name || null }, arrow);
    button.addEventListener('click', () => {
      this.move(direction === 'next' ? 1 : -1);
      const other = direction === 'next' ? 'previous' : 'next';
      const here = (name: string) => this.#box.querySelector<HTMLElement>(`[data-action="${name}-scene"]:enabled`);
      (here(direction) ?? here(other))?.focus();
    });
    return button;
  }

  /** Opens the scene so many places further in the list, and lets it play. */
  move(by: number): boolean {
    const scene = this.#scene.peek();
    const other = scene === null ? undefined : SCENES[SCENES.indexOf(scene) + by];
    if (other === undefined) return false;
    this.#open(other);
    return true;
  }

  #open(scene: Scene): void {
    const { link, stage, store } = this.#page;
    const { lang, theme, hide } = link.view.peek();
    link.go(sceneAddress(scene, { lang, theme, hide }));
    if (!store.environment.reducedMotion.peek()) void stage.play();
  }

  #writeStatus(): void {
    const scene = this.#scene.peek();
    if (scene === null) return;
    const { words: { sceneCard }, store: { run } } = this.#page;
    const stop = count(scene.stop);
    const standing = this.#standing.peek();
    const sentence = { before: sceneCard.stops(stop), stopped: sceneCard.stopped(count(run.newest.peek())), beyond: sceneCard.beyond(stop), changed: sceneCard.changed }[standing];
    // Written only when it differs: with every update it is looked at.
    if (this.#status.firstChild?.textContent === sentence) return;
    const act = (action: string, label: string, click: () => void) => {
      const button = h('button', { type: 'button', 'data-action': action }, label);
      button.addEventListener('click', click);
      return [button];
    };
    this.#status.dataset.standing = standing;
    this.#status.replaceChildren(h('p', {}, sentence),
      ...(standing === 'stopped' && run.state.peek() !== 'diverged' ? act('go-on', sceneCard.goOn, () => void this.#page.stage.play()) : []),
      ...(standing === 'changed' ? act('restore-scene', sceneCard.restore, () => this.#open(scene)) : []));
  }
}
