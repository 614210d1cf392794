import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  answer: {
    title: 'How wrong is an answer?',
    text: [
      'At the last step four numbers are computed from the state *h*, one for each letter that could be the answer, and from these four probabilities. The loss is −ln *p*, where *p* is the probability that the model gave to the right letter: 0 if it was certain of it, and the larger the less likely it thought it.',
      'This RNN has not been trained yet. Over the sequences that it is tested on, its loss is near ln 4 ≈ 1.39, as if it gave a quarter to each letter.',
    ],
  },
  backward: {
    title: 'Backward through time',
    text: [
      'To learn, the model has to know for each of its numbers how the loss would change if it were a little larger. That is the gradient. For the last state it can be calculated at once. For the state before, it follows from there by the chain rule, and so on to the first step.',
      'This is all that “backpropagation through time” means: the loop is unrolled into as many layers as there are steps, and the gradient goes back through them.',
    ],
  },
  sum: {
    title: 'One set of weights, many steps',
    text: [
      'The weights are the same at every step, so each step has a say in how they should change. The gradient of a weight is the sum of what the steps contribute, and a step with a small gradient contributes little.',
      (live) => `At step 1, where the letter stands that has to be remembered, ${live.lane('rnn').share} of the gradient of the last step is left. With eight letters that is still enough.`,
    ],
  },
  step: {
    title: 'A step downhill',
    text: ['Now every weight is moved a little against its gradient. That is one update. (The rule used here, Adam, also evens out the sizes of these moves.) The model on stage, whose loss is about 1.39, makes twenty of them.'],
    ask: {
      question: 'Where is its loss after that?',
      choices: ['It is near 0: the gradient shows the way', 'It is a little lower', 'It is as high as before: 20 updates are nothing'],
      replies: [
        (live) => `The gradient shows the way from where the model stands, and only for a small step. After twenty small steps the loss is ${live.lane('rnn').loss}: lower, but far from 0.`,
        (live) => `It is ${live.lane('rnn').loss} now. Each update goes a small step, because the gradient tells the way only from where the model stands.`,
        (live) => `It is ${live.lane('rnn').loss}, and so lower already. Twenty steps in a good direction count, small as they are.`,
      ],
    },
  },
  many: {
    title: 'Forward, backward, update',
    text: [
      'These are the three steps of training: forward through the sequence to the answer, backward through time to the gradients, and an update of the weights. Then the next batch of sequences, again and again.',
      (live) => `At update ${live.update} the loss of this RNN is ${live.lane('rnn').loss}, and ${live.lane('rnn').accuracy} of its answers are right, on sequences that it has never trained on. What becomes of this over longer sequences is the next lesson.`,
    ],
  },
  'by-hand': {
    title: 'Do it by hand',
    text: ['On stage is the smallest model that does all this: one unit, three steps, and untrained weights. The worksheet below asks for every number of one step of its training. Each answer is checked against the engine that trains the models here; where a wrong number shows what went wrong, the worksheet says so. What you enter stays in this browser.'],
  },
};
