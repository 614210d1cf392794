/** What is printed of each lesson: the points of its handout, and the tasks of its worksheet with their answers. */

import type { LessonId } from '../../lessons/list';

export interface Sheet {
  points: readonly string[];
  tasks: readonly { ask: string; answer: string }[];
}

const lessons: Record<LessonId, Sheet> = {
  window: {
    points: [
      'A window model reads the last *n* inputs side by side, each with weights of its own (Bengio et al. 2003).',
      'What lies outside the window cannot change the answer. Its gradient is exactly zero: not small, but zero.',
      'No training method, learning rate or patience changes that; only a wider window does.',
      'A wider window costs: each of its places has weights of its own, so what is learned at one place has to be learned again at the next.',
      'A window fits one length and a fixed set of words. What is wanted is a model that carries on what it has read.',
    ],
    tasks: [
      { ask: 'A window of 5 letters reads a sequence of 40. At how many steps is ∂*L*/∂*x*~t~ exactly zero, if only the last step is asked?', answer: '35: all but the last five.' },
      { ask: 'A window of 5 words has 100 numbers a word and 50 hidden units. How many weights lead from the words to the units? How many with a window of 10?', answer: '5 · 100 · 50 = 25,000, and twice as many: 50,000.' },
      { ask: 'A gradient is 10⁻²⁰ in one model and 0 in another. What is the difference for learning?', answer: 'With 10⁻²⁰ the answer still depends on the input, only too little to be noticed beside other gradients; with 0 it does not depend on it at all.' },
    ],
  },
  loop: {
    points: [
      'A recurrent network keeps a state: *h*~t~ = tanh(*W* *x*~t~ + *U* *h*~t−1~ + *b*).',
      'The same *W*, *U* and *b* serve at every step, so the number of weights does not depend on the length.',
      'A loop reads sequences of any length, and what it learns about an input at one place holds at every place.',
      'The memory is the whole state: different pasts lead to different patterns in it.',
      'That a loop can carry something over forty steps does not mean that it learns to.',
    ],
    tasks: [
      { ask: 'An RNN reads letters coded by 8 numbers and has 24 units. How many numbers are in *W*, *U* and *b*?', answer: '8 · 24 = 192, 24 · 24 = 576 and 24: 792 in all, for any length.' },
      { ask: 'Compute *h*₁ and *h*₂ for one unit with *W* = 1, *U* = 0.5, *b* = 0, inputs 1 and 0, *h*₀ = 0. (tanh 1 = 0.762, tanh 0.381 = 0.364)', answer: '*h*₁ = tanh(1) = 0.762, *h*₂ = tanh(0.5 · 0.762) = 0.364.' },
      { ask: 'Why can one not point at the unit that holds the first letter?', answer: 'Because the letter is told by the pattern of all units together; the readout weighs all of them.' },
    ],
  },
  learning: {
    points: [
      'The loss of an answer is −ln *p*, where *p* is the probability given to what was right.',
      'The gradient says how the loss would change if a number were a little larger.',
      'Backpropagation through time unrolls the loop into one layer a step and applies the chain rule from the end to the start.',
      'The weights are shared, so their gradient is the sum of what all steps contribute.',
      'Training repeats three things: forward, backward, update.',
    ],
    tasks: [
      { ask: 'What is the loss where *p* = 1, ½, ¼? (ln 2 = 0.693)', answer: '0, 0.693, 1.386: for four letters guessing costs ln 4.' },
      { ask: 'The steps of a sequence contribute 0.4, 0.1 and −0.2 to the gradient of a weight. It stands at 1.00 and the rate is 0.1. Where does plain gradient descent put it?', answer: 'The sum is 0.3, so 1.00 − 0.1 · 0.3 = 0.97.' },
      { ask: 'Why is the step not made ten times as long, if the direction is good?', answer: 'The gradient tells the direction only from where the model stands; further off the loss may rise again.' },
    ],
  },
  vanishing: {
    points: [
      'One step back multiplies the gradient by the slopes of tanh and by *U*ᵀ: ∂*L*/∂*h*~t−1~ = *U*ᵀ (tanh′ ⊙ ∂*L*/∂*h*~t~).',
      '*T* − 1 such steps make a product of *T* − 1 factors. With a mean factor below 1 it shrinks like a power.',
      'It is certain to vanish where the largest singular value of *U* is below 1, since slopes of tanh are at most 1 (Pascanu et al. 2013).',
      'Orthogonal weights keep lengths; the slopes still shrink them. Saturated units have slopes near 0.',
      'What does not arrive cannot teach: a weight’s gradient is then filled by the last few steps.',
    ],
    tasks: [
      { ask: 'A step multiplies by 0.6 on average. What is left after 9 steps, after 39? (log₁₀ 0.6 = −0.222)', answer: '10⁻²·⁰ ≈ 0.01 and 10⁻⁸·⁷ ≈ 2 · 10⁻⁹.' },
      { ask: 'Which mean factor leaves a half after 39 steps?', answer: '0.5 to the power 1/39 = 0.982.' },
      { ask: 'The spectral radius is 5, and the gradient vanishes. How can that be?', answer: 'The units are saturated: slopes near 0 outweigh large weights. What counts is the product of both.' },
    ],
  },
  exploding: {
    points: [
      'Factors above 1 make the gradient grow on its way back. A spectral radius above 1 is necessary for that, not sufficient.',
      'The loss then has cliffs: one long step lands far from all that was learned, or beyond all finite numbers.',
      'Clipping scales a gradient that is too long down to a fixed length. Its direction stays.',
      'Clipping never makes a gradient longer: it is no cure for vanishing.',
      'Truncation cuts the way back every *k* steps. It saves memory and time, and what lies beyond the cut gets a gradient of exactly zero.',
    ],
    tasks: [
      { ask: 'A gradient (30, 40) is clipped to norm 1. What is left?', answer: 'Its length is 50, so (0.6, 0.8).' },
      { ask: 'A mean factor of 1.2 over 39 steps: by how much does the gradient grow? (log₁₀ 1.2 = 0.079)', answer: '10³·¹, more than a thousandfold.' },
      { ask: 'A text is trained with cuts every 35 steps. Which link between two letters can certainly not be learned from the gradient?', answer: 'One that always spans a cut, and so every link of more than 35 steps.' },
    ],
  },
  keeping: {
    points: [
      'The LSTM has a second state: *c*~t~ = *f* ⊙ *c*~t−1~ + *i* ⊙ *g*, and *h*~t~ = *o* ⊙ tanh(*c*~t~).',
      'Forget gate: what is kept. Input gate: what is written. Output gate: what is shown.',
      'Along *c* the gradient is multiplied by *f* alone: no matrix, no slope of tanh.',
      'An open gate keeps the signal, a half-open one halves it at every step, a shut one ends it. The name of the cell keeps nothing.',
      'The cell of 1997 had no forget gate; a forget bias of 1 or more lets the gates begin open (Jozefowicz et al. 2015).',
    ],
    tasks: [
      { ask: 'What is left along *c* after 39 steps with *f* = 0.98, with *f* = 0.5?', answer: '0.98³⁹ = 0.45; 0.5³⁹ ≈ 2 · 10⁻¹².' },
      { ask: 'Which forget bias makes a gate 0.98, if all else in it is 0? (ln 49 = 3.9)', answer: 'σ(*b*) = 0.98, so *b* = ln(0.98/0.02) = ln 49 ≈ 3.9.' },
      { ask: 'Someone plots ∂*L*/∂*h* of an LSTM and says that it has vanished. What do you ask?', answer: 'What ∂*L*/∂*c* looks like: the memory is in *c*.' },
    ],
  },
  gates: {
    points: [
      'The GRU has one state and two gates: *h*~t~ = *z* ⊙ *h*~t−1~ + (1 − *z*) ⊙ *n*~t~.',
      'The update gate *z* mixes old and new, the reset gate *r* says how much of the old the new may look at.',
      'As libraries begin it, *z* is near 0.5, and its gradient vanishes much like an RNN’s. It can learn to open.',
      'Two conventions: *r* before or after the recurrent weights; *z* = 1 keeps (here, PyTorch) or replaces (Chung et al. 2014).',
      'Often as good as an LSTM; not where something has to be counted without bound (Weiss et al. 2018).',
    ],
    tasks: [
      { ask: '*h*~t−1~ = 0.8, *n*~t~ = −0.4, *z* = 0.75. What is *h*~t~ here, and what if *z* = 1 means “replace”?', answer: '0.75 · 0.8 + 0.25 · (−0.4) = 0.5; the other way 0.25 · 0.8 + 0.75 · (−0.4) = −0.1.' },
      { ask: 'Where inputs have 8 numbers, a block with *H* units has *H*² + 10 *H* weights. With how many units has a GRU as many as an LSTM with 24?', answer: '3 · (*H*² + 10 *H*) = 4 · 816, so *H*² + 10 *H* = 1088 and *H* ≈ 28.' },
      { ask: 'Why can the state of a GRU not count without bound?', answer: 'It is a weighted mean of its old value and of one between −1 and 1, so it stays between them.' },
    ],
  },
  uses: {
    points: [
      'An answer at every step: the next letter, the speaker of a sound, a tag for every word.',
      'One answer at the end: is a sentence praise, what happened in a film.',
      'All is read, then all is written: translation with one state between (Sutskever et al. 2014).',
      'Where answers are due soon after what they depend on, a plain RNN is enough.',
      'A network that reads forward cannot know what comes later; with the whole sequence at hand a second one reads backward.',
    ],
    tasks: [
      { ask: 'Sort into “at every step”, “at the end”, “read, then write”: subtitles in another language; spam or not; tomorrow’s temperature, every day; a heart beat that is out of order, as soon as it comes.', answer: 'Read, then write; at the end; at every step; at every step.' },
      { ask: 'Why did the RNN name speakers as well as the GRU, but could not judge sentences?', answer: 'An answer about the speaker is due at every frame, so that the error has little way to go; a “not” stands up to forty words before the judgement.' },
      { ask: 'What does a window of five months lack to forecast passengers?', answer: 'The month twelve months ago: the season is longer than the window.' },
    ],
  },
  traps: {
    points: [
      'Vanished does not mean forgotten: a network that has latched answers right, and just therefore small changes do nothing (Bengio et al. 1994).',
      '*h* is not *c*: say with respect to what a gradient is taken.',
      'The gradient of the weights is a sum over all steps; the last few fill it. It shows no vanishing.',
      'The best gain of one step says little: the best directions of consecutive steps hardly overlap.',
      'One seed, one moment: look at more than one of each.',
    ],
    tasks: [
      { ask: 'A log shows ‖∂*L*/∂*W*‖ = 0.3. Does the gradient vanish?', answer: 'One cannot tell. ‖∂*L*/∂*h*~t~‖ step by step would tell.' },
      { ask: 'Why does an RNN that latches have vanishing gradients?', answer: 'Its states return to the same pattern after a small change: the change does not reach the end, and this is what a gradient of almost 0 says.' },
      { ask: 'With one seed the gradient of an RNN arrives. What would you do before you say that it does not vanish?', answer: 'Repeat it with other seeds, and look again after training.' },
    ],
  },
  beyond: {
    points: [
      'In attention every step reads all earlier ones directly: the way back has one step a layer, not *T* − 1 (Vaswani et al. 2017).',
      'All steps can be trained at once. Both are why Transformers took over language.',
      'The price: *T*(*T* + 1)/2 pairs, and all that was read must be kept; an RNN keeps one state of one size.',
      'Linear loops, *h*~t~ = *a*~t~ ⊙ *h*~t−1~ + *b*~t~, can be computed together too: LRU, Mamba, minGRU.',
      'With factors that are never negative a linear loop cannot do parity at every length (Grazzi et al. 2024).',
    ],
    tasks: [
      { ask: 'How many pairs of steps does causal attention look at for *T* = 200, for *T* = 2000?', answer: '20,100 and 2,001,000: nearly a hundred times as many.' },
      { ask: 'A unit of an LRU has |λ| = 0.99. What is left after 39 steps, after 199?', answer: '0.99³⁹ = 0.68, 0.99¹⁹⁹ = 0.14: along a straight line on the logarithmic chart.' },
      { ask: 'Which *a*~t~ solves parity with *h* in {1, −1} and *b* = 0?', answer: '*a* = −1 at every 1, *a* = 1 at every 0.' },
    ],
  },
};

export const sheetTexts = {
  names: { handout: 'Handout', worksheet: 'Worksheet', key: 'Answer key' },
  print: 'Print',
  back: 'To the lesson',
  predictions: 'Predict',
  tasks: 'Work it out',
  name: 'Name:',
  lesson: 'The lesson:',
  offer: 'To print:',
  lessons,
};
