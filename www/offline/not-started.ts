/** The sentence in the HTML of every page for where its script does not come. */

const sentence = document.getElementById('not-started');

/** The script has come; what else the page needs is on its way. */
export function holdNotStarted(): void {
  if (sentence !== null) sentence.hidden = true;
}

/** All is there. */
export function removeNotStarted(): void {
  sentence?.remove();
}

/** Something else did not come: the sentence of the HTML, or a better one. */
export function showNotStarted(message?: string): void {
  if (sentence === null) return;
  if (message !== undefined) sentence.textContent = message;
  sentence.hidden = false;
  sentence.style.setProperty('visibility', 'visible');
}
