import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  two: {
    title: 'One state, two gates',
    text: [
      'The gated recurrent unit (GRU, Cho et al. 2014) does with one state what the LSTM does with two. Its update gate *z* mixes the old state with a new one: *h*~t~ = *z* ⊙ *h*~t−1~ + (1 − *z*) ⊙ *n*~t~. Where *z* is 1 the state stays as it is. Its reset gate *r* decides how much of the old state the new one *n* may look at.',
      (live) => `Here the update gates start open, at ${live.lane('gru').gate} on average, and what gets back to step 1 is ${live.lane('gru').share}.`,
    ],
  },
  fresh: {
    title: 'Out of the box',
    text: ['A GRU as libraries make it starts with update gates near 0.5.'],
    ask: {
      question: 'What does its first gradient look like?',
      choices: ['It vanishes, much like that of an RNN', 'It gets back: a GRU does not vanish', 'It explodes'],
      replies: [
        (live) => `What gets back is ${live.lane('gru').share}. A gate that keeps only about half at every step keeps next to nothing in the end.`,
        (live) => `What gets back is ${live.lane('gru').share}. It is not the GRU as such that keeps a signal but its update gate, and that stands at ${live.lane('gru').gate}.`,
        (live) => `What gets back is ${live.lane('gru').share}: its update gates stand at ${live.lane('gru').gate}, so that a step keeps only ${live.lane('gru').gain} of what comes.`,
      ],
    },
  },
  opens: {
    title: 'It learns to open',
    text: [
      'But it is trained on sequences of four to forty letters, and over the short ones enough gets back to learn from. What is learned there, namely to keep the letter, helps over longer ones, too.',
      (live) => `At update ${live.update} ${live.lane('gru').share} of the gradient gets back over forty letters, and ${live.lane('gru').accuracy} of the answers are right.`,
    ],
  },
  reset: {
    title: 'Two ways to reset',
    text: [
      'The reset gate can act before the recurrent weights, as in the first paper, or after them, as in PyTorch and other libraries, which is faster. These are two different models whose parts have the same names. This one resets before.',
      'And watch the letter *z*: here and in PyTorch *z* = 1 keeps the old state; in the paper that compared the two units (Chung et al. 2014) and in many texts after it, *z* = 1 replaces it.',
    ],
  },
  weights: {
    title: 'Counting weights',
    text: ['Every gate is computed with weights of its own: for the input, for the state, and biases. So is the new content. In models as large as these such a block has 816 weights, and the readout has 100. The LSTM has four blocks: one for each of its three gates, and one for the new content.'],
    ask: {
      question: 'How many weights has the GRU?',
      choices: ['About 900: one block and the readout', 'About 1,700: two blocks and the readout', 'About 2,500: three blocks and the readout', 'About 3,400: four blocks and the readout'],
      replies: [
        (live) => `It has ${live.lane('gru').weights}. One block is what an RNN has, for its new state; each of the two gates has one besides.`,
        (live) => `It has ${live.lane('gru').weights}. Each of the two gates has a block, and the new state *n*, which they mix with the old one, has a third.`,
        (live) => `It has ${live.lane('gru').weights}, the LSTM ${live.lane('lstm').weights}: a block for each of the two gates and one for the new state, three to the LSTM’s four.`,
        (live) => `It has ${live.lane('gru').weights}, the LSTM ${live.lane('lstm').weights}: with one gate less it has one block less.`,
      ],
    },
  },
  compare: {
    title: 'Is the simpler one as good?',
    text: ['LSTM and GRU once more, both with gates that start open, and now they train.'],
    ask: {
      question: 'Which of them names the first letter after 130 updates?',
      choices: ['Only the LSTM: it has a memory of its own', 'Only the GRU: it has less to learn', 'Both'],
      replies: [
        (live) => `LSTM ${live.lane('lstm').accuracy}, GRU ${live.lane('gru').accuracy}. To keep one letter, one state with a gate is enough.`,
        (live) => `GRU ${live.lane('gru').accuracy}, LSTM ${live.lane('lstm').accuracy}. A quarter fewer weights make no difference here.`,
        (live) => `LSTM ${live.lane('lstm').accuracy}, GRU ${live.lane('gru').accuracy}. “Simpler, and often as good”: here it is so.`,
      ],
    },
  },
  copying: {
    title: 'With as many weights',
    text: ['Unit for unit the GRU has fewer weights. Here it gets more units, so that both models have about the same number of weights, and another task: to repeat four letters in their order after a short pause.'],
    ask: {
      question: 'Which of them has more answers right after 200 updates?',
      choices: ['The LSTM: two states hold more', 'The GRU', 'Neither: the number of weights is what counts'],
      replies: [
        (live) => `GRU ${live.lane('gru').accuracy}, LSTM ${live.lane('lstm').accuracy}; six answers of ten are blanks, which are easy. With four other seeds the GRU was ahead as well.`,
        (live) => `GRU ${live.lane('gru').accuracy}, LSTM ${live.lane('lstm').accuracy}; six answers of ten are blanks, which are easy. With four other seeds it was so, too. What is true of this task need not be true of another.`,
        (live) => `GRU ${live.lane('gru').accuracy}, LSTM ${live.lane('lstm').accuracy}, with as many weights; six answers of ten are blanks, which are easy. With four other seeds the GRU was ahead as well.`,
      ],
    },
  },
  counting: {
    title: 'Where they differ',
    text: [
      'Often is not always. Here strings of nested brackets are read, 200 steps long, and after each closing bracket the next one has to be told, which takes counting. The LSTM can add to its *c* without bound; the state of a GRU is a mixture and stays between −1 and 1, so it has to squeeze the count into that range (Weiss et al. 2018).',
      (live) => `At update ${live.update}: LSTM ${live.lane('lstm').accuracy} right, GRU ${live.lane('gru').accuracy}. This is one run with one seed; more cannot be concluded from it.`,
    ],
  },
};
