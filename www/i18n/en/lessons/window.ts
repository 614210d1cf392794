import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  five: {
    title: 'Five letters at a time',
    text: [
      'Before recurrent networks, a neural model of language read a window: the last few words, each turned into a vector, side by side into one layer (Bengio et al. 2003). The model on stage is of that kind. Its window holds five letters.',
      'The task: the first of forty letters has to be named at the end. Watch the error go back from the answer. It reaches five steps, and there the line ends.',
    ],
  },
  learn: {
    title: 'Give it time',
    text: ['It is about to train for 200 updates, each on 64 sequences of forty letters.'],
    ask: {
      question: 'What will it have learned by then?',
      choices: ['To name the first letter, more often than not', 'A little: better than chance, and slowly improving', 'Nothing about the first letter'],
      replies: [
        (live) => `It answers ${live.lane('window').accuracy} right, and it cannot do better: the letter was last in the window 35 steps before the answer is due.`,
        (live) => `${live.lane('window').accuracy} right is what guessing gives with four letters to choose from, give or take luck. More updates change nothing.`,
        (live) => `It guesses one of four letters and is right in ${live.lane('window').accuracy} of the held-out sequences, as guessing is.`,
      ],
    },
  },
  zero: {
    title: 'Exactly zero',
    text: [
      'The gradient with respect to what the model read is on view. At the last five letters it is a number. At the 35 before them it is 0: not small, but exactly zero, after 200 updates as at the start.',
      'A gradient says how the loss would change if a number were a little different. Change the first letter as you like: this model never reads it, so nothing changes. No training method, no learning rate and no patience can help.',
    ],
  },
  fits: {
    title: 'When the window is enough',
    text: [
      'The same model on sequences of five letters. Now the first letter is in the window when the answer is due, the gradient reaches it, and it is learned.',
      (live) => `After ${live.update} updates ${live.lane('window').accuracy} of the answers are right.`,
    ],
  },
  'one-more': {
    title: 'One letter more',
    text: ['Sequences of six letters, a window of five. Everything else is as before.'],
    ask: {
      question: 'How well does it do now?',
      choices: ['Nearly as well: five letters of six are there', 'It guesses', 'It needs about twice as many updates'],
      replies: [
        (live) => `The five that it sees are the wrong ones: the letter to be named is the sixth from the end. It is right in ${live.lane('window').accuracy} of the cases, as guessing is.`,
        (live) => `It does, and is right in ${live.lane('window').accuracy} of the cases. A window does not fade towards its edge; it ends.`,
        (live) => `No number of updates would do. It is right in ${live.lane('window').accuracy} of the cases, as guessing is, and its gradient at the first letter is exactly zero.`,
      ],
    },
  },
  wider: {
    title: 'A wider window',
    text: [
      'Here the window holds 32 letters, the most that this program allows. The first eight of forty still get a gradient of exactly zero.',
      'A window can always be made wider, and a sequence can always be longer. And it costs: every place in the window has weights of its own, so what was learned about a word at one place has to be learned again at the next. What is wanted is a model that carries on what it has read. That is the next lesson.',
    ],
  },
};
