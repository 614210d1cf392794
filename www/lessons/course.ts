/**
 * The page of the course: the list of lessons, or what the address names: a lesson (`#lesson=vanishing&beat=4`), something
 * to print of it (`#lesson=vanishing&sheet=handout`), or the sources (`#lesson=sources`).
 */

import { register } from '../element/register';
import { describeFailure } from '../element/errors';
import { watchUncaught } from '../element/uncaught';
import { loadPart } from '../engine/part';
import { loadMessages, messages } from '../i18n';
import { languageTag, type Language } from '../i18n/languages';
import { removeNotStarted } from '../offline/not-started';
import { parseTheme, preferredLanguage, preferredTheme, remember, type Theme } from '../playground/preferences';
import { languageSwitch, pageLinks, themeButton } from '../playground/tools';
import { h, write } from '../views/dom';
import * as icons from '../views/icons';
import { isTaken, keyOf } from '../views/key';
import '../views/cells/document-styles';
import { contents } from './contents';
import { isLesson, loadLesson, type LessonId } from './list';
import { placeOf, unknownIn } from './named';
import { isSheet, type SheetKind } from './sheet-kinds';
import { loadCourse, loadLessonText, type CourseTexts } from './texts';
import type { Reader } from './reader';

const dark = matchMedia('(prefers-color-scheme: dark)');
const tools = h('div', { class: 'header-tools' });
let main: HTMLElement;
let reader: Reader | null = null;
/** Grows with every change of page, language or theme: what an earlier one still loads is not shown any more. */
let turn = 0;

interface Address {
  lesson: LessonId | 'sources' | null;
  /** What stands there for a lesson, or for something to print, and is none. */
  unknown?: { lesson: string } | { sheet: string } | undefined;
  /** Something to print in the place of the lesson. */
  sheet?: SheetKind | undefined;
  /** Its place, counted from 1, or its name. */
  beat: number | string;
  lang?: string | undefined;
  theme?: string | undefined;
}

function readAddress(): Address {
  const keys = new URLSearchParams(location.hash.slice(1));
  const lesson = keys.get('lesson');
  const beat = keys.get('beat') ?? '1';
  const sheet = keys.get('sheet');
  const known = isLesson(lesson) || lesson === 'sources';
  const unknown = lesson !== null && lesson !== '' && !known ? { lesson } : sheet !== null && !isSheet(sheet) ? { sheet } : undefined;
  return { lesson: known ? lesson : null, unknown, sheet: isSheet(sheet) ? sheet : undefined, beat: /^\d+$/.test(beat) ? Number(beat) : beat, lang: keys.get('lang') ?? undefined, theme: keys.get('theme') ?? undefined };
}

function addressOf({ lesson, sheet, beat, lang, theme }: Address): string {
  const keys = new URLSearchParams();
  if (lesson !== null) keys.set('lesson', lesson);
  if (lesson !== null && sheet !== undefined) keys.set('sheet', sheet);
  if (lesson !== null && beat !== 1) keys.set('beat', String(beat));
  if (lang !== undefined) keys.set('lang', lang);
  if (theme !== undefined) keys.set('theme', theme);
  return `#${keys.toString()}`;
}

/** Shows what the address asks for, in the language that is asked for, once all of it is there. */
async function open(): Promise<void> {
  const mine = ++turn;
  const address = readAddress();
  const language = preferredLanguage(address);
  try {
    const [course, words] = await Promise.all([loadCourse(language), loadMessages(language)]);
    const lesson = address.lesson;
    const to = (lesson: Address['lesson'], sheet?: SheetKind) => addressOf({ ...address, lesson, sheet, beat: 1 });
    const note = await unknownIn(address, course);
    const still = note === null ? await stillPage(address, course, language, to) : null;
    const parts = still !== null || note !== null || lesson === null || lesson === 'sources' ? null : await Promise.all([loadPart(() => import('./reader')), loadLesson(lesson), loadLessonText(language, lesson)]);
    if (mine !== turn) return;
    paintHead(language, address);
    reader?.close();
    reader = null;
    document.body.classList.toggle('reading', parts !== null);
    if (still !== null) {
      document.title = `${still.title} · ${words.name}`;
      main.replaceChildren(...still.content);
      scrollTo(0, 0);
      return;
    }
    if (parts === null || lesson === null || lesson === 'sources') {
      document.title = `${course.title} · ${words.name}`;
      main.replaceChildren(...contents(course, language, (id) => to(id as LessonId), note));
      scrollTo(0, 0);
      return;
    }
    const [{ Reader }, states, text] = parts;
    document.title = `${course.lessons[lesson].title} · ${words.name}`;
    const first = placeOf(address.beat, states)!;
    reader = new Reader({ id: lesson, lesson: states, text, course, words, first, reads: (place) => follow(lesson, place) }, language);
    main.replaceChildren(reader.element);
    reader.stage.setAttribute('theme', preferredTheme(address));
    reader.presenting = presenting();
    tools.querySelector('.languages')!.before(presentButton(course.reader));
    if (first === 0) scrollTo(0, 0);
    reader.open();
  } catch (failure) {
    const { message } = await describeFailure(failure, language);
    if (mine === turn) main.replaceChildren(h('p', { class: 'failure', role: 'alert' }, message));
  }
}

/** The pages without a stage: something to print, or the sources; null where the address names none. */
async function stillPage({ lesson, sheet: kind }: Address, course: CourseTexts, language: Language, to: (lesson: Address['lesson'], sheet?: SheetKind) => string): Promise<{ title: string; content: HTMLElement[] } | null> {
  if (lesson === 'sources') {
    const { sourcesPage } = await loadPart(() => import('./sources-page'));
    return { title: course.reader.sources, content: await sourcesPage(course, language, (id) => to((id ?? null) as Address['lesson'])) };
  }
  if (lesson === null || kind === undefined) return null;
  const [{ sheet }, { beats }, text] = await Promise.all([loadPart(() => import('./sheet')), loadLesson(lesson), loadLessonText(language, lesson)]);
  return { title: course.lessons[lesson].title, content: [await sheet({ id: lesson, kind, beats, text, course, address: (other) => to(lesson, other) }, language)] };
}

/** The address names the beat that is read. */
function follow(lesson: LessonId, place: number): void {
  const hash = addressOf({ ...readAddress(), lesson, beat: place + 1 });
  if (hash !== location.hash) history.replaceState(null, '', hash);
}

function paintHead(language: Language, address: Address): void {
  const theme = preferredTheme(address);
  const words = messages(language)!;
  showScheme(theme);
  document.documentElement.lang = languageTag(language);
  write(document.getElementById('brand')!, words.name);
  tools.replaceChildren(pageLinks('lessons', words), languageSwitch(language, words, chooseLanguage), themeButton(theme, words, chooseTheme));
}

function showScheme(theme: Theme): void {
  document.documentElement.dataset.scheme = theme === 'dark' || (theme === 'auto' && dark.matches) ? 'dark' : 'light';
}

function presenting(): boolean {
  return document.body.classList.contains('presenting');
}

function presentButton(words: { present: string; leave: string }): HTMLElement {
  const name = () => (presenting() ? words.leave : words.present);
  const button = h('button', { type: 'button', class: 'theme', 'data-action': 'present', title: name(), 'aria-label': name() }, icons.present());
  button.addEventListener('click', () => {
    document.body.classList.toggle('presenting');
    if (reader !== null) reader.presenting = presenting();
    button.title = name();
    button.setAttribute('aria-label', name());
  });
  return button;
}

function chooseLanguage(language: Language): void {
  remember('language', language);
  replaceAddress({ lang: undefined });
  void open().then(() => document.querySelector<HTMLElement>(`[data-lang="${language}"]`)?.focus());
}

function chooseTheme(theme: Theme): void {
  remember('theme', theme);
  replaceAddress({ theme: undefined });
  showScheme(theme);
  reader?.stage.setAttribute('theme', theme);
  const button = document.querySelector<HTMLElement>('[data-action="theme"]')!;
  const next = themeButton(parseTheme(theme)!, messages(preferredLanguage(readAddress()))!, chooseTheme);
  button.replaceWith(next);
  next.focus();
}

function replaceAddress(change: Partial<Address>): void {
  history.replaceState(null, '', addressOf({ ...readAddress(), ...change }));
}

/** N and P turn beats; a lecturer's remote control does where one beat fills the screen. */
function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || reader === null) return;
  if (event.key === 'Escape' && presenting()) document.querySelector<HTMLElement>('[data-action="present"]')?.click();
  if (isTaken(event)) return;
  const by = { n: 1, p: -1, ...(presenting() ? { PageDown: 1, PageUp: -1 } : {}) }[keyOf(event)];
  if (by !== undefined && reader.move(by)) event.preventDefault();
}

/** Makes a page of a header and a `<main>` the course. */
export function openCourse(header: HTMLElement, content: HTMLElement): void {
  removeNotStarted();
  watchUncaught();
  register();
  main = content;
  header.append(tools);
  document.addEventListener('keydown', handleKey);
  addEventListener('hashchange', () => void open());
  dark.addEventListener('change', () => showScheme(preferredTheme(readAddress())));
  void open();
}
