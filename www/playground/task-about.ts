/** Below the chosen task: what to watch, where such a thing is used today, and where its data come from. */

import { dataFileOf } from '../engine/tasks';
import { h } from '../views/dom';
import type { Page } from './page';
import { SOURCES } from './sources';

/** Written anew for the task in force. */
export function taskAbout(page: Page): Node[] {
  const { words, store } = page;
  const experiment = store.experiment.peek();
  const { watch, today } = words.tasks[experiment.task];
  return [
    h('p', { class: 'task-watch' }, h('b', {}, words.rail.watch), ' ', watch),
    h('details', { class: 'task-more', 'data-section': 'about' }, h('summary', {}, words.rail.about), h('p', {}, today), ...source(page)),
  ];
}

/** Who made the data, and how they may be used; nothing where there are none, or the visitor's own. */
function source({ words, store }: Page): Node[] {
  const file = store.text.peek() === null ? dataFileOf(store.experiment.peek()) : null;
  const found = file === null ? undefined : SOURCES[file];
  if (found === undefined) return [];
  const { name, by, address, licence, made } = found;
  const title = address === null ? h('b', { translate: 'no' }, name) : h('a', { href: address, target: '_blank', rel: 'noopener', translate: 'no' }, name);
  return [h('p', { 'data-source': file }, words.rail.data, ' ', title, `, ${by}. `,
    licence === null ? words.rail.noLicence : words.rail.licence(licence), ...(made === undefined ? [] : [' ', words.rail.made[made]]))];
}
