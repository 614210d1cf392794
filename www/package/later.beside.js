/** The worker's second script lies beside the first, under the name that it is published by. */

export function loadQuestions() {
  return import(new URL('./vanishing-point-inspector.js', import.meta.url).href);
}
