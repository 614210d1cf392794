/**
 * brain.js 1.6.1: `trainPattern`, which is what it offers to train a recurrent network on symbols.
 *
 * It knows no batch and no Adam: every sequence is a forward pass, a backward pass and a step of RMSprop with each
 * gradient clipped by value. An update is as many of them as the batch has sequences. Its pattern of T − 1 symbols runs
 * T steps, because it puts a start symbol before them and asks for an end symbol after them. `RNN` is with ReLU.
 */

import '../peers/node_modules/brain.js/browser.min.js';
import { batch, BATCHES, serve } from './serve.js';

serve((workload) => {
  const { cell, hidden, symbols, steps, batch: sequences } = workload;
  const kinds = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' };
  const net = new globalThis.brain.recurrent[kinds[cell]]({
    inputSize: symbols,
    inputRange: symbols,
    outputSize: symbols,
    hiddenLayers: [hidden],
  });
  net.initialize();
  const patterns = Array.from({ length: BATCHES }, (_, index) => {
    const { inputs } = batch(workload, index + 1);
    return Array.from({ length: sequences }, (_, b) =>
      Array.from({ length: steps - 1 }, (_, t) => inputs[t * sequences + b]),
    );
  });
  let updates = 0;
  let loss = Number.NaN;
  return {
    run: (count) => {
      for (let index = 0; index < count; index++) {
        for (const pattern of patterns[updates++ % BATCHES]) {
          const error = net.trainPattern(pattern, true);
          // It reports 2^(sum of log2 perplexities / (T − 2)) / 100.
          loss = (Math.log(error * 100) * (steps - 2)) / steps;
        }
      }
    },
    report: () => ({ loss }),
  };
});
