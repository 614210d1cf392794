/** What the gallery shows: a card a scene, in the order in which they are told. */

import type { Messages } from '../i18n';
import type { ViewKeys } from '../store/address';
import { h, rich } from '../views/dom';
import * as icons from '../views/icons';
import { SCENES, sceneAddress, textOf, type Scene, type SceneKind } from './list';
import { drawStill } from './still';
import { stillOf } from './stills';

const KIND_MARKS: Record<SceneKind, string> = { good: '✓', bad: '✕', surprise: '!' };
const GRADIENTS = { hidden: '‖∂L/∂hₜ‖', input: '‖∂L/∂xₜ‖' };

/** `page` is the address of the playground without a fragment. */
export function gallery(words: Messages, page: string): HTMLElement[] {
  return [
    h('h1', {}, words.scenes.title), h('p', { class: 'lead' }, words.scenes.subtitle),
    h('ol', { class: 'cards' }, ...SCENES.map((scene) => card(scene, words, page))),
  ];
}

function card(scene: Scene, words: Messages, page: string): HTMLElement {
  const { title, text } = textOf(scene, words);
  const { update, of } = scene.still;
  const link = (action: 'open' | 'predict', view: ViewKeys, label: string, name: string, ...children: Node[]) =>
    h('a', { class: action, href: page + sceneAddress(scene, view), 'aria-label': name, 'data-action': action }, ...children, label);
  return h('li', { class: 'card', 'data-scene': scene.id },
    h('h2', {}, title),
    h('p', { class: `kind ${scene.kind}` }, h('span', { 'aria-hidden': 'true' }, KIND_MARKS[scene.kind]), words.scenes.kinds[scene.kind]),
    drawStill(stillOf(scene), words, words.scenes.still(GRADIENTS[of], String(update))),
    h('p', {}, rich(text)),
    h('div', { class: 'card-links' },
      link('open', {}, words.scenes.open, words.scenes.openScene(title)),
      link('predict', { hide: 'answer' }, words.scenes.predict, words.scenes.predictScene(title), icons.eye())));
}
