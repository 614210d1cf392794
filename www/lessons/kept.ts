/** The predictions that a visitor made, kept in this browser alone. */

const NAME = 'vanishing-point.predictions';

/** By lesson and beat: the place of the choice, counted from 0. */
type Predictions = Record<string, Record<string, number>>;

function read(): Predictions {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Predictions) : {};
  } catch {
    return {};
  }
}

/** What was predicted; null where nothing was, or nothing that makes sense. */
export function prediction(lesson: string, beat: string): number | null {
  const given: unknown = read()[lesson]?.[beat];
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 ? given : null;
}

/** Keeps a prediction; undefined forgets it. Where storage is forbidden it lasts as long as the page. */
export function keep(lesson: string, beat: string, given: number | undefined): void {
  const all = read();
  try {
    // What is undefined is not written.
    localStorage.setItem(NAME, JSON.stringify({ ...all, [lesson]: { ...all[lesson], [beat]: given } }));
  } catch {
    // It then lasts as long as the page.
  }
}
