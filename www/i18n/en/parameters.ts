/** The parameters of an experiment and the words that they can be set to. */

import type { Experiment } from '../../generated/types';

export const parametersTexts = {
  parameters: {
    cells: { label: 'Models', hint: 'Same data, same seed.' },
    task: { label: 'Task', hint: 'What the models learn.' },
    passage: { label: 'Passage', hint: 'The built-in text.' },
    length: { label: 'Sequence length *T*', hint: 'Time steps of the longest training sequences, and of the sequence on view.' },
    shortest: { label: 'Shortest length', hint: 'Training lengths are drawn from this to the full length. A mix of lengths makes learning much easier.' },
    units: { label: 'Hidden units', hint: 'Units in each layer.' },
    layers: { label: 'Layers', hint: 'Recurrent layers stacked on each other.' },
    activation: { label: 'Activation', hint: 'The nonlinearity of the RNN.' },
    resetGate: { label: 'Reset gate', hint: 'After the recurrent product as in PyTorch, or before it as in Cho et al. 2014. Not equivalent.' },
    window: { label: 'Window', hint: 'Inputs that the window model sees. Further back its gradient is exactly zero.' },
    init: { label: 'Initial weights', hint: 'How the recurrent weights are drawn at the start.' },
    radius: { label: 'Spectral radius', hint: 'Rescales the recurrent weights at the start. Below 1 the weights alone shrink a signal in the long run.' },
    forgetBias: { label: 'Forget bias', hint: 'Of the LSTM’s forget gate, in total; none leaves it as initialised, chrono spreads it over the sequence length. 1 is usual; with 4 the memory halves in about 38 steps.' },
    updateBias: { label: 'Update bias', hint: 'Of the update gate of GRU and minGRU, in total; none leaves it as initialised, chrono spreads it over the sequence length. The larger, the more the gate keeps at the start.' },
    rMin: { label: 'Smallest |λ|', hint: 'Of the LRU at the start. Eigenvalues are drawn from the ring between this radius and the largest.' },
    rMax: { label: 'Largest |λ|', hint: 'Of the LRU at the start. The closer to 1, the longer a state lasts: 0.99 halves in 69 steps.' },
    phaseMax: { label: 'Largest angle of λ', hint: 'Of the LRU at the start, in radians: how far a state may turn in one step. 2π is a full turn.' },
    optimizer: { label: 'Optimiser', hint: 'As torch.optim defines it; momentum is 0.9, all else its defaults.' },
    rate: { label: 'Learning rate', hint: 'Size of a step. Too large, and training may saturate or diverge.' },
    clip: { label: 'Clip gradients', hint: 'Bounds the gradient of an update. Cures exploding, not vanishing.' },
    clipBy: { label: 'Clip by', hint: 'The norm of all gradients together, or each number by itself.' },
    truncate: { label: 'Truncated BPTT', hint: '0 is full backpropagation. Otherwise the state is carried on and the gradient stops at every k-th step.' },
    batch: { label: 'Batch', hint: 'Sequences in an update.' },
    seed: { label: 'Seed', hint: 'The same seed gives the same run, bit for bit.' },
  } satisfies Record<keyof Experiment, { label: string; hint: string }>,
  choices: {
    passage: { english: 'English', chinese: 'Chinese' },
    activation: { tanh: 'tanh', relu: 'ReLU' },
    resetGate: { after: 'after', before: 'before' },
    init: { pytorch: 'PyTorch', xavier: 'Xavier', orthogonal: 'orthogonal', identity: 'identity', normal: 'normal' },
    forgetBias: { chrono: 'chrono' },
    updateBias: { chrono: 'chrono' },
    optimizer: { sgd: 'SGD', momentum: 'momentum', rmsprop: 'RMSprop', adam: 'Adam' },
    clipBy: { norm: 'norm', value: 'value' },
  } satisfies {
    [Key in 'passage' | 'activation' | 'resetGate' | 'init' | 'forgetBias' | 'updateBias' | 'optimizer' | 'clipBy']: Record<Extract<Experiment[Key], string>, string>;
  },
};
