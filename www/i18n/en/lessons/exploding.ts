import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  grows: {
    title: 'Factors above one',
    text: [
      'A product of many factors can also run away. This RNN has rectified units (ReLU), whose slope is 0 or 1, and its recurrent weights begin with a spectral radius of 1.6.',
      (live) => `The gradient does not fade on its way back, it grows: ${live.lane('rnn').share} from step 40 to step 1, which is a factor of ${live.lane('rnn').gain} a step on average.`,
    ],
  },
  cliff: {
    title: 'Over the cliff',
    text: ['Long gradients make long steps. The loss of such a network is a landscape with cliffs (Pascanu et al. 2013): at their edge the gradient is huge, and one step along it lands far from everything that was learned. Nothing holds this RNN back, and it is about to train.'],
    ask: {
      question: 'What will the next ten updates bring?',
      choices: ['It learns faster than before: the signal is strong', 'The loss goes up and down, and slowly settles', 'Its weights grow beyond all bounds'],
      replies: [
        'It does not learn. Within ten updates its numbers have grown beyond what the computer can hold. The stage says at which update; what it shows belongs to the last update before.',
        'It never settles. Within ten updates its numbers have grown beyond what the computer can hold. The stage says at which update; what it shows belongs to the last update before.',
        'Within ten updates its numbers have grown beyond what the computer can hold. The stage says at which update; what it shows belongs to the last update before.',
      ],
    },
  },
  clipped: {
    title: 'Clipping',
    text: [
      'The same experiment with one rule more: a gradient longer than 1 is scaled down to length 1. Its direction stays; only the step becomes shorter. In more than half of the updates the rule has to step in.',
      (live) => `After ${live.update} updates ${live.lane('rnn').accuracy} of the answers are right.`,
    ],
  },
  'no-cure': {
    title: 'The opposite problem',
    text: ['Back to the RNN with tanh units, whose gradient vanishes. It is clipped in the same way, at length 1.'],
    ask: {
      question: 'Does clipping help it?',
      choices: ['Yes: the gradients become comparable', 'No: it makes long gradients shorter, not short ones longer', 'Yes, but only later in training'],
      replies: [
        (live) => `Clipping scales the gradient of all weights together. Along the way nothing changes: what reaches step 1 is ${live.lane('rnn').share}.`,
        (live) => `What reaches step 1 is ${live.lane('rnn').share}, with clipping as without. It scales the gradient of all weights together and never makes it longer.`,
        (live) => `It never makes a gradient longer, early or late. What reaches step 1 is ${live.lane('rnn').share}.`,
      ],
    },
  },
  truncated: {
    title: 'Truncation',
    text: [
      'Another way to keep the product short is not to finish it: the state goes on from step to step, but every ten steps the gradient is cut. That saves memory, and it is how long texts are trained.',
      'The model on stage is an LSTM, which could carry the gradient all the way. The cut is what ends it: at the first thirty steps it is exactly zero.',
    ],
  },
  cost: {
    title: 'What it costs',
    text: ['All training sequences have forty letters, and the cuts lie between the first letter and its answer.'],
    ask: {
      question: 'Will the LSTM learn to carry the first letter to the end?',
      choices: ['No: no error ever comes back to where the letter is read', 'Yes: the state still carries it forward', 'Yes, it only takes longer'],
      replies: [
        (live) => `After ${live.update} updates it answers ${live.lane('lstm').accuracy} right. It reads out what untrained gates happen to have carried; nothing teaches them to carry more.`,
        (live) => `It could, but nothing teaches it to: after ${live.update} updates it answers ${live.lane('lstm').accuracy} right, from what untrained gates happen to have carried. Beyond the cut the gradient is what it was outside the window: exactly zero.`,
        (live) => `A gradient of exactly zero does not add up, however long one waits. After ${live.update} updates it answers ${live.lane('lstm').accuracy} right.`,
      ],
    },
  },
};
