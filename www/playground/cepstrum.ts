/**
 * Cepstra of linear prediction, as the set `speech` has them: 12 for every frame of 25.6 ms of a sound at 10 kHz, a frame every
 * 6.4 ms. What the source does not state is usual here: a Hamming window, the autocorrelation method, and no emphasis of high
 * frequencies before.
 */

export const RATE = 10_000;
export const FRAME = 256;
export const SHIFT = 64;
export const DEGREE = 12;
/** Frames of the shortest and of the longest utterance of the set. */
export const [FEWEST, MOST] = [7, 29];
/** Root mean square of a frame below which nothing is heard. */
const SILENCE = 0.004;
/** A frame with less than this share of the loudest one's energy is no part of the utterance. */
const QUIET = 0.02;

const WINDOW = Float64Array.from({ length: FRAME }, (_, index) => 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (FRAME - 1)));

/** The coefficients c₁…c₁₂ of one frame. */
export function cepstrum(samples: ArrayLike<number>, start = 0): number[] {
  const frame = WINDOW.map((weight, index) => weight * samples[start + index]!);
  const r = Array.from({ length: DEGREE + 1 }, (_, lag) => {
    let sum = 0;
    for (let index = 0; index + lag < FRAME; index++) sum += frame[index]! * frame[index + lag]!;
    return sum;
  });
  const a = predict(r);
  // c_n = a_n + Σ k/n · c_k · a_{n−k}, of the prediction Σ a_k x_{t−k}.
  const c: number[] = [];
  for (let n = 1; n <= DEGREE; n++) {
    let sum = a[n - 1]!;
    for (let k = 1; k < n; k++) sum += (k / n) * c[k - 1]! * a[n - k - 1]!;
    c.push(sum);
  }
  return c;
}

/** Levinson's recursion: how a frame with these autocorrelations is best predicted from its last values. */
function predict(r: readonly number[]): number[] {
  let a: number[] = [];
  let rest = r[0]!;
  for (let n = 1; n <= DEGREE; n++) {
    // A frame without sound predicts nothing.
    const k = rest > 0 ? (r[n]! - a.reduce((sum, each, index) => sum + each * r[n - 1 - index]!, 0)) / rest : 0;
    a = [...a.map((each, index) => each - k * a[n - 2 - index]!), k];
    rest *= 1 - k * k;
  }
  return a;
}

/** The loudest utterance of a recording at 10 kHz, at most as long as those of the set; why there is none, where there is none. */
export function utterance(samples: Float32Array): number[][] | 'silent' | 'short' {
  const energies: number[] = [];
  for (let start = 0; start + FRAME <= samples.length; start += SHIFT) {
    energies.push(samples.subarray(start, start + FRAME).reduce((sum, each) => sum + each * each, 0) / FRAME);
  }
  if (energies.length < FEWEST) return 'short';
  const loudest = Math.max(...energies);
  if (!(Math.sqrt(loudest) >= SILENCE)) return 'silent';
  const long = Math.min(MOST, energies.length);
  let [from, most] = [0, -1];
  for (let start = 0; start + long <= energies.length; start++) {
    const sum = energies.slice(start, start + long).reduce((a, b) => a + b);
    if (sum > most) [from, most] = [start, sum];
  }
  let to = from + long;
  while (to - from > FEWEST && energies[from]! < QUIET * loudest) from += 1;
  while (to - from > FEWEST && energies[to - 1]! < QUIET * loudest) to -= 1;
  return Array.from({ length: to - from }, (_, index) => cepstrum(samples, (from + index) * SHIFT));
}
