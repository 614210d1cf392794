import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  latched: {
    title: 'Vanished, and yet?',
    text: ['An RNN after 800 updates on sequences of four to forty letters. Of the gradient at the last step less than 10⁻¹⁵ gets back to the first letter of forty.'],
    ask: {
      question: 'How does it answer at forty letters?',
      choices: ['It guesses: its gradient has vanished', 'Better than guessing, but far from perfect', 'Almost perfectly'],
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
      (live) => `An LSTM after 1000 updates: ${live.lane('lstm').accuracy} of its answers are right. Of its gradient with respect to *h*, ${live.lane('lstm').share} gets back.`,
      'Anyone who plots only this will conclude that the gradient of the LSTM vanishes like that of an RNN. But its memory is not in *h*.',
    ],
  },
  'right-state': {
    title: 'The right one',
    text: [
      (live) => `The same model at the same update, but the gradient with respect to *c*: ${live.lane('lstm').share} of it gets back.`,
      'Before two gradients are compared, it must be said with respect to what they are taken.',
    ],
  },
  'sum-hides': {
    title: 'The gradient of the weights',
    text: ['Many training logs show one number for the gradient: the length of the gradient of all weights. The gradient of the RNN on stage vanishes over forty steps.'],
    ask: {
      question: 'Does this number show it?',
      choices: ['Yes: it is close to 0', 'No: it is an ordinary number', 'Yes: it is exactly 0'],
      replies: [
        (live) => `It is ${live.lane('rnn').norm}, an ordinary number. The gradient of a weight is a sum over all steps, and the last few steps fill it, whatever becomes of the first.`,
        (live) => `It is ${live.lane('rnn').norm}. The gradient of a weight is a sum over all steps, and the last few steps fill it, whatever becomes of the first. To see a gradient vanish one has to look step by step.`,
        (live) => `It is ${live.lane('rnn').norm}, and far from 0. The last few steps fill the sum, whatever becomes of the first.`,
      ],
    },
  },
  'best-step': {
    title: 'The best of one step',
    text: [
      'Another number that is often quoted is the most that one step back can stretch a gradient, for the direction that suits it best: the largest singular value of the step’s Jacobian. In the untrained RNN on stage it is above 1.3 at each of the 39 steps back; and 1.3 to the power of 39 is more than 27,000.',
      (live) => `What each step made of the gradient on stage stands below the chart: ${live.lane('rnn').gain} times its length on average, so that ${live.lane('rnn').left} of it is left at step 1.`,
    ],
    ask: {
      question: 'A gradient has length 1 at step 40. How long can it be at step 1, whatever its direction?',
      choices: ['Up to 27,000 and more: every step can stretch it', 'About 1: stretching and shrinking even out', 'Less than a ten-thousandth'],
      replies: [
        'Less than a ten-thousandth. Every step can stretch one direction, but it turns what it stretches almost at right angles to the direction that the next step would stretch.',
        'Less than a ten-thousandth. What one step stretches it turns almost at right angles to the direction that the next would stretch, so the many directions that shrink decide.',
        'What one step stretches it turns almost at right angles to the direction that the next would stretch. The best of each step is never had by one and the same gradient: only the product of all steps tells what gets back.',
      ],
    },
  },
  'one-look': {
    title: 'One look',
    text: [
      'This RNN starts with a spectral radius of 1.2, and before any training its gradient crosses forty steps as if there were no vanishing at all.',
      (live) => `What gets back is ${live.lane('rnn').share}. Is it cured?`,
    ],
  },
  'another-look': {
    title: 'Another look',
    text: [
      (live) => `A hundred updates later, with the gradient at step 40 as 1, it is ${live.lane('rnn').left} at step 1.`,
      'A balance at one moment, with one seed, is no property of a model. Whoever wants to say something about models has to look at many seeds, and at more than one moment.',
    ],
  },
};
