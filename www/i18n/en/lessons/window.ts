import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  five: {
    title: 'Five letters at a time',
    text: [
      'Before recurrent networks, neural models of language read through a window: the last few words, each turned into a vector, were fed side by side into one layer (Bengio et al. 2003). The model on stage is of that kind. Its window holds five letters.',
      'The task: name the first of forty letters once all have been read. The chart shows for each letter how strongly the error of the answer depends on it. Watch the error go back from the answer: it reaches the last five letters, and at all earlier ones the line lies at 0.',
    ],
  },
  learn: {
    title: 'Give it time',
    text: ['It is about to train: its weights will be changed a little 200 times, each time after a look at 64 sequences of forty letters. Each such change is called an update.'],
    ask: {
      question: 'What will it have learned by then?',
      choices: ['To name the first letter, more often than not', 'A little: better than chance, and slowly improving', 'Nothing about the first letter'],
      replies: [
        (live) => `It answers ${live.lane('window').accuracy} right, and it cannot do better: the first letter has been out of sight for 35 steps when the answer is due.`,
        (live) => `${live.lane('window').accuracy} right is what guessing gives with four letters to choose from, give or take luck. More updates change nothing.`,
        (live) => `It guesses one of four letters, and is right in ${live.lane('window').accuracy} of the sequences that were kept out of its training.`,
      ],
    },
  },
  zero: {
    title: 'Exactly zero',
    text: [
      'What the chart shows is called the gradient: how much the loss, the measure of the error, would change if an input were a little different. At the last five letters it is not zero. At the 35 before them it is 0: not small, but exactly zero, after 200 updates as at the start.',
      'Change the first letter as you like: when the answer is due, this model cannot see it, so nothing changes. No training method, no learning rate and no patience can help.',
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
        (live) => `The five that it sees are the wrong ones: the letter to be named is the sixth from the end. It is right in ${live.lane('window').accuracy} of the cases, which is no better than guessing.`,
        (live) => `It does: ${live.lane('window').accuracy} of its answers are right. A window does not fade towards its edge; it ends.`,
        (live) => `No number of updates would do. It is right in ${live.lane('window').accuracy} of the cases, which is no better than guessing, and its gradient at the first letter is exactly zero.`,
      ],
    },
  },
  wider: {
    title: 'A wider window',
    text: [
      'Here the window holds 32 letters, the most that this program allows. The first eight of forty still get a gradient of exactly zero.',
      'A window can always be made wider, but a sequence can always be longer. And width has its price: every place in the window has weights of its own, so what was learned about a word at one place has to be learned again at the next, and training takes longer. Its list of words was fixed as well: a word that was not on it had no vector.',
      'What is wanted is a model that carries forward what it has read. That is the next lesson.',
    ],
  },
};
