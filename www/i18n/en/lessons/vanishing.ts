import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  back: {
    title: 'The error goes back',
    text: [
      'A network learns by asking, for each of its numbers: had it been a little different, would the answer have been better? At the last step the answer is wrong, and from there the question goes back, step by step, to all that led to it. What travels is the gradient. The RNN on stage has not been trained yet.',
      (live) => `From one line of the axis to the next the numbers shrink by the same factor, so a straight curve means shrinking by the same factor at every step. Of the gradient at step 40, ${live.lane('rnn').share} gets back to step 1 in this RNN.`,
    ],
    ask: {
      question: 'How much of the gradient at step 40 is left at the steps before it? Draw the curve that you expect.',
      choices: ['A tenth or more gets back to step 1', 'Between a tenth and 10⁻⁴', 'Between 10⁻⁴ and 10⁻⁷', 'Less than 10⁻⁷'],
      replies: [
        (live) => `What gets back is ${live.lane('rnn').share}. A curve that ends above a tenth would need a factor of at least 0.94 at each of ${live.lane('rnn').steps} steps; here it is ${live.lane('rnn').gain} on average.`,
        (live) => `What gets back is ${live.lane('rnn').share}: it falls further than you drew. Each step takes its part of what is left, ${live.lane('rnn').steps} times.`,
        (live) => `What gets back is ${live.lane('rnn').share}, still less than you drew. A factor of ${live.lane('rnn').gain} a step does not look like much, but it is taken ${live.lane('rnn').steps} times.`,
        (live) => `What gets back is ${live.lane('rnn').share}, with a factor of ${live.lane('rnn').gain} a step on average.`,
      ],
    },
  },
  product: {
    title: 'One factor a step',
    text: [
      'To go one step back, the gradient is multiplied by the slopes of tanh and by the transpose of the recurrent weights: ∂*L*/∂*h*~t−1~ = *U*ᵀ (tanh′ ⊙ ∂*L*/∂*h*~t~). The row below the chart shows what each of these steps does to its length.',
      (live) => `On average a step multiplies by ${live.lane('rnn').gain}. ${live.lane('rnn').steps} such steps, one after the other, make ${live.lane('rnn').share}. There is no more to vanishing than this: a product of many factors below 1.`,
    ],
  },
  shorter: {
    title: 'A shorter way',
    text: ['The same RNN, and sequences of ten letters instead of forty: nine steps back instead of 39.'],
    ask: {
      question: 'How much of the gradient at the last letter reaches the first one? Set a power of ten.',
      choices: ['Hardly more than before: 10⁻⁹ or less', 'Between 10⁻⁸ and 10⁻⁴', 'A hundredth or a thousandth', 'A tenth or more'],
      replies: [
        (live) => `What arrives is ${live.lane('rnn').share}. The factor a step is much the same, ${live.lane('rnn').gain}, but it is taken ${live.lane('rnn').steps} times and not 39 times.`,
        (live) => `What arrives is ${live.lane('rnn').share}, more than you set. A factor of ${live.lane('rnn').gain} a step, ${live.lane('rnn').steps} times: with about a quarter of the steps only about a quarter of the powers of ten are lost.`,
        (live) => `What arrives is ${live.lane('rnn').share}, with a factor of ${live.lane('rnn').gain} a step on average. In a power the exponent decides.`,
        (live) => `What arrives is ${live.lane('rnn').share}, less than you set. To leave a tenth, each of the ${live.lane('rnn').steps} steps would have to keep 0.77 of it; here a step keeps ${live.lane('rnn').gain} on average.`,
      ],
    },
  },
  'short-learns': {
    title: 'What arrives can teach',
    text: [
      'Ten letters, and training begins. The first letter gets a gradient that is small but there.',
      (live) => `After ${live.update} updates ${live.lane('rnn').accuracy} of the answers are right.`,
    ],
  },
  'long-does-not': {
    title: 'What does not arrive cannot',
    text: ['Forty letters again, and as many updates. The sum of the gradients of all steps decides what the weights learn, and the part that comes from the first letter is many times smaller than the parts that come from the last few.'],
    ask: {
      question: 'What does the RNN know after 200 updates?',
      choices: ['The first letter', 'The first letter in about half of the cases', 'Nothing about the first letter'],
      replies: [
        (live) => `It answers ${live.lane('rnn').accuracy} right, which is no better than guessing.`,
        (live) => `It answers ${live.lane('rnn').accuracy} right, which is no better than guessing. The signal that would tell it is buried under those of the last letters, which do not help here.`,
        (live) => `It answers ${live.lane('rnn').accuracy} right, which is no better than guessing. That an RNN could store the letter is of no use as long as nothing tells it to.`,
      ],
    },
  },
  radius: {
    title: 'Can one choose the factor?',
    text: [
      'The factor comes from the weights and from the slopes. Slopes of tanh are never above 1. So the gradient must vanish where the most that *U* can stretch any vector, its largest singular value, is below 1 (Pascanu et al. 2013). Here the recurrent weights *U* begin as an orthogonal matrix, which rotates or mirrors and changes no length: all its singular values are 1. What still shrinks the gradient are the slopes, which are below 1 wherever a state is not 0.',
      (live) => `What arrives at step 1 now is ${live.lane('rnn').share}, with a factor of ${live.lane('rnn').gain} a step on average. Such a start is one of the classic cures, and it lasts as long as training leaves the weights near it.`,
    ],
  },
  slope: {
    title: 'Flat slopes',
    text: [
      'But the slopes can ruin it. Here the usual start was trained with 25 times the learning rate, and 100 updates have driven more than nine in ten states close to ±1, where tanh is nearly flat. The spectral radius of the recurrent weights, the largest absolute value among their eigenvalues, is above 5 by now; yet the gradient vanishes as never before.',
      (live) => `Of a gradient of 1 at step 40, ${live.lane('rnn').left} is left at step 1. The radius alone tells little: it is the product of weights and slopes that counts.`,
    ],
  },
};
