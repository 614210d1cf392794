/** The worker's second script, fetched with the first question that needs it. The package's build puts another module in this one's place. */

import type * as Questions from './questions';

export function loadQuestions(): Promise<typeof Questions> {
  return import('./questions');
}
