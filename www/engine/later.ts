/**
 * The worker's second part, for the first question that needs it. A page has it inside its worker's script: WebKit's workers
 * do not find it in a service worker's keeping. The package's build puts another module in this one's place, which fetches it.
 */

import * as questions from './questions';

export function loadQuestions(): Promise<typeof questions> {
  return Promise.resolve(questions);
}
