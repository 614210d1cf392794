/**
 * The same training by hand in plain JavaScript: typed arrays, no library, nothing allocated per update.
 *
 * PyTorch's cells (GRU with its reset after the product, one bias each here), one-hot inputs gathered, weight gradients
 * as one product after the time loop. Row-major; gates in the order i f g o and r z n.
 */

import { blocked, plain } from './products.js';
import { batch, BATCHES, serve } from './serve.js';

const BLOCKS = { rnn: 1, lstm: 4, gru: 3 };
const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));

class Model {
  /**
   * @param {import('./serve.js').Workload} workload
   * @param {import('./products.js').Product} product
   */
  constructor({ cell, hidden: H, symbols: V, steps: T, batch: B }, product) {
    const G = BLOCKS[cell] * H;
    const rows = T * B;
    Object.assign(this, { cell, H, V, T, B, G, rows, product });
    this.sizes = [V * G, H * G, G, G, H * V, V];
    const count = this.sizes.reduce((sum, size) => sum + size);
    const bound = 1 / Math.sqrt(H);
    this.weights = Float32Array.from({ length: count }, () => (2 * Math.random() - 1) * bound);
    this.gradients = new Float32Array(count);
    this.first = new Float32Array(count);
    this.second = new Float32Array(count);
    this.updates = 0;
    // The tape. Row 0 of the states is the one before the first step.
    this.gates = new Float32Array(rows * G);
    this.hidden = new Float32Array((rows + B) * H);
    this.state = new Float32Array((rows + B) * H);
    this.candidate = new Float32Array(rows * H);
    this.recurrence = new Float32Array(B * G);
    this.outputs = new Float32Array(rows * V);
    this.inputGradients = new Float32Array(rows * G);
    this.recurrentGradients = cell === 'gru' ? new Float32Array(rows * G) : this.inputGradients;
    this.hiddenGradients = new Float32Array((rows + B) * H);
    this.stateGradients = new Float32Array(B * H);
  }

  /** W_ihᵀ (V × G), W_hhᵀ (H × G), b_ih, b_hh, the readout's Wᵀ (H × V) and its bias, inside `all`. */
  parts(/** @type {Float32Array} */ all) {
    let at = 0;
    return this.sizes.map((size) => all.subarray(at, (at += size)));
  }

  update(/** @type {Int32Array} */ inputs, /** @type {Int32Array} */ targets) {
    this.forward(inputs);
    const loss = this.score(targets);
    this.backward(inputs);
    this.adam();
    return loss;
  }

  forward(/** @type {Int32Array} */ inputs) {
    const { cell, H, V, T, B, G, rows, product, gates, hidden, state, candidate, outputs } = this;
    const [input, recurrent, inputBias, recurrentBias, readout, readoutBias] = this.parts(this.weights);
    const { recurrence } = this;
    for (let t = 0; t < T; t++) {
      for (let b = 0; b < B; b++) recurrence.set(recurrentBias, b * G);
      product([hidden, t * B * H, H, 1], [recurrent, 0, G, 1], [recurrence, 0, G, 1], B, H, G);
      for (let b = 0; b < B; b++) {
        const row = t * B + b;
        const x = inputs[row] * G;
        const r = b * G;
        const g = row * G;
        const before = row * H;
        const now = (row + B) * H;
        if (cell === 'rnn') {
          for (let i = 0; i < H; i++) hidden[now + i] = Math.tanh(input[x + i] + inputBias[i] + recurrence[r + i]);
        } else if (cell === 'lstm') {
          for (let i = 0; i < G; i++) {
            const sum = input[x + i] + inputBias[i] + recurrence[r + i];
            gates[g + i] = i >= 2 * H && i < 3 * H ? Math.tanh(sum) : sigmoid(sum);
          }
          for (let i = 0; i < H; i++) {
            const c = gates[g + H + i] * state[before + i] + gates[g + i] * gates[g + 2 * H + i];
            state[now + i] = c;
            hidden[now + i] = gates[g + 3 * H + i] * Math.tanh(c);
          }
        } else {
          for (let i = 0; i < 2 * H; i++) gates[g + i] = sigmoid(input[x + i] + inputBias[i] + recurrence[r + i]);
          for (let i = 0; i < H; i++) {
            const h = recurrence[r + 2 * H + i];
            candidate[row * H + i] = h;
            const n = Math.tanh(input[x + 2 * H + i] + inputBias[2 * H + i] + gates[g + i] * h);
            gates[g + 2 * H + i] = n;
            const z = gates[g + H + i];
            hidden[now + i] = (1 - z) * n + z * hidden[before + i];
          }
        }
      }
    }
    for (let row = 0; row < rows; row++) outputs.set(readoutBias, row * V);
    product([hidden, B * H, H, 1], [readout, 0, V, 1], [outputs, 0, V, 1], rows, H, V);
  }

  /** The mean cross-entropy; leaves its gradient with respect to the outputs in their place. */
  score(/** @type {Int32Array} */ targets) {
    const { V, rows, outputs } = this;
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * V;
      let largest = -Infinity;
      for (let v = 0; v < V; v++) largest = Math.max(largest, outputs[at + v]);
      const right = outputs[at + targets[row]] - largest;
      let sum = 0;
      for (let v = 0; v < V; v++) sum += outputs[at + v] = Math.exp(outputs[at + v] - largest);
      loss += Math.log(sum) - right;
      const scale = 1 / (sum * rows);
      for (let v = 0; v < V; v++) outputs[at + v] *= scale;
      outputs[at + targets[row]] -= 1 / rows;
    }
    return loss / rows;
  }

  backward(/** @type {Int32Array} */ inputs) {
    const { cell, H, V, T, B, G, rows, product, gates, hidden, state, candidate, outputs } = this;
    const { inputGradients, recurrentGradients, hiddenGradients, stateGradients } = this;
    const [, recurrent, , , readout] = this.parts(this.weights);
    this.gradients.fill(0);
    const [dInput, dRecurrent, dInputBias, dRecurrentBias, dReadout, dReadoutBias] = this.parts(this.gradients);
    product([hidden, B * H, 1, H], [outputs, 0, V, 1], [dReadout, 0, V, 1], H, rows, V);
    for (let row = 0; row < rows; row++) for (let v = 0; v < V; v++) dReadoutBias[v] += outputs[row * V + v];
    hiddenGradients.fill(0);
    stateGradients.fill(0);
    product([outputs, 0, V, 1], [readout, 0, 1, V], [hiddenGradients, B * H, H, 1], rows, V, H);
    for (let t = T - 1; t >= 0; t--) {
      for (let b = 0; b < B; b++) {
        const row = t * B + b;
        const g = row * G;
        const before = row * H;
        const now = (row + B) * H;
        for (let i = 0; i < H; i++) {
          const dh = hiddenGradients[now + i];
          if (cell === 'rnn') {
            const h = hidden[now + i];
            inputGradients[g + i] = dh * (1 - h * h);
          } else if (cell === 'lstm') {
            const [in_, f, c, o] = [gates[g + i], gates[g + H + i], gates[g + 2 * H + i], gates[g + 3 * H + i]];
            const tanh = Math.tanh(state[now + i]);
            const dc = stateGradients[b * H + i] + dh * o * (1 - tanh * tanh);
            inputGradients[g + i] = dc * c * in_ * (1 - in_);
            inputGradients[g + H + i] = dc * state[before + i] * f * (1 - f);
            inputGradients[g + 2 * H + i] = dc * in_ * (1 - c * c);
            inputGradients[g + 3 * H + i] = dh * tanh * o * (1 - o);
            stateGradients[b * H + i] = dc * f;
          } else {
            const [r, z, n] = [gates[g + i], gates[g + H + i], gates[g + 2 * H + i]];
            const dn = dh * (1 - z) * (1 - n * n);
            const dr = dn * candidate[row * H + i] * r * (1 - r);
            const dz = dh * (hidden[before + i] - n) * z * (1 - z);
            inputGradients[g + i] = recurrentGradients[g + i] = dr;
            inputGradients[g + H + i] = recurrentGradients[g + H + i] = dz;
            inputGradients[g + 2 * H + i] = dn;
            recurrentGradients[g + 2 * H + i] = dn * r;
            hiddenGradients[before + i] += dh * z;
          }
        }
      }
      product([recurrentGradients, t * B * G, G, 1], [recurrent, 0, 1, G], [hiddenGradients, t * B * H, H, 1], B, G, H);
    }
    product([hidden, 0, 1, H], [recurrentGradients, 0, G, 1], [dRecurrent, 0, G, 1], H, rows, G);
    for (let row = 0; row < rows; row++) {
      const x = inputs[row] * G;
      for (let i = 0; i < G; i++) {
        dInput[x + i] += inputGradients[row * G + i];
        dInputBias[i] += inputGradients[row * G + i];
        dRecurrentBias[i] += recurrentGradients[row * G + i];
      }
    }
  }

  adam() {
    const { weights, gradients, first, second } = this;
    let squares = 0;
    for (const value of gradients) squares += value * value;
    const norm = Math.sqrt(squares);
    const clip = norm > 1 ? 1 / (norm + 1e-6) : 1;
    this.updates++;
    const [rate, beta1, beta2] = [0.001, 0.9, 0.999];
    const step = rate / (1 - beta1 ** this.updates);
    const correction = Math.sqrt(1 - beta2 ** this.updates);
    for (let i = 0; i < weights.length; i++) {
      const g = gradients[i] * clip;
      first[i] = beta1 * first[i] + (1 - beta1) * g;
      second[i] = beta2 * second[i] + (1 - beta2) * g * g;
      weights[i] -= (step * first[i]) / (Math.sqrt(second[i]) / correction + 1e-8);
    }
  }
}

/** @type {Record<string, import('./products.js').Product>} */
const PRODUCTS = { plain, blocked };

/** @param {string} name */
export const run = (name) =>
  serve((workload) => {
    const model = new Model(workload, /** @type {import('./products.js').Product} */ (PRODUCTS[name]));
    const batches = Array.from({ length: BATCHES }, (_, index) => batch(workload, index + 1));
    let updates = 0;
    let loss = Number.NaN;
    return {
      run: (count) => {
        for (let index = 0; index < count; index++) {
          const { inputs, targets } = batches[updates++ % BATCHES];
          loss = model.update(inputs, targets);
        }
      },
      report: () => ({ loss }),
    };
  });
