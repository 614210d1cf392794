/**
 * TensorFlow.js 4.22 with its WebAssembly backend (SIMD, one thread): its own layers and Adam. It offers no clipping by
 * norm, so that is written with its operations. Its GRU resets before the product, another cell than PyTorch's of the
 * same cost.
 */

import '../peers/node_modules/@tensorflow/tfjs/dist/tf.min.js';
import '../peers/node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js';
import { batch, BATCHES, serve } from './serve.js';

const { tf } = globalThis;
tf.wasm.setWasmPaths(new URL('../peers/node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).href);
tf.wasm.setThreadsCount(1);
if (!(await tf.setBackend('wasm'))) throw new Error('The WebAssembly backend of TensorFlow.js did not start.');

serve((workload) => {
  const { cell, hidden: units, symbols, steps, batch: sequences } = workload;
  const common = { units, returnSequences: true, inputShape: [steps, symbols], recurrentInitializer: 'glorotUniform' };
  const layers = {
    rnn: () => tf.layers.simpleRNN(common),
    lstm: () => tf.layers.lstm({ ...common, recurrentActivation: 'sigmoid' }),
    gru: () => tf.layers.gru({ ...common, recurrentActivation: 'sigmoid' }),
  };
  const model = tf.sequential({ layers: [layers[cell](), tf.layers.dense({ units: symbols })] });
  const variables = model.trainableWeights.map((weight) => weight.val);
  const optimizer = tf.train.adam(0.001);

  const batches = Array.from({ length: BATCHES }, (_, index) => {
    const { inputs, targets } = batch(workload, index + 1);
    const oneHot = (/** @type {Int32Array} */ ids) => tf.tidy(() => tf.oneHot(tf.tensor1d(ids, 'int32'), symbols).toFloat());
    return tf.tidy(() => ({
      inputs: oneHot(inputs).reshape([steps, sequences, symbols]).transpose([1, 0, 2]),
      targets: oneHot(targets).reshape([steps, sequences, symbols]).transpose([1, 0, 2]).reshape([steps * sequences, symbols]),
    }));
  });

  let updates = 0;
  let loss = Number.NaN;
  function update() {
    const { inputs, targets } = batches[updates++ % BATCHES];
    tf.tidy(() => {
      const { value, grads } = optimizer.computeGradients(() => {
        const logits = model.apply(inputs, { training: true });
        return tf.losses.softmaxCrossEntropy(targets, logits.reshape([steps * sequences, symbols]));
      }, variables);
      const gradients = Object.entries(grads);
      const squares = gradients.map(([, gradient]) => tf.sum(tf.square(gradient)));
      const norm = tf.sqrt(tf.addN(squares));
      const factor = tf.minimum(tf.scalar(1), tf.div(1, tf.add(norm, 1e-6)));
      optimizer.applyGradients(Object.fromEntries(gradients.map(([name, gradient]) => [name, tf.mul(gradient, factor)])));
      loss = value.dataSync()[0];
    });
  }
  return {
    run: (count) => {
      for (let index = 0; index < count; index++) update();
    },
    report: () => ({ loss }),
  };
});
