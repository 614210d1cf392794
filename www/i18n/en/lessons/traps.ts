import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  latched: {
    title: 'Vanished, and yet?',
    text: ['An RNN after 800 updates on sequences of four to forty letters. Of the gradient at the last step less than 10⁻¹⁵ gets back to the first letter of forty.'],
    ask: {
      question: 'How does it answer at forty letters?',
      choices: ['It guesses: it has vanished', 'Better than guessing, but far from perfect', 'All but perfectly'],
      replies: [
        (live) => `${live.lane('rnn').accuracy} of its answers are right. A vanished gradient keeps a model from learning from there now; it does not say what it has learned before.`,
        (live) => `${live.lane('rnn').accuracy} of its answers are right. The short sequences have taught it to latch: its states fall into one of a few stable patterns and stay there.`,
        (live) => `${live.lane('rnn').accuracy} are right. It has learned to latch: its states fall into one of a few stable patterns and stay there. A small change of the first letter no longer changes anything, and this is just what a gradient of almost nothing says.`,
      ],
    },
  },
  'wrong-state': {
    title: 'The wrong state',
    text: [
      (live) => `A trained LSTM, 1000 updates old, with ${live.lane('lstm').accuracy} of its answers right. Of the gradient with respect to *h* what gets back is ${live.lane('lstm').share}.`,
      'Who plots only this concludes that the LSTM has vanished like an RNN. But its memory is not in *h*.',
    ],
  },
  'right-state': {
    title: 'The right one',
    text: [
      (live) => `The same model at the same update, and the gradient with respect to *c*: what gets back is ${live.lane('lstm').share}.`,
      'Before a gradient is compared with another, it must be said with respect to what.',
    ],
  },
  'sum-hides': {
    title: 'The gradient of the weights',
    text: ['Many training logs show one number for the gradient: the length of the gradient of all weights. The RNN on stage vanishes over forty steps.'],
    ask: {
      question: 'Does this number show it?',
      choices: ['Yes: it is close to 0', 'No: it is an ordinary number', 'Yes: it is exactly 0'],
      replies: [
        'It is an ordinary number, above a tenth. The gradient of a weight is a sum over all steps, and the last few steps fill it, whatever becomes of the first.',
        'It is above a tenth. The gradient of a weight is a sum over all steps, and the last few steps fill it, whatever becomes of the first. To see a gradient vanish one has to look step by step.',
        'It is above a tenth, and nowhere near 0. The last few steps fill the sum, whatever becomes of the first.',
      ],
    },
  },
  'one-look': {
    title: 'One look',
    text: [
      'This RNN was begun with a spectral radius of 1.2, and its first gradient crosses forty steps as if there were no vanishing at all.',
      (live) => `What gets back is ${live.lane('rnn').share}. Is it cured?`,
    ],
  },
  'another-look': {
    title: 'Another look',
    text: [
      (live) => `A hundred updates later what gets back is ${live.lane('rnn').share}.`,
      'A balance at one moment of one seed is no property of a model. What one wants to say of models has to be looked at over many seeds and at more than one time.',
    ],
  },
};
