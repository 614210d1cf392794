import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  state: {
    title: 'One letter, one state',
    text: [
      'A recurrent network reads one letter at a time and keeps a list of numbers, its hidden state *h*. At each step the new state is made from the letter and from the state before: *h*~t~ = tanh(*W* *x*~t~ + *U* *h*~t−1~ + *b*). Each row of the picture is one of its 24 numbers, each column a step.',
      'The same weights *W* and *U* do this at every step. What is learned about a letter at one place holds at every place, and the number of weights does not depend on how long the sequence is.',
    ],
  },
  learn: {
    title: 'Eight letters',
    text: ['The task of the last lesson with sequences of eight letters: name the first one at the end. Nothing but *h* can bring it there. It will train for 150 updates.'],
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
      'The trained state, step by step. No single number of it is “the letter”: the letters leave patterns in all 24, and from the pattern that stands there at the end the answer is read.',
      'That is what memory means here: at the last step, *h* is different for different first letters.',
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
    text: ['The loop has no edge. Nothing in its formula forbids to carry a letter over forty steps. Again 200 updates, on sequences of forty letters.'],
    ask: {
      question: 'Will the RNN learn it?',
      choices: ['Yes: eight steps or forty, the formula is the same', 'No: it guesses', 'Yes, if it had more units'],
      replies: [
        (live) => `It could carry the letter, but it does not learn to: ${live.lane('rnn').accuracy} right, as guessing is. Look at the chart: of the error at the last step ${live.lane('rnn').share} gets back to the first.`,
        (live) => `${live.lane('rnn').accuracy} right, as guessing is. The chart shows why: of the error at the last step ${live.lane('rnn').share} gets back to the first.`,
        (live) => `More units are not what it lacks. Of the error at the last step ${live.lane('rnn').share} gets back to the first, and so it answers ${live.lane('rnn').accuracy} right, as guessing is.`,
      ],
    },
  },
};
