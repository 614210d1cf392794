import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  answer: {
    title: 'How wrong is an answer?',
    text: [
      'At the last step the state *h* is turned into four numbers, one for each letter that could be the answer, and these into probabilities. The loss is −ln *p*, where *p* is the probability that the model gave to the right letter: 0 if it was certain of it, and the larger the less it thought of it.',
      'This RNN has not been trained yet. Over the sequences that it is tested on, its loss is near ln 4 ≈ 1.39, as if it gave a quarter to each letter.',
    ],
  },
  backward: {
    title: 'Backward through time',
    text: [
      'To learn, the model has to know of each of its numbers: would the loss be smaller if it were a little larger? That is the gradient. For the last state it can be calculated at once. For the state before it follows from there, by the chain rule, and so on to the first step.',
      'This is all that “backpropagation through time” means: the loop is unrolled into as many layers as there are steps, and the gradient goes back through them.',
    ],
  },
  sum: {
    title: 'One set of weights, many steps',
    text: [
      'The weights are the same at every step, so each step has a say in how they should change. The gradient of a weight is the sum of what the steps contribute, and a step with a small gradient contributes little.',
      (live) => `Step 1, where the letter stands that has to be remembered, has ${live.lane('rnn').share} of the gradient of the last step. With eight letters that is still enough.`,
    ],
  },
  step: {
    title: 'A step downhill',
    text: ['Now every weight is moved a little against its gradient. That is one update. The model on stage makes twenty of them.'],
    ask: {
      question: 'What does its loss look like then?',
      choices: ['It is near 0: the gradient shows the way', 'It is a little lower', 'It is as high as before: 20 updates are nothing'],
      replies: [
        'The gradient shows the way from where the model stands, and only for a small step. After twenty small steps the loss is lower, but far from 0.',
        'It is. Each update goes a small step, because the gradient tells the way only from where the model stands.',
        'It is lower already. Twenty steps in a good direction count, small as they are.',
      ],
    },
  },
  many: {
    title: 'Forward, backward, update',
    text: [
      'These are the three steps of training: forward through the sequence to the answer, backward through time to the gradients, and an update of the weights. Then the next batch of sequences, again and again.',
      (live) => `At update ${live.update} this RNN answers ${live.lane('rnn').accuracy} of the sequences right that it has never trained on. What becomes of it over longer times is the next lesson.`,
    ],
  },
};
