import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  way: {
    title: 'The length of the way',
    text: [
      'All the trouble in this course came from the way back: from the end of 100 letters it is 99 steps to the first, with a factor at each. Attention (Vaswani et al. 2017) carries nothing from step to step. Every step looks at all earlier ones directly, weighs them, and takes the weighted mean of what they hold. From the answer to the first letter is then one step, however long the sequence.',
      (live) => `Before training, what reaches the first letter is ${live.lane('rnn').share} in the RNN and ${live.lane('attention').share} with attention. The chart shows the gradient with respect to the inputs, since attention has no state that is carried on.`,
    ],
  },
  reads: {
    title: 'A hundred letters',
    text: ['Name the first of 100 letters: both models train for 80 updates, on sequences of four to 100 letters.'],
    ask: {
      question: 'Which of them will name it?',
      choices: ['Both: there are short sequences among them', 'Attention alone', 'Neither: 80 updates are too few'],
      replies: [
        (live) => `Attention ${live.lane('attention').accuracy}, RNN ${live.lane('rnn').accuracy}, which is no better than guessing. Few of the sequences are short enough to teach the RNN.`,
        (live) => `Attention ${live.lane('attention').accuracy}, RNN ${live.lane('rnn').accuracy}, which is no better than guessing. Where a letter is looked at directly, the gradient has one step to go.`,
        (live) => `They are enough for attention, which is right in ${live.lane('attention').accuracy} of the cases. The RNN, with ${live.lane('rnn').accuracy}, guesses.`,
      ],
    },
  },
  price: {
    title: 'What it costs',
    text: [
      'The row of attention shows how much the last step reads of each earlier one. The first letter, which it has to name, is among them; nothing in between has to keep it.',
      'It also trains fast on hardware that does many things at once: no step waits for the one before. Both together are why Transformers took over language. The price is that every step looks at itself and at every earlier one: 5,050 pairs for 100 letters, about four times as many for 200. And in order to write on, all that was read has to be kept; an RNN keeps only its state, whose size never changes.',
    ],
  },
  tracking: {
    title: 'What it is bad at',
    text: ['Another task: after each of 20 bits, say whether the number of ones so far is odd. A loop has to remember one bit and flip it at each 1.'],
    ask: {
      question: 'Which will be right nearly always, after 300 updates?',
      choices: ['Attention: it sees all bits at once', 'The LSTM', 'Both'],
      replies: [
        (live) => `LSTM ${live.lane('lstm').accuracy}, attention ${live.lane('attention').accuracy}. To see all bits is not enough: they have to be counted, and a mean over all of them says less and less about the last one of many.`,
        (live) => `LSTM ${live.lane('lstm').accuracy}, attention ${live.lane('attention').accuracy}. The LSTM works on what it has, bit by bit. Attention has to count all bits anew at every step, in one layer here.`,
        (live) => `LSTM ${live.lane('lstm').accuracy}, but attention ${live.lane('attention').accuracy}. Whatever is carried on from step to step and changed there is easy for a loop and hard for a single look.`,
      ],
    },
  },
  linear: {
    title: 'A loop without tanh',
    text: [
      'Can a loop be as fast as attention, and its way back as safe? If the new state is a multiple of the old one plus something that depends on the input alone, *h*~t~ = *a*~t~ ⊙ *h*~t−1~ + *b*~t~, then all steps can be computed together, in about log₂ *T* rounds. On the way back the gradient is multiplied by *a*, and by nothing else: no matrix, no slope of tanh.',
      (live) => `Both models on stage are of this kind. In the LRU (Orvieto et al. 2023) *a* is a fixed complex number for each unit, close to the unit circle: ${live.lane('lru').share} gets back over 40 letters. In minGRU (Feng et al. 2024) *a* = 1 − *z*, with a gate *z* that looks at the input and not at the state: ${live.lane('mingru').share}.`,
    ],
  },
  learns: {
    title: 'It is enough for a letter',
    text: [
      'The task of this course, the first of forty letters, for 200 updates.',
      (live) => `minGRU ${live.lane('mingru').accuracy}, LRU ${live.lane('lru').accuracy}. What carried the letter is a number that is multiplied by nearly 1 at each step: the idea of the LSTM’s cell, and nothing beside it.`,
    ],
  },
  turning: {
    title: 'What was given up',
    text: ['Parity again. In minGRU a state can only be multiplied by numbers from 0 to 1. In the LRU it is multiplied by complex numbers, which can turn it; half a turn, for instance, is a multiplication by −1.'],
    ask: {
      question: 'Which of them learns parity in 300 updates?',
      choices: ['minGRU: it has gates', 'Neither: both are linear', 'The LRU, mostly'],
      replies: [
        (live) => `minGRU ${live.lane('mingru').accuracy}, LRU ${live.lane('lru').accuracy}. A gate between 0 and 1 can keep or forget, but it cannot flip a sign.`,
        (live) => `LRU ${live.lane('lru').accuracy}, minGRU ${live.lane('mingru').accuracy}. Linear is not the obstacle; factors that are never negative are.`,
        (live) => `LRU ${live.lane('lru').accuracy}, minGRU ${live.lane('mingru').accuracy}. With factors that are never negative no linear loop can do parity at every length (Grazzi et al. 2024); with turns it can.`,
      ],
    },
  },
  today: {
    title: 'Where recurrence stands',
    text: [
      'So the loop came back, without the tanh inside it. Mamba (Gu and Dao 2023) lets the factor depend on the input, and reads long sequences in time that grows with their length and not with its square. xLSTM (Beck et al. 2024) gives the LSTM new gates and a larger memory, and keeps a part that has to be computed step by step, because that part can do what parity asks for. Many models of today mix such layers with attention.',
      (live) => `The question has stayed the same from the first lesson to here: by what is a signal multiplied on its way back? With the gradient at step 40 as 1, before any training, it is ${live.lane('rnn').left} at step 1 of the RNN, where the factors are weights and slopes; ${live.lane('lstm').left} in the LSTM, where they are gates; and ${live.lane('lru').left} in the LRU, where they are numbers chosen close to 1.`,
    ],
  },
};
