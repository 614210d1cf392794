/** What the element says with its first picture, in English. `*x*` is set as mathematics, `~t~` as a subscript. */

export const en = {
  name: 'Vanishing Point',
  subname: '',
  cells: { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU', window: 'Window' },
  hero: {
    title: 'How much learning signal reaches step *t*?',
    relative: (norm: string) => `Gradient ${norm} relative to the last step, of one sequence. Loss and accuracy: means over held-out sequences.`,
    absolute: (norm: string) => `Gradient ${norm} of one sequence’s loss. Loss and accuracy: means over held-out sequences.`,
    quantity: 'Gradient with respect to',
    quantities: {
      hidden: { name: '∂*L*/∂*h*', norm: '‖∂*L*/∂*h*~t~‖', hint: 'With respect to the hidden state' },
      cell: { name: '∂*L*/∂*c*', norm: '‖∂*L*/∂*c*~t~‖ (others: *h*)', hint: 'With respect to the cell state of the LSTM; the other cells have none and show the hidden state' },
      input: { name: '∂*L*/∂*x*', norm: '‖∂*L*/∂*x*~t~‖', hint: 'With respect to the input: all that a step could still change by what it reads' },
    },
    scale: 'Scale of the gradient',
    byLast: '÷ last step',
    plain: 'absolute',
    reaches: 'of the signal reaches *t* = 1',
    /** Where losses enter at many steps, so that the ratio is no share of one signal. */
    ofLast: 'of the last step, at *t* = 1',
    atFirst: (gradient: string) => `‖${gradient}‖ at *t* = 1`,
    roundedAway: 'below 2⁻²⁴ float32 rounds it away',
    verdicts: { zero: 'exactly zero', vanishes: 'vanishes', fades: 'fades', explodes: 'explodes' },
    wall: (steps: number) => `walls: truncated after ${steps === 1 ? 'every step' : `${steps} steps`}`,
    enters: 'the loss enters here ↓',
    layer: 'Layer',
  },
  rows: {
    time: 'time step *t*',
    symbols: 'input *x*',
    hidden: 'state *h*',
    cell: 'cell *c*',
    forget: 'forget *f*',
    update: 'update *z*',
    input: 'input *i*',
    reset: 'reset *r*',
    output: 'output *o*',
    candidate: 'new\nvalue',
    answer: 'answer *ŷ*',
    gradient: 'gradient\n|∂*L*/∂*h*|',
  },
  scale: { shut: 'shut', open: 'open', average: 'show the mean per step, or every unit' },
  facts: {
    update: { label: 'update', title: 'Weight updates so far' },
    loss: { label: 'mean loss', title: 'Mean loss over the held-out sequences' },
    accuracy: { label: 'accuracy', title: 'Share of right answers, mean over the held-out sequences' },
    ratio: { label: 'first/last', title: '‖∂L/∂h₁‖ ÷ ‖∂L/∂h_T‖ of the one sequence on view' },
  },
  answer: { right: 'right', wrong: 'wrong', wanted: 'the right answer' },
  inputs: (symbols: string, marks: string) => `Input: ${symbols}.${marks === '' ? '' : ` To be remembered: step ${marks}.`}`,
  waves: { forward: 'forward →', backward: '← backward' },
  stage: {
    open: 'Open in playground',
    loading: 'Starting engine',
    failed: 'The engine did not start.',
    label: 'Three networks over time. Arrow keys select a step and a unit; Space plays; full stop is one update.',
    play: 'Play',
    pause: 'Pause',
    reset: 'Reset to the same initial weights',
    stepOnce: 'One step',
    update: 'Update',
  },
};

/** The texts of a first picture; a translation that lacks one does not compile. */
export type FirstMessages = typeof en;
