/** What a visitor predicted, drew and filled in, kept in this browser alone. */

const NAME = 'vanishing-point.predictions';

/** By lesson and beat: the place of the choice, counted from 0. */
type Predictions = Record<string, Record<string, number>>;

function read(name: string): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What was predicted; null where nothing was, or nothing that makes sense. */
export function prediction(lesson: string, beat: string): number | null {
  const given: unknown = (read(NAME) as Predictions)[lesson]?.[beat];
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 ? given : null;
}

/** Keeps a prediction; undefined forgets it. Where storage is forbidden it lasts as long as the page. */
export function keep(lesson: string, beat: string, given: number | undefined): void {
  const all = read(NAME) as Predictions;
  try {
    // What is undefined is not written.
    localStorage.setItem(NAME, JSON.stringify({ ...all, [lesson]: { ...all[lesson], [beat]: given } }));
  } catch {
    // It then lasts as long as the page.
  }
}

const CURVES = 'vanishing-point.curves';

/** What was drawn; null where nothing was, or nothing that makes sense. */
export function drawnCurve(lesson: string, beat: string): readonly number[] | null {
  const curve: unknown = read(CURVES)[`${lesson}/${beat}`];
  return Array.isArray(curve) && curve.every((each) => Number.isFinite(each)) ? (curve as number[]) : null;
}

export function keepCurve(lesson: string, beat: string, curve: readonly number[] | undefined): void {
  const all = read(CURVES);
  try {
    localStorage.setItem(CURVES, JSON.stringify({ ...all, [`${lesson}/${beat}`]: curve?.map((each) => Number(each.toFixed(2))) }));
  } catch {
    // It then lasts as long as the page.
  }
}

const WORKSHEETS = 'vanishing-point.worksheets';

/** What was filled in, by the names of the fields; nothing of what makes no sense. */
export function keptWorksheet(lesson: string, beat: string): Record<string, string> {
  const entries: unknown = read(WORKSHEETS)[`${lesson}/${beat}`];
  if (typeof entries !== 'object' || entries === null) return {};
  return Object.fromEntries(Object.entries(entries).filter((each): each is [string, string] => typeof each[1] === 'string'));
}

export function keepWorksheet(lesson: string, beat: string, entries: Record<string, string>): void {
  const all = read(WORKSHEETS);
  try {
    localStorage.setItem(WORKSHEETS, JSON.stringify({ ...all, [`${lesson}/${beat}`]: entries }));
  } catch {
    // It then lasts as long as the page.
  }
}

/** Where someone else may have read before. */
export function forgetAll(): void {
  try {
    for (const name of [NAME, CURVES, WORKSHEETS]) localStorage.removeItem(name);
  } catch {
    // Then nothing is kept.
  }
}
