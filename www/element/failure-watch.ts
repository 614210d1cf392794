/** When something fails that is no refusal, a panel with a report comes over the element; it loads then, and goes with the failure. */

import { loadPart } from '../engine/part';
import { loadMessages } from '../i18n';
import type { Store } from '../store/store';
import { onChange } from '../store/subscribe';
import { isLoadError, isRefusal } from './errors';

/** Returns the way to stop. */
export function watchFailures(host: HTMLElement, shadow: ShadowRoot, store: Store, retry: () => Promise<void>): () => void {
  let shown: HTMLElement | null = null;
  const { state, reported } = store.run;
  const remove = () => {
    shown?.remove();
    shown = null;
    reported.value = false;
  };
  const hear = (event: Event) => {
    const { message, failure } = (event as CustomEvent<{ message: string; failure?: unknown }>).detail;
    if (event.target !== host || failure === undefined || isRefusal(failure) || state.peek() !== 'error') return;
    // Where the panel does not come either, the sentence stands without it.
    Promise.all([loadPart(() => import('./failure-panel')), loadMessages(store.options.language.peek())]).then(([{ failurePanel }, { report }]) => {
      if (state.peek() !== 'error' || !host.isConnected) return;
      remove();
      const newest = store.run.newest.peek();
      const way = newest > 0 && !isLoadError(failure) ? report.wayBack(newest) : report.wayOn;
      shown = failurePanel(shadow, { message, failure, store, words: report, way, label: report.retry, act: () => void retry().catch(() => undefined), close: remove });
      shadow.append(shown);
      reported.value = true;
    }, () => undefined);
  };
  host.addEventListener('error', hear);
  const ended = onChange([state], () => {
    if (state.peek() !== 'error') remove();
  });
  return () => {
    ended();
    host.removeEventListener('error', hear);
    remove();
  };
}
