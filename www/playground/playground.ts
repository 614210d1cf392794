/** The playground: the page around the element. It puts the parts together and knows nothing of what they show. */

// The stage is all that this page is about: it comes with it, not after it.
import '../element/session';
import { register } from '../element/register';
import { loadPart } from '../engine/part';
import type { Language } from '../i18n/languages';
import { subscribe } from '../store/subscribe';
import { Analysis } from './analysis';
import { Header } from './header';
import { HiddenOutcome } from './hidden-outcome';
import { Inspector } from './inspector';
import { Keys } from './keys';
import { Notices } from './notices';
import { Page } from './page';
import { hasLastRun } from './preferences';
import { Rail } from './rail';
import type { SceneCard } from './scene-card';
import { Tabs } from './tabs';
import { Transport } from './transport';
import { addValuesHandle } from './values-handle';
import { watchUncaught } from '../element/uncaught';
import { leastLetters } from '../views/ruler';
import { courseLink, TermTips } from '../views/terms';
import { WeightWatch } from './weight-watch';

/** A least size of letters from which the page needs more room around the stage. */
const LARGE_LETTERS = 18;

/**
 * Puts the page together; `language` is one whose texts are loaded. Only now is the element registered: it begins the run
 * that it is asked for, and here the address asks.
 */
export function open(language: Language): void {
  // The element draws the picture of the experiment that it is asked for, in the visitor's language.
  document.querySelector('.first-picture')?.remove();
  document.body.classList.toggle('large-letters', leastLetters() >= LARGE_LETTERS);
  watchUncaught();
  register();
  const page = new Page(element('stage', 'vanishing-point'), language);
  page.open();
  // The card and the list of scenes are loaded with the first link that names one.
  let loading = false;
  let openCard: SceneCard | null = null;
  subscribe([page.link.view], () => {
    if (page.link.view.peek().scene === undefined || loading) return;
    loading = true;
    void page.load(() => import('./scene-card')).then((part) => {
      if (part === null) loading = false;
      else openCard = new part.SceneCard(element('scene', 'section'), page);
    });
  });
  new Notices(element('notices', 'div'), page);
  new Header(element('header', 'header'), page);
  const rail = new Rail(element('rail', 'aside'), page);
  new Tabs(element('tabs', 'nav'), page);
  new Inspector(element('inspector', 'aside'), page);
  new Transport(element('transport', 'footer'), page);
  new Analysis(element('analysis', 'section'), page, new WeightWatch(page));
  addValuesHandle(element('values', 'button'), page);
  document.body.append(new TermTips(document.body, (key) => courseLink(key, page.words)).element);
  if (__ONE_FILE__) document.addEventListener('click', openCourseInPlace);
  const outcome = new HiddenOutcome(element('outcome', 'div'), page);
  const touched = firstTouch();
  followLastRun(page, touched);
  void page.stage.ready.then(() => loadPart(() => import('./dropped'))).then(({ Dropped }) => new Dropped(page), () => undefined);
  void touched.then(() => page.stage.ready).then(() => loadPart(() => import('./runs'))).then(({ Runs }) => new Runs(page, rail.runs), () => undefined);
  new Keys(page, (by) => openCard?.move(by) ?? false, (event) => outcome.handleKey(event));
}

/** The offline file has no second page beside it. */
function openCourseInPlace(event: MouseEvent): void {
  const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
  const hash = /^\.\/lessons\.html(#.+)$/.exec(link?.getAttribute('href') ?? '')?.[1];
  if (hash === undefined) return;
  event.preventDefault();
  if (__ONE_FILE__) void import('../lessons/one-file').then(({ goTo }) => goTo(hash));
}

/** Done with the first thing that the visitor does. */
function firstTouch(): Promise<void> {
  return new Promise((resolve) => {
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => resolve(), { once: true, capture: true });
  });
}

/** What keeps the visitor's run comes when there is one to offer, or with the first thing that the visitor does. */
function followLastRun(page: Page, touched: Promise<void>): void {
  const load = () => loadPart(() => import('./last-run'));
  const begun = hasLastRun() ? page.stage.ready : touched;
  // Without it the page does all the rest.
  void begun.then(load).then(({ LastRun }) => new LastRun(page, touched), () => undefined);
}

function element<Tag extends keyof HTMLElementTagNameMap>(id: string, tag: Tag): HTMLElementTagNameMap[Tag] {
  const found = document.querySelector<HTMLElementTagNameMap[Tag]>(`${tag}#${id}`);
  if (found === null) throw new Error(`The page has no <${tag} id="${id}">.`);
  return found;
}
