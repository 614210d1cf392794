/** The head of the stage: what the pass on view shows, in words, and how the chart shall show it. */

import type { Of } from '../engine/follow';
import type { Messages } from '../i18n';
import type { Facts } from '../story/facts';
import { plain as plainSentence, type Sentence } from '../story/parts';
import { h, rich, write } from '../views/dom';
import { count } from '../views/format';
import type { Quantity } from '../views/quantity';
import { term } from '../views/terms';
import type { CellKind } from '../generated/types';

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
  /** Whether there is anything to choose. */
  tools: boolean;
  /** Whether what gives the answer away is hidden. */
  outcomeHidden: boolean;
  /** Where *What happens later?* leads to; null where the stage stands on a page of someone else's. */
  later: string | null;
}

/** What the head says of the frame on view. */
export interface Said {
  facts: Facts;
  cells: readonly CellKind[];
  /** Whether training plays, so that nothing waits for the visitor. */
  playing: boolean;
}

export interface HeadActions {
  scale(relative: boolean): void;
  quantity(quantity: Quantity): void;
  follow(of: Of): void;
  layer(layer: number): void;
  /** Training goes on after the milestone. */
  goOn(): void;
}

export class Head {
  readonly #actions: HeadActions;
  readonly #headline = h('h2', { 'data-story': 'headline' });
  readonly #finding = h('p', { class: 'finding', 'data-story': 'finding' });
  readonly #meaning = h('p', { class: 'meaning', 'data-story': 'meaning' });
  readonly #provenance = h('p', { class: 'provenance', 'data-story': 'provenance' });
  readonly #goOn = h('button', { type: 'button', class: 'go-on', 'data-action': 'continue' });
  readonly #later = h('a', { class: 'later', 'data-action': 'later' });
  readonly #choices = h('div', { class: 'choices', hidden: true }, this.#later, this.#goOn);
  readonly #updateName = h('span');
  readonly #updateNumber = h('b');
  readonly #update = h('span', { class: 'head-update' }, this.#updateName, ' ', this.#updateNumber);
  readonly #axis = h('span', { class: 'axis-name' });
  readonly #toolsName = h('summary');
  readonly #toolsBox = h('div', { class: 'tools' });
  readonly #tools = h('details', { class: 'chart-options' }, this.#toolsName, this.#toolsBox);
  /** Said aloud once, when training has stopped by itself. */
  readonly #spoken = h('p', { class: 'unseen', role: 'status', 'data-news': true });
  readonly element = h('header', { class: 'head', part: 'head' }, this.#headline, this.#update, this.#choices, this.#finding, this.#meaning,
    h('div', { class: 'head-foot' }, this.#provenance, this.#axis, this.#tools), this.#spoken);
  #content: HeadContent | null = null;
  #said: Said | null = null;

  constructor(actions: HeadActions) {
    this.#actions = actions;
    this.#goOn.addEventListener('click', () => actions.goOn());
    this.#tools.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.#tools.contains(relatedTarget)) this.#tools.open = false;
    });
  }

  write(content: HeadContent): void {
    this.#content = content;
    this.keepRoom(null);
    const { words } = content;
    this.#tools.hidden = !content.tools;
    this.#axis.replaceChildren(term(words.hero.logarithmic, 'axis', words));
    this.#axis.hidden = !content.tools || content.presenting;
    write(this.#toolsName, words.hero.options);
    if (content.tools) this.#toolsBox.replaceChildren(...this.#layerTool(content), ...this.#lossTool(content), this.#quantityTool(content), this.#scaleTool(content));
    write(this.#goOn, words.milestone.goOn);
    write(this.#later, words.milestone.later);
    this.#later.hidden = content.later === null;
    if (content.later !== null) this.#later.href = content.later;
    if (this.#said !== null) this.say(this.#said);
  }

  /** Says what the frame on view shows; while a pass brings it, what the pass is doing. */
  say(said: Said): void {
    this.#said = said;
    const content = this.#content;
    if (content === null) return;
    const { words, outcomeHidden, relative } = content;
    const { facts, playing } = said;
    const { story } = words;
    const sweeping = facts.pass.kind === 'forward' || facts.pass.kind === 'backward';
    // The sentences speak of one error, as a share of what it was: of nothing on another scale, nor of a sum of many losses.
    const summed = content.followed === null && content.losses.length > 1;
    const silent = outcomeHidden || !relative || summed;
    const known = !silent && (!sweeping || facts.atMilestone);
    const learned = known ? story.learned(facts) : null;
    this.#put(this.#headline, known ? story.headline(facts) : [words.hero.question(facts.letter)], said);
    this.#put(this.#finding, known ? (learned ?? story.finding(facts)) : summed && !outcomeHidden ? [words.hero.allLosses(content.losses.length)] : sweeping ? story.doing(facts) : [], said);
    this.#put(this.#meaning, known ? (learned === null ? story.meaning(facts) : story.finding(facts)) : facts.letter !== null && facts.update === 0 ? [words.hero.task(facts.letter, facts.steps)] : [], said);
    this.#put(this.#provenance, known ? story.provenance(facts) : [words.hero.provenance(facts.update, facts.seed)], said);
    const stopped = learned !== null && !playing;
    this.#choices.hidden = !stopped;
    const spoken = stopped ? `${plainSentence(story.headline(facts))} ${plainSentence(learned)}` : '';
    write(this.#spoken, spoken);
  }

  /** Keeps the room that these sentences will take, so that the chart stays where it is when they come; null gives it back. */
  keepRoom(said: Said | null): void {
    const { style } = this.element;
    style.removeProperty('min-height');
    const now = this.#said;
    if (said === null) return;
    this.say(said);
    style.setProperty('min-height', `${this.element.getBoundingClientRect().height}px`);
    if (now !== null) this.say(now);
  }

  /** Written only where it differs: the same words cost a layout, and lose the focus, all the same. */
  #put(box: HTMLElement, sentence: Sentence, { cells }: Said): void {
    const key = JSON.stringify(sentence);
    if (box.dataset.said === key) return;
    box.dataset.said = key;
    const { words } = this.#content!;
    box.replaceChildren(...sentence.map((part) => {
      if (typeof part === 'string') return part;
      if ('term' in part) {
        const button = term(part.text, part.term, words);
        // A quotient of gradients is a formula.
        if (part.text.includes('∂')) button.setAttribute('translate', 'no');
        return button;
      }
      return h('b', { class: `cell-${cells[part.lane]}`, 'data-cell': cells[part.lane], translate: 'no' }, part.text);
    }));
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
