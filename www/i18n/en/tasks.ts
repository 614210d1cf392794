/** The cards of the tasks. */

import type { TaskKind } from '../../generated/types';

/** What a task asks, what to watch, and where such a thing is used today and by what. */
interface TaskCard {
  name: string;
  text: (steps: number) => string;
  watch: string;
  today: string;
}

export const tasksTexts = {
  tasks: {
    recall: {
      name: 'Recall the first letter',
      text: (steps: number) => (steps === 2 ? 'Read one letter and one distractor. Name the letter.' : `Read one letter, then ${steps - 1} distractors. Name the letter at the end.`),
      watch: 'The gradient of the answer has to reach the first letter: it crosses every step.',
      today: 'A measure of memory from research since the nineties; attention models are still given tasks of its kind.',
    },
    adding: {
      name: 'Add two numbers',
      text: (steps: number) => `Read ${steps} numbers, two of them marked. Give the sum of the two at the end.`,
      watch: 'Two steps matter and all others do not: the gradient should stand out at both.',
      today: 'A measure of memory from research (1997), used of every new recurrent cell since.',
    },
    copy: {
      name: 'Copy after a delay',
      text: () => 'Read some symbols, wait through the blanks, then repeat them all in order.',
      watch: 'Everything has to pass through one state while nothing happens: the gradient has to survive the blanks.',
      today: 'A measure of memory from research; attention models copy with ease, for they look back at the input itself.',
    },
    order: {
      name: 'Order of two events',
      text: () => 'Two signals, each X or Y, hide among distractors. Say at the end which two, in order.',
      watch: 'Both signals come early, and only what the state keeps of them helps at the end.',
      today: 'A measure of memory from research (1997); a sequence of events is what logs of machines and patients are made of.',
    },
    parity: {
      name: 'Parity of a bit string',
      text: () => 'After every bit, say whether the number of ones so far is odd.',
      watch: 'One wrong bit makes every later answer wrong; no answer is found without the whole past.',
      today: 'A measure from research: of two symbols only, and still hard for attention models beyond the lengths they have learned.',
    },
    brackets: {
      name: 'Matching brackets',
      text: () => 'Read nested brackets. After each closing one, say which bracket comes next.',
      watch: 'The state has to count how deep it is; what counts is in the cell and can be watched.',
      today: 'Checked in every editor, by exact programs; it shows in research what a model can count.',
    },
    text: {
      name: 'Next character of a text',
      text: () => 'Read a text letter by letter and predict the next one at every step.',
      watch: 'Where the answer is sure, the gradient points at the letters that made it so.',
      today: 'Large language models ask the same, of pieces of words, and answer with attention; recurrent networks did it until about 2018.',
    },
    digits: {
      name: 'Handwritten digits',
      text: () => 'Read an image of 8 × 8 pixels, one pixel at a step, row by row. Name the digit at the end.',
      watch: 'The answer comes after 64 pixels: the gradient of the upper rows crosses all the rows below.',
      today: 'Reading cheques and addresses, today by convolutional networks; pixel by pixel it is a measure of memory (2015).',
    },
    speech: {
      name: 'Who is speaking',
      text: () => 'Read one vowel sound, as twelve numbers every 6.4 milliseconds. After each, say which of nine people speaks.',
      watch: 'Watch how early the answers turn right, and that the gradients of early frames have far to go.',
      today: 'Telephones and assistants tell speakers and words apart, today by attention models; recurrent networks did it through the 2010s.',
    },
    gesture: {
      name: 'Gesture of a hand',
      text: () => 'Read the height of a hand in 150 frames of video. Say at the end whether it drew a gun or pointed a finger.',
      watch: 'A short moment decides, long before the question: look for where the gradient is not small.',
      today: 'Watches and cameras recognise movements, mostly by convolutional and attention models; recurrent ones where memory is scarce.',
    },
    sentiment: {
      name: 'Judgement of a sentence',
      text: () => 'Read a sentence word by word. Say at its end whether it speaks well or ill.',
      watch: 'A negation twenty words back turns the answer round: look whether any gradient reaches it.',
      today: 'Reviews and messages are sorted so, today by attention models, which look at the negation itself.',
    },
  } satisfies Record<TaskKind, TaskCard>,
};
