/** What is shown when something failed: the sentence, the way on, and a report to copy. Nothing is sent. */

import { engine, version } from '../generated/version';
import type { Messages } from '../i18n';
import { defaults, differences } from '../store/parameters';
import type { Store } from '../store/store';
import { h, write } from '../views/dom';
import panel from './failure-panel.css?inline';
import { lazySheets } from './style-sheets';

const sheets = lazySheets(panel);

/** How many lines of where it happened a report has. */
const LINES = 6;

export interface Failed {
  message: string;
  failure: unknown;
  /** Of the element at fault, or whose run the page shows; null where there is none. */
  store: Store | null;
  words: Messages['report'];
  /** What can be done, and the button that does it. */
  way: string;
  label: string;
  act: () => void;
  close: () => void;
}

/** In English, in whatever language the page is: who reads it may not read the other. */
export function reportOf(message: string, failure: unknown, store: Store | null, address: string, browser: string): string {
  const where = failure instanceof Error ? (failure.stack ?? `${failure.name}: ${failure.message}`) : String(failure);
  return [
    `Vanishing Point ${version}, engine ${engine}`,
    `Failed: ${message}`,
    `Link: ${address}`,
    ...(store === null ? [] : runOf(store)),
    `Browser: ${browser}`,
    ...where.split('\n').slice(0, LINES),
  ].join('\n');
}

function runOf({ run, text, origin, changes }: Store): string[] {
  const begun = origin.peek();
  const asked = Object.fromEntries(differences(begun, defaults()).map((key) => [key, begun[key]]));
  return [
    `Experiment: ${JSON.stringify(asked)}${text.peek() === null ? '' : ' (with data of one’s own)'}`,
    `Changes: ${JSON.stringify(changes.peek())}`,
    `Update: ${run.newest.peek()}`,
  ];
}

export function failurePanel(shadow: ShadowRoot, { message, failure, store, words, way, label, act, close }: Failed): HTMLElement {
  const own = sheets(shadow.ownerDocument).filter((sheet) => !shadow.adoptedStyleSheets.includes(sheet));
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, ...own];
  const text = reportOf(message, failure, store, location.href, navigator.userAgent);
  const report = h('textarea', { readonly: true, rows: 6, spellcheck: false, 'aria-label': words.report, 'data-report': 'text', translate: 'no', lang: 'en' });
  report.value = text;
  const status = h('p', { role: 'status', 'data-report': 'status' });
  const again = h('button', { type: 'button', 'data-report': 'retry' }, label);
  again.addEventListener('click', act);
  const copy = h('button', { type: 'button', 'data-report': 'copy' }, words.copy);
  copy.addEventListener('click', () => {
    // A page without TLS has no clipboard: then it is selected, to be copied by hand.
    report.select();
    const { clipboard } = navigator as { clipboard?: Clipboard };
    const byHand = () => write(status, words.byHand);
    if (clipboard === undefined) byHand();
    else void clipboard.writeText(text).then(() => write(status, words.copied), byHand);
  });
  const away = h('button', { type: 'button', 'data-report': 'close' }, words.close);
  away.addEventListener('click', close);
  const box = h('section', { class: `failure scheme-${store?.scheme.peek() ?? 'light'}`, role: 'alert', 'aria-label': words.title, 'data-report': 'panel' },
    h('h2', {}, words.title), h('p', {}, message), h('p', {}, way),
    h('details', {}, h('summary', {}, words.report), report, h('p', { class: 'quiet' }, words.nothingSent)),
    h('div', { class: 'buttons' }, again, copy, away), status);
  // What is pressed here is not meant for the stage.
  box.addEventListener('keydown', (event) => event.stopPropagation());
  return box;
}
