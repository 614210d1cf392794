/** The names of the cells. */

export const cellsTexts = {
  cells: { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU', window: 'Window', mingru: 'minGRU', lru: 'LRU', attention: 'Attention' },
  cellHints: {
    rnn: 'Vanilla recurrent network',
    lstm: 'Long short-term memory',
    gru: 'Gated recurrent unit',
    window: 'Sees only the last few inputs: the baseline that recurrent networks were to improve on',
    mingru: 'Minimal gated recurrent unit: its gate does not look at the state, and 1 replaces it',
    lru: 'Linear recurrent unit: a complex state that is only multiplied from step to step; tanh stands outside the loop',
    attention: 'Causal self-attention, as in a Transformer: every step reads all earlier ones at once; nothing is carried',
  },
};
