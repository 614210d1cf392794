/** Where one beat fills the screen its letters are as large as its text leaves room for. */

/** Of their usual size; below the last they would not be read from the last row. */
const SIZES = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65];
/** Before letters become smaller than this, what led to a question makes room for what came of it. */
const WHOLE = 0.9;

/** Keeps the size fitting, whatever beat is read and whatever comes into it; returns what ends that. */
export function fitBeats(lesson: HTMLElement, prose: HTMLElement): () => void {
  const fit = () => {
    lesson.style.removeProperty('--fit');
    lesson.classList.remove('brief');
    const beat = prose.querySelector('.beat.current');
    // Beside the stage alone.
    if (beat === null || !document.body.classList.contains('presenting') || innerWidth < 900) return;
    const fits = (size: number) => {
      lesson.style.setProperty('--fit', String(size));
      return document.documentElement.scrollHeight <= innerHeight;
    };
    if (SIZES.filter((size) => size >= WHOLE).some(fits)) return;
    lesson.classList.add('brief');
    SIZES.some(fits);
  };
  const changes = new MutationObserver(fit);
  changes.observe(prose, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['class', 'hidden'] });
  changes.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  addEventListener('resize', fit);
  return () => {
    changes.disconnect();
    removeEventListener('resize', fit);
  };
}
