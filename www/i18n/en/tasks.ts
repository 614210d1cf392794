/** The tasks: a name and one sentence. */

import type { TaskKind } from '../../generated/types';

export const tasksTexts = {
  tasks: {
    recall: { name: 'Recall the first letter', text: (steps: number) => (steps === 2 ? 'Read one letter and one distractor. Name the letter.' : `Read one letter, then ${steps - 1} distractors. Name the letter at the end.`) },
    adding: { name: 'Add two numbers', text: (steps: number) => `Read ${steps} numbers, two of them marked. Give the sum of the two at the end.` },
    copy: { name: 'Copy after a delay', text: () => 'Read some symbols, wait through the blanks, then repeat them all in order.' },
    order: { name: 'Order of two events', text: () => 'Two signals, each X or Y, hide among distractors. Say at the end which two, in order.' },
    parity: { name: 'Parity of a bit string', text: () => 'After every bit, say whether the number of ones so far is odd.' },
    brackets: { name: 'Matching brackets', text: () => 'Read nested brackets. After each closing one, say which bracket comes next.' },
    text: { name: 'Next character of a text', text: () => 'Read a text letter by letter and predict the next one at every step.' },
    digits: { name: 'Handwritten digits', text: () => 'Read an image of 8 × 8 pixels, one pixel at a step, row by row. Name the digit at the end.' },
  } satisfies Record<TaskKind, { name: string; text: (steps: number) => string }>,
};
