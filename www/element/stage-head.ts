/** The head of the stage: what the chart asks and shows, and how it shall show it. */

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
    this.#subtitle.replaceChildren(rich((relative ? words.hero.relative : words.hero.absolute)(words.hero.quantities[quantity].norm, content.unseen)));
    this.#tools.hidden = !content.tools;
    if (content.tools) this.#tools.replaceChildren(...this.#layerTool(content), this.#quantityTool(content), this.#scaleTool(content));
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
