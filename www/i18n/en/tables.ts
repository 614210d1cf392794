/** The tables behind the pictures, for those who read instead of look. */

export const tablesTexts = {
  tables: {
    hero: 'Gradient norm by time step, on the scale of the chart',
    of: (cell: string, name: string) => `${cell}, ${name}`,
    film: 'The run so far: loss, and the share of the gradient that reaches the first step',
    reaches: 'gradient at the first step ÷ at the last',
    strips: (step: number) => `Every unit at step ${step}`,
    steps: 'What is read, asked for and answered at each step',
    marked: (input: string) => `${input} (to be remembered)`,
    asked: 'asked for',
    answer: 'answer',
    quantity: 'quantity',
    value: 'value',
    wire: 'gradient on its wire',
    flow: (cell: string) => `${cell}: share of the loss gradient that arrives at each state`,
    lastLoss: (step: number) => `of the loss at step ${step}`,
    meanLoss: 'mean over the losses',
    step: 'step',
    update: 'update',
    shut: 'share of steps below 0.1',
    open: 'share of steps above 0.9',
    real: 'real part',
    imaginary: 'imaginary part',
    size: 'absolute value',
    rank: 'number',
  },
};
