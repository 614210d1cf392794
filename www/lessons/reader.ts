/** A lesson: its beats as prose, and the stage that the beat being read drives. */

import { effect, signal } from '@preact/signals-core';
import type { VanishingPointElement } from '../element/vanishing-point';
import { emit } from '../element/errors';
import { loadPart } from '../engine/part';
import type { Messages } from '../i18n';
import type { Language } from '../i18n/languages';
import { writeAddress } from '../store/address';
import { subscribe, Subscriptions } from '../store/subscribe';
import { validate } from '../store/validate';
import { h, plain, rich } from '../views/dom';
import { gradientNorms } from '../views/quantity';
import { percent, powerOfTen } from '../views/format';
import { figure } from '../story/share';
import { codeOf, questionsOf } from './code';
import { Director, painted } from './director';
import { apart, curveOf, everyStep, handleSteps, type Drawing } from './curve';
import { fitBeats } from './fit';
import { Keeper } from './keeper';
import { drawnCurve, keep, keepCurve, keepWorksheet, keptWorksheet, prediction } from './kept';
import type { Beat, BeatText, Lesson, LessonText, NumberQuestion, Paragraph } from './lesson';
import { LESSONS, type LessonId } from './list';
import { closed, NOTHING, UNKNOWN, type Live } from './live';
import { numberField, numberText } from './number';
import { question } from './question';
import { emptyChart, sketch, type Sketch } from './sketch';
import { SHEETS, type SheetKind } from './sheet-kinds';
import { STRIP } from './strip';
import { loadSheetTexts, loadWorksheetText, type CourseTexts } from './texts';

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

/** Milliseconds for which a beat crosses the line where it is read before the stage follows: whoever scrolls past it does not stop there. */
const SETTLED = 200;

/** Per cent of the window's height from above at which text is read: the middle of the window, or of what a strip leaves. */
const LINE = { beside: 50, below: 72 };

export class Reader {
  readonly element: HTMLElement;
  readonly stage: VanishingPointElement;
  readonly #reading: Reading;
  readonly #language: Language;
  readonly #director: Director;
  readonly #keeper: Keeper;
  readonly #sections: HTMLElement[];
  readonly #place = signal(-1);
  /** The numbers of each beat as they were when the stage stood there. */
  readonly #lives = new Map<string, Live>();
  /** Writes the paragraphs of a beat that have numbers. */
  readonly #live = new Map<string, Set<() => void>>();
  readonly #code = h('div', { class: 'code' });
  /** The numbers to be calculated by hand, once the stage stands where they are. */
  readonly #worksheet = h('div', { class: 'worksheet-place' });
  #hasWorksheet = false;
  /** The choices of this visit, for where nothing can be kept. */
  readonly #chosen = new Map<string, number>();
  readonly #curves = new Map<string, readonly number[]>();
  /** What curves are drawn with that are still asked for. */
  readonly #sketches = new Map<string, Sketch>();
  /** Says how far what was drawn lies from the model's curve. */
  readonly #answers = new Map<string, (log10: readonly number[]) => void>();
  readonly #subscriptions = new Subscriptions();
  #observer: IntersectionObserver | null = null;
  #settling: ReturnType<typeof setTimeout> | undefined;
  /** While the window scrolls to a beat that was chosen, those on the way do not count. */
  #scrollingTo: number | null = null;

  constructor(reading: Reading, language: Language) {
    this.#reading = reading;
    this.#language = language;
    const { course, lesson } = reading;
    this.stage = h('vanishing-point', { id: 'stage', fill: true, loading: 'eager', controls: 'play', lang: language });
    this.#director = new Director(this.stage);
    this.#keeper = new Keeper(this.stage, course.reader);
    this.#sections = lesson.beats.map((beat, place) => this.#section(beat, place));
    const prose = h('article', { class: 'prose' }, this.#head(), ...this.#sections, this.#foot());
    this.element = h('div', { class: 'lesson' },
      prose,
      h('section', { class: 'lesson-stage', 'aria-label': course.reader.stage }, this.stage, this.#keeper.element));
    this.#showStage();
    const { store } = this.stage;
    this.#subscriptions.add(
      fitBeats(this.element, prose),
      this.#keeper.follow(),
      subscribe([this.#director.arrived], () => (this.element.dataset.arrived = this.#director.arrived.peek()?.id ?? '')),
      subscribe([this.#director.arrived, store.run.frame, store.run.playing, store.run.progress], () => this.#readNumbers()),
      effect(() => {
        const place = this.#place.value;
        this.#sections.forEach((section, index) => section.classList.toggle('current', index === place));
      }));
  }

  /** The first beat appears with everything in its place; a failure is seen at once, and a slow start after a while. */
  #showStage(): void {
    const { run } = this.stage.store;
    const show = () => {
      if (run.frame.peek() !== null || run.failure.peek() !== null) void painted().then(() => this.stage.classList.remove('empty'));
    };
    this.stage.classList.add('empty');
    this.#subscriptions.add(subscribe([run.frame, run.failure], show));
  }

  /** Begins once the element is in the page. */
  open(): void {
    const { first } = this.#reading;
    if (first > 0) this.#scrollTo(first, 'instant');
    void this.#enter(first);
    this.#watch();
    const strip = matchMedia(STRIP);
    const again = () => {
      this.#watch();
      this.#director.resize();
    };
    strip.addEventListener('change', again);
    this.#subscriptions.add(() => strip.removeEventListener('change', again));
  }

  /** Watches which beat crosses the line where it is read. */
  #watch(): void {
    this.#observer?.disconnect();
    const line = matchMedia(STRIP).matches ? LINE.below : LINE.beside;
    this.#observer = new IntersectionObserver((entries) => this.#see(entries), { rootMargin: `-${line}% 0px -${99 - line}% 0px` });
    for (const section of this.#sections) this.#observer.observe(section);
  }

  /** Whether one beat fills the screen. */
  set presenting(on: boolean) {
    this.stage.present = on;
  }

  close(): void {
    clearTimeout(this.#settling);
    this.#observer?.disconnect();
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
    this.#scrollTo(place, this.stage.store.environment.reducedMotion.peek() ? 'instant' : 'smooth');
    void this.#enter(place);
    this.#sections[place]!.querySelector('h2')!.focus({ preventScroll: true });
  }

  #scrollTo(place: number, behavior: ScrollBehavior): void {
    clearTimeout(this.#settling);
    this.#scrollingTo = place;
    this.#sections[place]!.scrollIntoView({ block: 'start', behavior });
  }

  /** The beat that crosses the line is the one being read. */
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
    this.stage.store.options.expected.value = null;
    this.#showDrawing();
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
    if (beat.worksheet === true) section.append(this.#worksheet);
    section.append(this.#moves(beat, place));
    return section;
  }

  #writeQuestion(beat: Beat, box: HTMLElement, outcome: HTMLElement, ask: NonNullable<BeatText['ask']>): void {
    const { id, course } = this.#reading;
    const given = this.#given(beat);
    outcome.hidden = given === null;
    const choose = (choice: number) => {
      this.#chosen.set(beat.id, choice);
      keep(id, beat.id, choice);
      emit(this.stage, 'answer', { lesson: id, beat: beat.id, given: choice, right: choice === beat.right });
      this.#writeQuestion(beat, box, outcome, ask);
      this.#writeCode();
      this.#showDrawing();
      this.#expect(beat);
      box.querySelector<HTMLElement>('.reply')?.focus();
      void this.#director.reveal().catch(() => undefined);
    };
    box.replaceChildren(question(ask, beat.right ?? 0, given, {
      words: course.reader,
      paragraph: (text) => this.#paragraph(beat, text),
      choose,
      again: () => {
        this.#chosen.delete(beat.id);
        this.#curves.delete(beat.id);
        keep(id, beat.id, undefined);
        keepCurve(id, beat.id, undefined);
        this.#answers.delete(beat.id);
        this.stage.store.options.expected.value = null;
        this.#writeQuestion(beat, box, outcome, ask);
        this.#writeCode();
        this.#showDrawing();
        void this.#director.show(beat, true).catch(() => undefined);
        // The beat is shorter now: what follows it must not come under the reader's eyes by that.
        clearTimeout(this.#settling);
        box.closest('.beat')!.scrollIntoView({ block: 'start', behavior: 'instant' });
        (box.querySelector<HTMLElement>('.choice, .number-field input') ?? this.stage.querySelector<SVGElement>('.handle'))?.focus({ preventScroll: true });
      },
      instead: beat.draw !== undefined ? this.#chart(beat, beat.draw, given, choose) : beat.set !== undefined ? this.#number(beat, beat.set, given, choose) : undefined,
    }));
  }

  /** What the prose has of a question that is answered by drawing: the way to the empty chart; then how far the curves are apart. */
  #chart(beat: Beat, drawing: Drawing, given: number | null, choose: (choice: number) => void): HTMLElement {
    const { id, course: { reader: words }, words: { cells } } = this.#reading;
    if (given === null) {
      const pencil = sketch(drawing, {
        words,
        steps: stepsOf(beat),
        choose: (choice, curve) => {
          this.#curves.set(beat.id, curve);
          keepCurve(id, beat.id, curve);
          choose(choice);
        },
      });
      this.#sketches.set(beat.id, pencil);
      const way = h('button', { type: 'button', class: 'plain', 'data-action': 'draw' }, words.toDraw);
      way.addEventListener('click', () => pencil.element.querySelector<SVGElement>('.handle')?.focus());
      return h('div', { class: 'to-draw' }, h('p', { class: 'hint' }, words.drawHow), way, ' ', pencil.done, emptyChart(drawing, stepsOf(beat), words));
    }
    const legend = words.drawnLegend(cells[drawing.cell]);
    const said = h('p', { class: 'hint' }, legend);
    const curve = this.#curveOf(beat, drawing, given);
    this.#answers.set(beat.id, (log10) => (said.textContent = closed(`${legend} ${words.compared(powerOfTen(Math.round(curve[0]!)), powerOfTen(Math.round(log10[0]!)), Math.round(apart(curve, log10)))}`)));
    return said;
  }

  /** The scale of a question that is answered by setting a number; then what was set, as far as it is still known. */
  #number(beat: Beat, set: NumberQuestion, given: number | null, choose: (choice: number) => void): HTMLElement {
    const { id, course: { reader: words }, words: messages } = this.#reading;
    const say = (number: number) => numberText(set.as, number, (part) => percent(part, messages));
    if (given === null) {
      return numberField(set, { words, say }, (choice, number) => {
        this.#curves.set(beat.id, [number]);
        keepCurve(id, beat.id, [number]);
        choose(choice);
      });
    }
    const number = (this.#curves.get(beat.id) ?? drawnCurve(id, beat.id))?.[0];
    return h('p', { class: 'hint' }, number === undefined ? '' : words.wasSet(say(number), set.as === 'factor' ? powerOf(number, stepsOf(beat) - 1) : null));
  }

  /** What was drawn, or what stands for the choice alone where the drawing is not kept any more. */
  #curveOf(beat: Beat, drawing: Drawing, given: number): readonly number[] {
    return this.#curves.get(beat.id) ?? drawnCurve(this.#reading.id, beat.id) ?? curveOf(drawing, given, handleSteps(stepsOf(beat)).length);
  }

  /** The stage's empty chart to draw in, as long as the beat that is read asks for a curve. */
  #showDrawing(): void {
    const beat = this.#reading.lesson.beats[this.#place.peek()];
    const pencil = (beat?.draw !== undefined && this.#asks(beat) ? this.#sketches.get(beat.id) : undefined) ?? null;
    this.stage.store.options.asked.value = pencil;
    this.stage.replaceChildren(...(pencil === null ? [] : [pencil.element]));
  }

  /** What was drawn stays on view, over the model's curve. */
  #expect(beat: Beat): void {
    const given = this.#given(beat);
    if (beat.draw === undefined || given === null) return;
    const { expected } = this.stage.store.options;
    expected.value ??= everyStep(this.#curveOf(beat, beat.draw, given), stepsOf(beat));
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
      paragraph.replaceChildren(...sentence.split(UNKNOWN).flatMap((part, place) => [...(place === 0 ? [] : [h('span', { class: 'gap' }, UNKNOWN)]), rich(part)]));
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
    this.#expect(beat);
    if (beat.worksheet === true) void this.#openWorksheet(beat).catch(() => (this.#hasWorksheet = false));
    for (const update of this.#live.get(beat.id) ?? []) update();
    const lane = this.stage.store.run.frame.peek()?.lanes.find(({ cell }) => cell === beat.draw?.cell);
    if (lane === undefined) return;
    const norms = gradientNorms(lane, 'memory', 0);
    const last = norms.at(-1)!;
    this.#answers.get(beat.id)?.(Array.from(norms, (norm) => norm - last));
  }

  async #openWorksheet(beat: Beat): Promise<void> {
    if (this.#hasWorksheet) return;
    this.#hasWorksheet = true;
    const [{ readSheet, Worksheet }, words] = await Promise.all([loadPart(() => import('./worksheet')), loadWorksheetText(this.#language)]);
    this.#worksheet.replaceChildren(new Worksheet(await readSheet(this.stage), words, { entries: keptWorksheet(this.#reading.id, beat.id), keep: (entries) => keepWorksheet(this.#reading.id, beat.id, entries) }).element);
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
    const pin = h('button', { type: 'button', 'data-action': 'pin' }, reader.pin);
    pin.addEventListener('click', () => this.#keeper.keep(plain(this.#textOf(beat).title), `${this.#hash(this.#reading.id)}&beat=${beat.id}`));
    return h('div', { class: 'moves' }, ...(place > 0 ? [move(-1, reader.previous)] : []), ...(place < lesson.beats.length - 1 ? [move(1, reader.next)] : []), pin, link);
  }

  /** The address of the list, of a lesson, of something to print of it, or of the sources. */
  #hash(lesson?: LessonId | 'sources', sheet?: SheetKind): string {
    return `#${new URLSearchParams({ ...(lesson === undefined ? {} : { lesson }), ...(sheet === undefined ? {} : { sheet }), ...this.#address() }).toString()}`;
  }

  #address(): { lang?: string; theme?: string } {
    const keys = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(['lang', 'theme'].flatMap((key) => (keys.has(key) ? [[key, keys.get(key)!]] : [])));
  }

  #foot(): HTMLElement {
    const { course, id } = this.#reading;
    const next = LESSONS[LESSONS.indexOf(id) + 1];
    this.#writeCode();
    const print = h('p', { class: 'to-print' });
    // Its words come later than the lesson.
    void loadSheetTexts(this.#language).then(({ offer, names }) => print.replaceChildren(offer, ...SHEETS.flatMap((kind) => [' ', h('a', { href: this.#hash(id, kind) }, names[kind])])), () => undefined);
    return h('footer', { class: 'lesson-end' }, this.#code, print, next === undefined
      ? h('p', {}, course.reader.end, ' ', h('a', { href: this.#hash('sources') }, course.reader.sources))
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
    const show = h('button', { type: 'button', 'data-action': 'qr' }, reader.qr);
    show.addEventListener('click', () => void loadPart(() => import('./qr')).then(({ qrCode }) => show.replaceWith(qrCode(code, `${reader.qr}: ${code}`))));
    this.#code.replaceChildren(h('p', {}, reader.code), h('p', {}, text, ' ', copy, ' ', show));
  }
}

/** What a factor comes to that is taken so many times, and how many times. */
function powerOf(factor: number, count: number): { count: number; result: string } {
  return { count, result: figure(factor === 0 ? -Infinity : count * Math.log10(factor)) };
}

/** T. */
function stepsOf(beat: Beat): number {
  return validate(beat.experiment).experiment.length;
}
