/** The head of the stage: what the chart asks and shows, and how it shall show it. */

import type { Of } from '../engine/follow';
import type { Messages } from '../i18n';
import { h, rich, write } from '../views/dom';
import { count } from '../views/format';
import type { Quantity } from '../views/quantity';

export interface HeadContent {
  words: Messages;
  relative: boolean;
  quantity: Quantity;
  /** Those there are on stage. */
  quantities: readonly Quantity[];
  /** The step (from 0) whose loss is shown, null for all; and those that have one. */
  followed: number | null;
  losses: readonly number[];
  layer: number;
  layers: number;
  presenting: boolean;
  /** Whether answers are scored on data that training never draws. */
  unseen: boolean;
  /** Whether there is anything to choose. */
  tools: boolean;
  /** What stands in the subtitle's place for a while; null for the subtitle. */
  milestone: readonly (Node | string)[] | null;
}

export interface HeadActions {
  scale(relative: boolean): void;
  quantity(quantity: Quantity): void;
  follow(of: Of): void;
  layer(layer: number): void;
}

export class Head {
  readonly #actions: HeadActions;
  readonly #title = h('h2');
  readonly #subtitle = h('p', { class: 'subtitle' });
  /** Stands in the subtitle's place, so that nothing moves when it comes. */
  readonly #milestone = h('p', { class: 'news empty', role: 'status', 'data-news': true });
  readonly #updateName = h('span');
  readonly #updateNumber = h('b');
  readonly #update = h('span', { class: 'head-update' }, this.#updateName, ' ', this.#updateNumber);
  readonly #tools = h('div', { class: 'tools' });
  readonly element = h('header', { class: 'head' }, this.#title, this.#update, this.#tools, this.#subtitle, this.#milestone);
  #content: HeadContent | null = null;

  constructor(actions: HeadActions) {
    this.#actions = actions;
  }

  write(content: HeadContent): void {
    this.#content = content;
    const { words, relative, quantity } = content;
    this.#title.replaceChildren(rich(words.hero.title));
    const { norm } = words.hero.quantities[quantity];
    const loss = this.#lossOf(content);
    this.#subtitle.replaceChildren(rich(relative ? words.hero.relative(norm, loss, content.followed === null ? null : content.followed + 1, content.unseen) : words.hero.absolute(norm, loss, content.unseen)));
    this.#tools.hidden = !content.tools;
    if (content.tools) this.#tools.replaceChildren(...this.#layerTool(content), ...this.#lossTool(content), this.#quantityTool(content), this.#scaleTool(content));
    this.#subtitle.hidden = content.milestone !== null;
    this.#milestone.classList.toggle('empty', content.milestone === null);
    this.#milestone.replaceChildren(...(content.milestone ?? []));
  }

  /** The update on view, where nothing else on the page says it. */
  update(update: number): void {
    if (this.#content?.presenting !== true) return;
    write(this.#updateName, this.#content.words.stage.update);
    write(this.#updateNumber, count(update));
  }

  #layerTool({ words, layer, layers }: HeadContent): HTMLElement[] {
    if (layers === 1) return [];
    const select = h('select', { 'aria-label': words.hero.layer, 'data-action': 'layer' });
    for (let each = layers - 1; each >= 0; each--) select.append(h('option', { value: each, selected: each === layer }, `${words.hero.layer} ${each + 1}`));
    select.addEventListener('change', () => this.#actions.layer(Number(select.value)));
    return [select];
  }

  /** Which loss is on view. */
  #lossOf({ words, followed, losses }: HeadContent): string {
    if (losses.length < 2) return words.hero.onlyLoss;
    return followed === null ? words.hero.allLosses(losses.length) : words.hero.lossAt(followed + 1);
  }

  #lossTool({ words, followed, losses }: HeadContent): HTMLElement[] {
    if (losses.length < 2) return [];
    const select = h('select', { 'aria-label': words.hero.loss, title: words.hero.lossHint, 'data-action': 'of' });
    select.append(h('option', { value: 'all', selected: followed === null }, words.hero.everyLoss));
    for (const step of [...losses].reverse()) select.append(h('option', { value: step + 1, selected: step === followed }, words.hero.oneLoss(step + 1)));
    select.addEventListener('change', () => this.#actions.follow(select.value === 'all' ? 'all' : Number(select.value)));
    return [select];
  }

  #quantityTool({ words, quantity, quantities }: HeadContent): HTMLElement {
    return h('div', { class: 'segmented', role: 'group', 'aria-label': words.hero.quantity }, ...quantities.map((each) => {
      const { name, hint } = words.hero.quantities[each];
      const button = h('button', { type: 'button', title: hint, 'aria-pressed': String(each === quantity), 'data-quantity': each }, rich(name));
      button.addEventListener('click', () => this.#actions.quantity(each));
      return button;
    }));
  }

  #scaleTool({ words, relative }: HeadContent): HTMLElement {
    const choice = (label: string, value: boolean) => {
      const button = h('button', { type: 'button', 'aria-pressed': String(relative === value), 'data-scale': value ? 'relative' : 'absolute' }, label);
      button.addEventListener('click', () => this.#actions.scale(value));
      return button;
    };
    return h('div', { class: 'segmented', role: 'group', 'aria-label': words.hero.scale }, choice(words.hero.byLast, true), choice(words.hero.plain, false));
  }
}
