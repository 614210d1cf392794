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
      today: 'A memory benchmark in research since the nineties; attention models are still tested on tasks of its kind.',
    },
    adding: {
      name: 'Add two numbers',
      text: (steps: number) => `Read ${steps} numbers, two of them marked. Give the sum of the two at the end.`,
      watch: 'Two steps matter and all others do not: the gradient should stand out at both.',
      today: 'A memory benchmark from research (1997), on which new recurrent cells have been tested ever since.',
    },
    copy: {
      name: 'Copy after a delay',
      text: () => 'Read some symbols, wait through the blanks, then repeat them all in order.',
      watch: 'Everything has to pass through one state while nothing happens: the gradient has to survive the blanks.',
      today: 'A memory benchmark from research; attention models copy with ease, since they look back at the input itself.',
    },
    order: {
      name: 'Order of two events',
      text: () => 'Two signals, each X or Y, hide among distractors. Say at the end which two, in order.',
      watch: 'Both signals come early, and only what the state keeps of them helps at the end.',
      today: 'A memory benchmark from research (1997); machine logs and patient records are sequences of events like these.',
    },
    parity: {
      name: 'Parity of a bit string',
      text: () => 'After every bit, say whether the number of ones so far is odd.',
      watch: 'One wrong bit makes every later answer wrong; no answer is found without the whole past.',
      today: 'A research benchmark: only two symbols, and still hard for attention models beyond the lengths they were trained on.',
    },
    brackets: {
      name: 'Matching brackets',
      text: () => 'Read nested brackets. After each closing one, say which bracket comes next.',
      watch: 'The state has to count how deep it is; what counts is in the cell and can be watched.',
      today: 'Every editor checks brackets, with an exact program; in research they show whether a model can count.',
    },
    text: {
      name: 'Next character of a text',
      text: () => 'Read a text letter by letter and predict the next one at every step.',
      watch: 'Where the answer is sure, the gradient points at the letters that made it so.',
      today: 'Large language models do the same with pieces of words, by attention; recurrent networks did it until about 2018.',
    },
    digits: {
      name: 'Handwritten digits',
      text: () => 'Read an image of 8 × 8 pixels, one pixel at a step, row by row. Name the digit at the end.',
      watch: 'The answer comes after 64 pixels: the gradient of the upper rows crosses all the rows below.',
      today: 'Cheques and addresses are read this way, today by convolutional networks; pixel by pixel it is a memory benchmark (2015).',
    },
    speech: {
      name: 'Who is speaking',
      text: () => 'Read one vowel sound, as twelve numbers every 6.4 milliseconds. After each, say which of nine people speaks.',
      watch: 'Watch how early the answers turn right, and that the gradients of early frames have far to go.',
      today: 'Phones and assistants tell speakers and words apart, today by attention models; recurrent networks did it through the 2010s.',
    },
    gesture: {
      name: 'Gesture of a hand',
      text: () => 'Read the height of a hand in 150 frames of video. Say at the end whether it drew a gun or pointed a finger.',
      watch: 'A short moment decides, long before the question: look for where the gradient is not small.',
      today: 'Watches and cameras recognise movements, mostly by convolutional and attention models; recurrent ones where memory is scarce.',
    },
    sentiment: {
      name: 'Judgement of a sentence',
      text: () => 'Read a sentence word by word. At its end, say whether it praises or blames.',
      watch: 'A negation twenty words back turns the answer round: see whether any gradient reaches it.',
      today: 'Reviews and messages are sorted this way, today by attention models, which look at the negation directly.',
    },
    series: {
      name: 'The next value of a series',
      text: () => 'Read measured values one by one, such as monthly sunspots. After each, give the next one.',
      watch: 'The answer to beat is simply the last value. Where the gradient reaches back one season, a season is remembered.',
      today: 'Demand, load and prices are forecast this way, by statistics, by trees, and by recurrent and attention models; none of these wins everywhere.',
    },
    entities: {
      name: 'Names in a sentence',
      text: () => 'Read a sentence word by word. After each word say whether it names a person, a place, an organisation or nothing.',
      watch: 'Washington can be all three, and only the words around it tell. Where they come after the name, a model that reads forward can only guess.',
      today: 'Names are found this way in news, contracts and records, today by attention models, which read in both directions.',
    },
    translate: {
      name: 'From digits to words',
      text: () => 'Read a number in one script, and after the sign “=” write it in the other, letter by letter: 42 becomes forty-two.',
      watch: 'The whole number has to pass through one state: follow the gradient of a letter back over the “=”.',
      today: 'The first translation by neural networks alone worked this way (2014). Having to squeeze everything through one state is why attention was invented.',
    },
    video: {
      name: 'A film of a turning shape',
      text: () => 'Watch a shape turn on the spot and walk from wall to wall. Say after the last frame which way it turned and how often it bounced.',
      watch: 'Two frames show which way it turns; the bounces have to be counted: look at which frames the gradient singles out.',
      today: 'Actions in films are recognised today by convolutional and attention models; recurrent networks over frames were usual about 2015.',
    },
    own: {
      name: 'A model of your own',
      text: () => 'Load the weights of a model that was trained elsewhere, and sequences for it. Until then the models recall a first symbol.',
      watch: 'See how far back its gradient reaches, before you train it for another week.',
      today: 'A model that does not learn a long dependency often fails here: nothing of the error arrives where the memory would have to begin.',
    },
  } satisfies Record<TaskKind, TaskCard>,
};
