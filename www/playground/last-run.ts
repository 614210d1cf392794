/**
 * The run that a visitor worked on last is kept in the browser, and offered when the page comes back without it: after a
 * reload, a closed tab, a crash. Runs with data of the visitor's own are not kept: those stay in the browser only when asked.
 */

import { del, get, set } from 'idb-keyval';
import { loadPart } from '../engine/part';
import { identity } from '../store/address';
import { onChange, subscribe } from '../store/subscribe';
import { count } from '../views/format';
import type { Page } from './page';
import { rememberLastRun } from './preferences';

const KEY = 'vanishing-point.last-run';
/** Milliseconds between two copies while training goes on, and after a pause until one is made. */
const WHILE_PLAYING = 10_000;
const WHEN_PAUSED = 1000;

/** Not imported with this part: in Firefox a script that once failed to come fails whatever imports it (engine/part.ts). */
const loadFile = () => loadPart(() => import('../share/session-file'));

export class LastRun {
  readonly #page: Page;
  /** Whether the visitor has done anything: what the page plays by itself is not theirs. */
  #touched = false;
  #kept = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param touched done when the visitor does something. */
  constructor(page: Page, touched: Promise<void>) {
    this.#page = page;
    void touched.then(() => (this.#touched = true));
    void this.#offer().catch(() => undefined).then(() => {
      const { run } = page.store;
      subscribe([run.newest, run.playing, page.offer], () => this.#keepSoon());
    });
  }

  /** Offers the run that was kept, unless the address asks for another one. */
  async #offer(): Promise<void> {
    const bytes = await get<Uint8Array>(KEY);
    if (bytes === undefined) return;
    // What another version has kept cannot be gone on with.
    const { readSession } = await loadFile();
    const left = await readSession(bytes).catch(() => null);
    if (left === null) {
      await forget();
      return;
    }
    const page = this.#page;
    const { store } = page;
    const own = identity(left.origin, left.changes);
    const begun = () => identity(store.origin.peek(), store.changes.peek());
    const asked = begun();
    const { update, scene } = page.link.view.peek();
    if (scene !== undefined || update !== undefined || (location.hash !== '' && asked !== own)) return;
    const withdraw = onChange([store.request, store.run.newest], () => {
      // Another run was begun, or this one has come as far by itself: that is the visitor's last one now.
      if (begun() !== asked || (asked === own && store.run.newest.peek() >= left.leftOff.update)) end();
    });
    const end = () => {
      withdraw();
      page.offer.value = null;
    };
    page.offer.value = {
      message: (words) => words.notices.lastRun(words.tasks[left.origin.task].name, count(left.leftOff.update)),
      label: (words) => words.notices.goOnWithLast,
      accept: () => {
        end();
        void page.stage.past.goOnWith(left).catch(() => undefined);
      },
      dismiss: () => {
        end();
        void forget().catch(() => undefined);
      },
    };
  }

  #keepSoon(): void {
    if (this.#page.offer.peek() !== null) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#keep();
    }, this.#page.store.run.playing.peek() ? WHILE_PLAYING : WHEN_PAUSED);
  }

  async #keep(): Promise<void> {
    const { stage, store, offer } = this.#page;
    if (!this.#touched || offer.peek() !== null || store.text.peek() !== null || store.run.newest.peek() === 0) return;
    try {
      const { writeSession } = await loadFile();
      const left = await stage.past.leaveOff();
      const now = `${identity(left.origin, left.changes)} ${left.leftOff.update}`;
      if (now === this.#kept) return;
      const file = await writeSession(left, location.href);
      const kept = await keepFile(file);
      this.#page.unkept.value = !kept;
      if (!kept) return;
      rememberLastRun(true);
      this.#kept = now;
    } catch {
      // A run that was replaced meanwhile, or a part that did not come: the next time.
    }
  }
}

/** Whether the browser keeps the file. Storage that is full refuses it, storage that is forbidden throws at the first word. */
async function keepFile(file: Uint8Array): Promise<boolean> {
  try {
    await set(KEY, file);
    return true;
  } catch {
    return false;
  }
}

async function forget(): Promise<void> {
  rememberLastRun(false);
  await del(KEY);
}
