/**
 * A file dropped anywhere on the page, or named by its link: a saved run is opened, weights of another program are read by
 * the panel of models, and texts and tables by the panel of the task that learns from them.
 */

import { LoadError } from '../engine/errors';
import { fetchFile, isHtml, readBytes } from '../engine/fetch';
import { ownKindOf } from '../engine/own';
import { LARGEST } from '../engine/safetensors';
import { onChange, subscribe } from '../store/subscribe';
import type { Page } from './page';

const ENDING = '.safetensors';

export class Dropped {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    // What was wrong with a file stands until something else is asked for.
    onChange([page.store.request], () => (page.fault.value = null));
    let asked: string | undefined;
    subscribe([page.link.view], () => {
      const { model } = page.link.view.peek();
      if (model === asked) return;
      asked = model;
      if (model !== undefined) void this.#fetch(model);
    });
    // Whoever goes on to another task has a link without the model.
    onChange([page.store.value('task')], () => {
      if (page.store.experiment.peek().task !== 'own' && asked !== undefined) page.link.setView({ model: undefined });
    });
    document.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    });
    document.addEventListener('drop', (event) => {
      // A box that takes files has taken it.
      const file = event.defaultPrevented ? undefined : event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      const kind = ownKindOf(page.store.experiment.peek().task);
      if (file.name.endsWith(ENDING)) void this.#take(file);
      else if (kind === 'text' || kind === 'series') {
        page.fault.value = null;
        page.given.value = file;
        this.#showRail();
      } else page.fault.value = page.words.share.runNotOne;
    });
  }

  /** The file that a link names: it lies where the page does. */
  async #fetch(model: string): Promise<void> {
    const page = this.#page;
    // The run of the link is asked for meanwhile, with which what was wrong before goes.
    await Promise.resolve();
    const address = new URL(model, document.baseURI);
    if (address.origin !== location.origin) {
      page.fault.value = page.words.own.model.elsewhere(address.href);
      return;
    }
    try {
      const response = await fetchFile('model', address);
      if (isHtml(response)) throw new LoadError({ kind: 'html', file: 'model', address: address.href });
      const bytes = await readBytes('model', address, response);
      // Something else may have been asked for meanwhile.
      if (page.link.view.peek().model === model) await this.#take(new File([bytes], address.pathname.split('/').at(-1) ?? model));
    } catch (failure) {
      page.fault.value = await page.sentence(failure);
    }
  }

  async #take(file: File): Promise<void> {
    const page = this.#page;
    const part = await page.load(() => import('../share/session-file'));
    if (part === null) return;
    page.fault.value = null;
    if (file.size > LARGEST || (await part.isSession(file))) {
      page.fault.value = await part.openSession(page.stage, file, page.words);
      return;
    }
    page.foreign.value = { file, before: page.store.experiment.peek() };
    page.store.change({ task: 'own' });
    this.#showRail();
  }

  /** Where the panels of own data are. */
  #showRail(): void {
    const { drawer } = this.#page;
    drawer.value = matchMedia('(max-width: 60rem)').matches ? 'rail' : drawer.peek();
  }
}
