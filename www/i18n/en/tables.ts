/** The tables behind the pictures, for those who read instead of look. */

export const tablesTexts = {
  tables: {
    hero: 'Gradient norm by time step, on the scale of the chart',
    of: (cell: string, name: string) => `${cell}, ${name}`,
    /** A model of the run that is pinned, by the run’s letter. */
    pinned: (cell: string, run: string) => `${cell} (run ${run})`,
    film: 'The run so far: loss, and the gradient of all losses at the first step ÷ that at the last',
    reaches: 'gradient of all losses, first step ÷ last',
    strips: (step: number) => `Every unit at step ${step}`,
    steps: 'Input, right answer and answers at each step',
    marked: (input: string) => `${input} (to be remembered)`,
    asked: 'right answer',
    answer: 'answer',
    quantity: 'quantity',
    value: 'value',
    wire: 'gradient on its wire',
    flow: (cell: string) => `${cell}: gradient of each loss at every state, relative to the state at its own step`,
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
