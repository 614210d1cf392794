import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  state: {
    title: 'One letter, one state',
    text: [
      'A recurrent network reads one letter at a time and keeps a list of numbers, its hidden state *h*. At each step the new state is made from the letter and from the state before: *h*~t~ = tanh(*W* *x*~t~ + *U* *h*~t−1~ + *b*), where tanh presses each number into the range from −1 to 1. Below the chart each row is one of its 24 numbers, and each column a step.',
      'The same weights *W* and *U* do this at every step. What is learned about a letter at one place holds at every place, and the number of weights does not depend on how long the sequence is.',
    ],
  },
  learn: {
    title: 'Eight letters',
    text: ['The task of the last lesson with sequences of eight letters: name the first one at the end. Nothing but *h* can carry it there. The RNN, short for recurrent neural network, will train for 150 updates.'],
    ask: {
      question: 'Will the RNN learn it?',
      choices: ['Yes: the state carries the letter', 'No: it sees one letter at a time', 'Only half: the first letters fade'],
      replies: [
        (live) => `After ${live.update} updates ${live.lane('rnn').accuracy} of the answers are right, on sequences that it has not trained on.`,
        (live) => `It sees one letter at a time and remembers the others: after ${live.update} updates ${live.lane('rnn').accuracy} of the answers are right.`,
        (live) => `Over eight steps little enough fades: after ${live.update} updates ${live.lane('rnn').accuracy} of the answers are right.`,
      ],
    },
  },
  carried: {
    title: 'Where is the letter?',
    text: [
      'The trained state, step by step. No single number of it is “the letter”: what was read leaves a pattern in all 24, and the answer is computed from the pattern that stands there at the end.',
      'That is what memory means here: at the last step, *h* is different for different first letters. Order counts, too: the same letters in another order lead to another state.',
    ],
  },
  'any-length': {
    title: 'Any length',
    text: [
      'A window is built for one length. A loop is not: here each training sequence has a length of its own, from four to twelve letters, and one set of weights serves them all.',
      (live) => `At twelve letters, after ${live.update} updates, ${live.lane('rnn').accuracy} of the answers are right.`,
    ],
  },
  forty: {
    title: 'Forty letters',
    text: ['The loop has no edge, and nothing in its formula forbids carrying a letter over forty steps. A new RNN trains for 200 updates, this time on sequences of forty letters only.'],
    ask: {
      question: 'Will the RNN learn it?',
      choices: ['Yes: eight steps or forty, the formula is the same', 'No: it guesses', 'Yes, if it had more units'],
      replies: [
        (live) => `It could carry the letter, but it does not learn to: ${live.lane('rnn').accuracy} right, which is no better than guessing. Look at the chart: of the error at the last step ${live.lane('rnn').share} gets back to the first.`,
        (live) => `${live.lane('rnn').accuracy} right, which is no better than guessing. The chart shows why: of the error at the last step ${live.lane('rnn').share} gets back to the first.`,
        (live) => `Units are not what it lacks. Of the error at the last step ${live.lane('rnn').share} gets back to the first, and so it answers ${live.lane('rnn').accuracy} right, which is no better than guessing.`,
      ],
    },
  },
};
