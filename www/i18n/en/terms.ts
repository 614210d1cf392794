/** What words mean, each in one sentence. */

export const termsTexts = {
  terms: {
    error: 'How far the answer is off, passed back step by step so that each step can correct its part: the gradient of the loss.',
    gradient: 'How much the loss would change if this number were a little larger; brighter is more, on a logarithmic scale.',
    loss: 'How wrong the answers are, as one number; training makes it smaller.',
    state: 'What the model carries from step to step: all that it knows of what it has read.',
    gate: 'Numbers from 0 (shut) to 1 (open) by which the model decides at each step how much it keeps of its memory or lets through.',
    gain: 'The gradient at a step over that one step later: below the line it shrinks on its way back, above it grows; all of them multiplied are the share that reaches step 1.',
    norm: 'The length of a gradient: one number for all units together; here divided by that of the step at which the error enters.',
    memory: 'The LSTM carries its memory in a cell state c of its own, the LRU in a complex state s; h is only what they show of it.',
    radius: 'The size of the largest eigenvalue: by how much the recurrent weights, alone and in the long run, stretch a signal at each step.',
    axis: 'Each line down is smaller by the same factor, a thousand or more, so that even what fades to almost nothing can be seen.',
  },
  inCourse: 'In the course',
};
