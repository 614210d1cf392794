import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  'next-letter': {
    title: 'The next letter',
    text: [
      'What can be done with a memory depends on when an answer is due. Here one is due at every step: the LSTM reads a short English text letter by letter and says after each what the next will be. (The rows below the input show how much each letter surprised it, how much its last answer depends on each, and its answers: right ones are bold, or high bars where letters have no room.) To write, such a model reads its own answers.',
      (live) => `After ${live.update} updates ${live.lane('lstm').accuracy} of its answers are right, measured on the text that it learns from. Keyboards that suggest the next word worked like this (Mikolov et al. 2010), until attention took over; large language models still answer the same question.`,
    ],
  },
  voice: {
    title: 'Who is speaking?',
    text: ['A vowel, described by twelve numbers every 6.4 milliseconds, in at most 29 such frames. After each frame the models say which of nine people is speaking. This is the beginning of speech recognition, which recurrent networks did through the 2010s (Graves et al. 2013).'],
    ask: {
      question: 'Which of them will name the speaker right in nine frames out of ten, after 150 updates?',
      choices: ['The GRU alone: speech needs a long memory', 'Both', 'Neither: nine people are too many'],
      replies: [
        (live) => `GRU ${live.lane('gru').accuracy}, RNN ${live.lane('rnn').accuracy}. The sound is short and an answer is due at every frame, so no error has far to go, and the RNN can learn from it.`,
        (live) => `RNN ${live.lane('rnn').accuracy}, GRU ${live.lane('gru').accuracy}. The sound is short and an answer is due at every frame, so no error has far to go. Not every sequence needs gates.`,
        (live) => `RNN ${live.lane('rnn').accuracy}, GRU ${live.lane('gru').accuracy}; guessing is right once in nine. A voice differs in every frame, and the state gathers evidence from frame to frame.`,
      ],
    },
  },
  name: {
    title: 'Is it a name?',
    text: [
      'A tag for every word: person, place, organisation or none of these. In this sentence “washington” is an organisation, but that only becomes clear from the words that follow, when the tag of the first word has been given already. (Each tag is abbreviated: o for organisation, pl for place, n for none.)',
      (live) => `On average the GRU tags ${live.lane('gru').accuracy} of the words right, and this first one wrong. More memory would not help, since what it lacks lies in the future. Where the whole sentence is at hand, two recurrent networks are used, one of which reads from the end (Schuster and Paliwal 1997).`,
    ],
  },
  verdict: {
    title: 'Praise or blame?',
    text: ['Now there is one answer, at the end. A sentence is read word by word, 32 of them on average, and after the full stop comes the question: does it praise or blame? A single “not”, up to some forty words back, reverses the answer. Both models have trained for 400 updates.', 'The row of answers shows whether each model would be right so far: where it would, there is a high bar, or a bold letter (p for positive, n for negative). Only the last one counts.'],
    ask: {
      question: 'Which of them judges right?',
      choices: ['Both: the words of praise and blame tell enough', 'The RNN alone', 'The GRU alone'],
      replies: [
        (live) => `RNN ${live.lane('rnn').accuracy}, GRU ${live.lane('gru').accuracy}. The words of praise and blame tell little as long as one does not know whether a “not” reverses them.`,
        (live) => `RNN ${live.lane('rnn').accuracy}, GRU ${live.lane('gru').accuracy}. It is the other way round: the RNN is no better than guessing.`,
        (live) => `GRU ${live.lane('gru').accuracy}, RNN ${live.lane('rnn').accuracy}, which is no better than guessing. The error has to travel from the end back to the “not”, and only the GRU’s gates let it through.`,
      ],
    },
  },
  translation: {
    title: 'From one script to another',
    text: [
      'First all is read, then all is written: “forty-two = 42”. By the time the sign “=” is read, everything that will be written has to be in one state. The first translation by neural networks alone worked this way (Sutskever et al. 2014).',
      (live) => `At update ${live.update} the LSTM writes ${live.lane('lstm').accuracy} of the digits right, the RNN ${live.lane('rnn').accuracy}. The longer the sentence, the more has to go through that one state. To get round it, attention was invented (Bahdanau et al. 2015); more of it in the last lesson.`,
    ],
  },
  forecast: {
    title: 'Next month',
    text: ['Sequences need not be made of letters. This one is the number of airline passengers month by month, and the models give the next one. How many fly in a July is best told from the July before. Beside the RNN stands the window of the first lesson, which sees five months.'],
    ask: {
      question: 'Which of them will be nearer to the true numbers after 200 updates?',
      choices: ['The RNN', 'The window: what lies longest ago matters least', 'Both alike'],
      replies: [
        'The mean squared error of the window is more than one and a half times that of the RNN. A season is longer than five months, and a state can carry it.',
        'The mean squared error of the window is more than one and a half times that of the RNN. What matters is twelve months ago, and that is beyond the window’s edge.',
        'The mean squared error of the window is more than one and a half times that of the RNN: a season is longer than five months, and beyond the edge there is nothing.',
      ],
    },
  },
  film: {
    title: 'A film',
    text: [
      'And each step can be a whole picture. A shape turns and walks from wall to wall; after 24 pictures the models say which way it turned and how often it bounced, eight possible answers in all. Two pictures tell the first, only all of them tell the second.',
      (live) => `At update ${live.update} the GRU is right in ${live.lane('gru').accuracy} of the films, the RNN in ${live.lane('rnn').accuracy}; guessing is right once in eight. This is what all these uses share: things come one after the other, and the answer depends on more than the last of them.`,
    ],
  },
};
