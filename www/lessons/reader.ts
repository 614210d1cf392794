/** A lesson: its beats as prose, and the stage that the beat being read drives. */

import { effect, signal } from '@preact/signals-core';
import type { VanishingPointElement } from '../element/vanishing-point';
import { emit } from '../element/errors';
import type { Messages } from '../i18n';
import { writeAddress } from '../store/address';
import { subscribe, Subscriptions } from '../store/subscribe';
import { validate } from '../store/validate';
import { h, rich } from '../views/dom';
import { codeOf, questionsOf } from './code';
import { Director } from './director';
import { keep, prediction } from './kept';
import type { Beat, BeatText, Lesson, LessonText, Paragraph } from './lesson';
import { LESSONS, type LessonId } from './list';
import { closed, NOTHING, type Live } from './live';
import { question } from './question';
import type { CourseTexts } from './texts';

/** What a lesson is read with. */
export interface Reading {
  id: LessonId;
  lesson: Lesson;
  text: LessonText;
  course: CourseTexts;
  words: Messages;
  /** The place of the beat to begin with, counted from 0. */
  first: number;
  /** Tells which beat is read now, counted from 0. */
  reads: (place: number) => void;
}

/** Milliseconds for which a beat is in the middle of the window before the stage follows: whoever scrolls past it does not stop there. */
const SETTLED = 200;

export class Reader {
  readonly element: HTMLElement;
  readonly stage: VanishingPointElement;
  readonly #reading: Reading;
  readonly #director: Director;
  readonly #sections: HTMLElement[];
  readonly #place = signal(-1);
  /** The numbers of each beat as they were when the stage stood there. */
  readonly #lives = new Map<string, Live>();
  /** Writes the paragraphs of a beat that have numbers. */
  readonly #live = new Map<string, Set<() => void>>();
  readonly #code = h('div', { class: 'code' });
  /** The choices of this visit, for where nothing can be kept. */
  readonly #chosen = new Map<string, number>();
  readonly #subscriptions = new Subscriptions();
  readonly #observer: IntersectionObserver;
  #settling: ReturnType<typeof setTimeout> | undefined;
  /** While the window scrolls to a beat that was chosen, those on the way do not count. */
  #scrollingTo: number | null = null;

  constructor(reading: Reading, language: string) {
    this.#reading = reading;
    const { course, lesson } = reading;
    this.stage = h('vanishing-point', { id: 'stage', fill: true, loading: 'eager', controls: 'play', lang: language });
    this.#director = new Director(this.stage);
    this.#sections = lesson.beats.map((beat, place) => this.#section(beat, place));
    this.element = h('div', { class: 'lesson' },
      h('article', { class: 'prose' }, this.#head(), ...this.#sections, this.#foot()),
      h('section', { class: 'lesson-stage', 'aria-label': course.reader.stage }, this.stage));
    this.#observer = new IntersectionObserver((entries) => this.#see(entries), { rootMargin: '-50% 0px -49% 0px' });
    const { store } = this.stage;
    this.#subscriptions.add(
      subscribe([this.#director.arrived], () => (this.element.dataset.arrived = this.#director.arrived.peek()?.id ?? '')),
      subscribe([this.#director.arrived, store.run.frame, store.run.playing, store.run.progress], () => this.#readNumbers()),
      effect(() => {
        const place = this.#place.value;
        this.#sections.forEach((section, index) => section.classList.toggle('current', index === place));
      }));
  }

  /** Begins once the element is in the page. */
  open(): void {
    const { first } = this.#reading;
    if (first > 0) this.#scrollTo(first, 'instant');
    void this.#enter(first);
    for (const section of this.#sections) this.#observer.observe(section);
  }

  /** Whether one beat fills the screen. */
  set presenting(on: boolean) {
    this.stage.present = on;
  }

  close(): void {
    clearTimeout(this.#settling);
    this.#observer.disconnect();
    this.#subscriptions.stop();
  }

  /** So many beats further; returns whether there is one. */
  move(by: number): boolean {
    const place = this.#place.peek() + by;
    if (place < 0 || place >= this.#sections.length) return false;
    this.go(place);
    return true;
  }

  go(place: number): void {
    this.#scrollTo(place, matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth');
    void this.#enter(place);
    this.#sections[place]!.querySelector('h2')!.focus({ preventScroll: true });
  }

  #scrollTo(place: number, behavior: ScrollBehavior): void {
    clearTimeout(this.#settling);
    this.#scrollingTo = place;
    this.#sections[place]!.scrollIntoView({ block: 'start', behavior });
  }

  /** The beat that crosses the middle of the window is the one being read. */
  #see(entries: readonly IntersectionObserverEntry[]): void {
    const entered = entries.find(({ isIntersecting }) => isIntersecting);
    if (entered === undefined) return;
    const place = this.#sections.indexOf(entered.target as HTMLElement);
    if (this.#scrollingTo !== null) {
      if (place === this.#scrollingTo) this.#scrollingTo = null;
      return;
    }
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#enter(place), SETTLED);
  }

  async #enter(place: number): Promise<void> {
    if (place === this.#place.peek()) return;
    this.#place.value = place;
    this.#reading.reads(place);
    const beat = this.#reading.lesson.beats[place]!;
    // What fails is said by the stage.
    await this.#director.show(beat, this.#asks(beat)).catch(() => undefined);
  }

  #textOf(beat: Beat): BeatText {
    return this.#reading.text[beat.id]!;
  }

  /** Whether a beat waits for a prediction. */
  #asks(beat: Beat): boolean {
    return this.#textOf(beat).ask !== undefined && this.#given(beat) === null;
  }

  /** The choice that was made; null before. */
  #given(beat: Beat): number | null {
    return prediction(this.#reading.id, beat.id) ?? this.#chosen.get(beat.id) ?? null;
  }

  // --- Prose ----------------------------------------------------------------

  #head(): HTMLElement {
    const { course, id } = this.#reading;
    const { title, goal, minutes } = course.lessons[id];
    return h('header', {},
      h('p', { class: 'lesson-place' }, h('a', { href: this.#hash() }, course.reader.contents), ` · ${course.place(LESSONS.indexOf(id) + 1, LESSONS.length)} · ${course.minutes(minutes)}`),
      h('h1', {}, title), h('p', { class: 'lead' }, rich(goal)));
  }

  #section(beat: Beat, place: number): HTMLElement {
    const { course, lesson } = this.#reading;
    const { title, text, ask } = this.#textOf(beat);
    const box = h('div', { class: 'beat-question' });
    const section = h('section', { class: 'beat', id: `beat-${place + 1}`, 'data-beat': beat.id, 'aria-labelledby': `beat-${place + 1}-title` },
      h('p', { class: 'beat-place' }, course.reader.beat(place + 1, lesson.beats.length)),
      h('h2', { id: `beat-${place + 1}-title`, tabindex: -1 }, rich(title)));
    const paragraphs = text.map((each) => this.#paragraph(beat, each));
    if (ask === undefined) section.append(...paragraphs);
    else {
      // The first paragraph leads to the question; the others say what came of it.
      const [lead, ...after] = paragraphs;
      const outcome = h('div', { class: 'outcome-text' }, ...after);
      section.append(...(lead === undefined ? [] : [lead]), box, outcome);
      this.#writeQuestion(beat, box, outcome, ask);
    }
    section.append(this.#moves(beat, place));
    return section;
  }

  #writeQuestion(beat: Beat, box: HTMLElement, outcome: HTMLElement, ask: NonNullable<BeatText['ask']>): void {
    const { id, course } = this.#reading;
    const given = this.#given(beat);
    outcome.hidden = given === null;
    box.replaceChildren(question(ask, beat.right ?? 0, given, {
      words: course.reader,
      paragraph: (text) => this.#paragraph(beat, text),
      choose: (choice) => {
        this.#chosen.set(beat.id, choice);
        keep(id, beat.id, choice);
        emit(this.stage, 'answer', { lesson: id, beat: beat.id, given: choice, right: choice === beat.right });
        this.#writeQuestion(beat, box, outcome, ask);
        this.#writeCode();
        box.querySelector<HTMLElement>('.reply')?.focus();
        void this.#director.reveal().catch(() => undefined);
      },
      again: () => {
        this.#chosen.delete(beat.id);
        keep(id, beat.id, undefined);
        this.#writeQuestion(beat, box, outcome, ask);
        this.#writeCode();
        void this.#director.show(beat, true).catch(() => undefined);
        box.querySelector<HTMLElement>('.choice')?.focus();
      },
    }));
  }

  #paragraph(beat: Beat, text: Paragraph): HTMLElement {
    const paragraph = h('p');
    if (typeof text === 'string') {
      paragraph.append(rich(text));
      return paragraph;
    }
    let shown = '';
    const update = () => {
      const sentence = closed(text(this.#lives.get(beat.id) ?? NOTHING));
      if (sentence === shown) return;
      shown = sentence;
      paragraph.replaceChildren(rich(sentence));
    };
    update();
    const all = this.#live.get(beat.id) ?? new Set();
    this.#live.set(beat.id, all.add(update));
    return paragraph;
  }

  /** Takes the numbers of the beat on stage, once the stage stands where the sentences speak of. */
  #readNumbers(): void {
    const beat = this.#director.arrived.peek();
    const live = beat === null ? null : this.#director.live(this.#reading.words);
    if (beat === null || live === null) return;
    this.#lives.set(beat.id, live);
    for (const update of this.#live.get(beat.id) ?? []) update();
  }

  #moves(beat: Beat, place: number): HTMLElement {
    const { course, lesson } = this.#reading;
    const { reader } = course;
    const move = (by: 1 | -1, label: string) => {
      const button = h('button', { type: 'button', 'data-action': by > 0 ? 'next-beat' : 'previous-beat' }, label);
      button.addEventListener('click', () => this.move(by));
      return button;
    };
    const { lang, theme } = this.#address();
    const link = h('a', { class: 'to-playground', href: `./index.html${writeAddress(validate(beat.experiment).experiment, [], { update: beat.at === 0 ? undefined : beat.at, stop: beat.until, lang, theme }, [])}`, title: reader.playground }, reader.toPlayground);
    return h('div', { class: 'moves' }, ...(place > 0 ? [move(-1, reader.previous)] : []), ...(place < lesson.beats.length - 1 ? [move(1, reader.next)] : []), link);
  }

  /** The address of the list, or of a lesson. */
  #hash(lesson?: LessonId): string {
    return `#${new URLSearchParams({ ...(lesson === undefined ? {} : { lesson }), ...this.#address() }).toString()}`;
  }

  #address(): { lang?: string; theme?: string } {
    const keys = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(['lang', 'theme'].flatMap((key) => (keys.has(key) ? [[key, keys.get(key)!]] : [])));
  }

  #foot(): HTMLElement {
    const { course, id } = this.#reading;
    const next = LESSONS[LESSONS.indexOf(id) + 1];
    this.#writeCode();
    return h('footer', { class: 'lesson-end' }, this.#code, next === undefined
      ? h('p', {}, course.reader.end)
      : h('a', { class: 'next-lesson', href: this.#hash(next) }, course.reader.nextLesson(course.lessons[next].title)));
  }

  /** The predictions of this lesson as a code; nothing before there is one. */
  #writeCode(): void {
    const { course: { reader }, id, lesson } = this.#reading;
    const given = questionsOf(lesson.beats).map((beat) => this.#given(beat));
    this.#code.hidden = given.every((choice) => choice === null);
    const code = codeOf(id, given);
    const copy = h('button', { type: 'button', 'data-action': 'copy-code' }, reader.copy);
    const text = h('code', { translate: 'no' }, code);
    copy.addEventListener('click', () => {
      // A page without TLS has no clipboard: then it is selected, to be copied by hand.
      const selectIt = () => getSelection()?.selectAllChildren(text);
      const { clipboard } = navigator as { clipboard?: Clipboard };
      if (clipboard === undefined) selectIt();
      else void clipboard.writeText(code).then(() => (copy.textContent = reader.copied), selectIt);
    });
    this.#code.replaceChildren(h('p', {}, reader.code), h('p', {}, text, ' ', copy));
  }
}
