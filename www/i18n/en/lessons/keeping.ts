import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  path: {
    title: 'A path of its own',
    text: [
      'An LSTM has a second state, the cell state *c*, and changes it by gates: *c*~t~ = *f* ⊙ *c*~t−1~ + *i* ⊙ *g*. The forget gate *f* says how much of each number is kept, the input gate *i* how much of the new is written. Between *c* of one step and *c* of the next stands no matrix and no tanh, only *f*.',
      (live) => `So on its way back along *c* the gradient is multiplied by *f*. Here the forget gates start open, at ${live.lane('lstm').gate} on the average, and ${live.lane('lstm').steps} such factors alone leave about half. A second way back, through *h* and the gates, adds to that. What gets back to the first letter is ${live.lane('lstm').share} in all.`,
    ],
  },
  'side-by-side': {
    title: 'Side by side',
    text: [
      'RNN and LSTM before any training, on the same sequence. The chart shows of each what it carries its memory in: *h* of the RNN, *c* of the LSTM.',
      (live) => `What gets back to step 1 is ${live.lane('rnn').share} in the RNN, and ${live.lane('lstm').share} in the LSTM.`,
    ],
  },
  'not-h': {
    title: '*h* is not *c*',
    text: [
      'Now the chart shows the gradient with respect to the LSTM’s *h*. The curve falls within the first steps back and is flat from there: *h* is only what the output gate shows of *c*, and the signal has moved over to *c*.',
      'Who looks at *h* alone may take an LSTM that remembers well for one that forgets. Which state a gradient belongs to is part of every number.',
    ],
  },
  'half-open': {
    title: 'Half open',
    text: ['The forget gates need not start open. With a forget bias of 0 they start half open, near 0.5.'],
    ask: {
      question: 'How much of the gradient gets back to the first letter now?',
      choices: ['About half of it', 'As good as nothing: it is halved at every step', 'The same as before: it is an LSTM'],
      replies: [
        (live) => `Half of it is left after one step. After ${live.lane('lstm').steps} it is ${live.lane('lstm').share}.`,
        (live) => `What arrives is ${live.lane('lstm').share}: the gates stand at ${live.lane('lstm').gate} on the average, and halved ${live.lane('lstm').steps} times anything is as good as nothing. An LSTM can vanish like an RNN.`,
        (live) => `It is an LSTM, and it vanishes: what arrives is ${live.lane('lstm').share}. What keeps a signal is not the name of the cell but an open gate.`,
      ],
    },
  },
  'learns-to-open': {
    title: 'Gates can learn',
    text: [
      'But gates are trained like everything else. In this run the training sequences have from four to forty letters; the short ones teach first, and what they teach is to keep.',
      (live) => `After ${live.update} updates ${live.lane('lstm').share} of the gradient gets back over forty letters, more than a hundred times as much as at the start, and ${live.lane('lstm').accuracy} of the answers are right.`,
    ],
  },
  shut: {
    title: 'Shut',
    text: [
      'And gates can stand in the way. With a forget bias of −5 nearly every forget gate is shut: the LSTM forgets at each step what it knew.',
      (live) => `What gets back is ${live.lane('lstm').share}, far less than in any RNN of this lesson.`,
    ],
  },
  learned: {
    title: 'What the path is good for',
    text: ['RNN and LSTM once more, this time trained: 130 updates, sequences of four to forty letters, and the question is asked at forty.'],
    ask: {
      question: 'Which of them names the first letter then?',
      choices: ['The LSTM alone', 'Both', 'The RNN alone: it has fewer weights to learn'],
      replies: [
        (live) => `LSTM ${live.lane('lstm').accuracy}, RNN ${live.lane('rnn').accuracy}. The signal that arrives can teach.`,
        (live) => `LSTM ${live.lane('lstm').accuracy}, but RNN ${live.lane('rnn').accuracy}, which is guessing. The RNN hears of its first letter only in short sequences, and that is not enough yet.`,
        (live) => `RNN ${live.lane('rnn').accuracy}, LSTM ${live.lane('lstm').accuracy}. Fewer weights are no help where the signal is missing.`,
      ],
    },
  },
};
