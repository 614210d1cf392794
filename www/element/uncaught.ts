/** On pages of the project's own: what fails there and is caught by nobody is told by a panel with a report. Nothing is sent. */

import { loadPart } from '../engine/part';
import { loadMessages } from '../i18n';
import { parseLanguage, type Language } from '../i18n/languages';
import { h } from '../views/dom';

/** Of errors that follow one another the first one says most. */
let shown: HTMLElement | null = null;

/** May be called again. */
export function watchUncaught(): void {
  addEventListener('error', hearError);
  addEventListener('unhandledrejection', hearRejection);
}

/** A resource that fails, and elements, have events of other kinds; scripts of other origins hide what they threw. */
function hearError(event: Event): void {
  if (event instanceof ErrorEvent) tell(event.error);
}

function hearRejection({ reason }: PromiseRejectionEvent): void {
  tell(reason);
}

function tell(failure: unknown): void {
  // What was called off is no failure, and scripts that browsers' extensions put into the page are none of its own.
  if (!(failure instanceof Error) || failure.name === 'AbortError' || failure.stack?.includes('-extension://') === true) return;
  void showReport(failure, parseLanguage(document.documentElement.lang) ?? 'en');
}

/**
 * Shows the panel over the page.
 *
 * @param known what failed, where that is known, and what tries it again; else the page has met an error of its own, and is loaded anew
 * @returns whether the panel could be had
 */
export async function showReport(failure: Error, language: Language, known?: { message: string; again: () => void }): Promise<boolean> {
  if (shown !== null) return true;
  const place = h('div', { class: 'uncaught' });
  shown = place;
  const close = () => {
    shown = null;
    place.remove();
  };
  try {
    const [{ failurePanel }, { report }] = await Promise.all([loadPart(() => import('./failure-panel')), loadMessages(language)]);
    const shadow = place.attachShadow({ mode: 'open' });
    shadow.append(failurePanel(shadow, {
      message: known?.message ?? report.uncaught(failure.message), failure, words: report,
      // An element whose script has not come knows of no run.
      store: document.querySelector('vanishing-point')?.store ?? null,
      ...(known === undefined
        ? { way: report.goesOn, label: report.reload, act: () => location.reload() }
        : {
          way: report.wayOn, label: report.retry, act: () => {
            close();
            known.again();
          },
        }),
      close,
    }));
    document.body.append(place);
    return true;
  } catch {
    // The console has it.
    close();
    return false;
  }
}
