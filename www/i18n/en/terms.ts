/** Words of the field that explain themselves, and the choice of a loss to follow. */

export const termsTexts = {
  /** One sentence each. */
  terms: {
    error: 'The error signal is the gradient of the loss: how the loss would change if a number at this step were a little different.',
    gradient: 'The slope of the loss along one number of the model; training follows it downhill.',
    loss: 'How wrong an answer is, as one number: 0 is perfect.',
    hidden: 'The numbers that a model carries from one step to the next.',
    gate: 'Numbers from 0 to 1 that decide how much of something passes.',
    norm: 'The length of a list of numbers: the root of the sum of their squares.',
    memory: 'What a cell carries over many steps: h in RNN and GRU, c in the LSTM.',
    radius: 'The largest absolute eigenvalue of a matrix: what multiplying by it again and again does in the long run.',
    logarithmic: 'Each line is so many times the one below it, so that a thousandth and a billionth both have a place.',
  },
  of: {
    label: 'Follow the loss of',
    all: 'all steps together',
    step: (step: number) => `step ${step}`,
    hint: 'With a loss at every step, the gradient sums what all later losses send back; one loss shows how far it reaches.',
    refused: (step: number) => `of: step ${step} has no loss; allowed: all, or a step at which an answer is due.`,
  },
};
