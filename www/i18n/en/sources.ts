/** What the lessons say, and which paper says it first or best. */

import type { LessonId } from '../../lessons/list';
import type { SourceId } from '../../lessons/sources';

export type Statements = readonly (readonly [statement: string, ...sources: SourceId[]])[];

const lessons: Record<LessonId, Statements> = {
  window: [['A neural model of language that reads a window of words', 'bengio03']],
  loop: [['A state that is fed back at each step, with the same weights', 'elman']],
  learning: [
    ['Backpropagation through the unrolled loop', 'werbos'],
    ['The optimiser Adam, by which all lessons train unless one says otherwise', 'kingma'],
  ],
  vanishing: [
    ['The gradient as a product of Jacobians; singular values, spectral radius, and when it must vanish', 'pascanu', 'bengio94'],
    ['Orthogonal weights as a start that keeps lengths', 'saxe'],
  ],
  exploding: [
    ['Cliffs in the loss, and clipping by the norm', 'pascanu'],
    ['Truncated backpropagation through time', 'williams'],
  ],
  keeping: [
    ['The cell state and its direct path, input and output gate', 'hochreiter'],
    ['The forget gate', 'gers'],
    ['A forget bias of 1 or more at the start', 'jozefowicz'],
  ],
  gates: [
    ['The gated recurrent unit; the reset gate before the recurrent weights', 'cho'],
    ['LSTM and GRU compared; there *z* = 1 replaces', 'chung'],
    ['An LSTM can count without bound, a GRU cannot', 'weiss'],
  ],
  uses: [
    ['Language models that are recurrent', 'mikolov'],
    ['Recognising speech', 'graves'],
    ['Reading in both directions', 'schuster'],
    ['Translating through one state', 'sutskever', 'cho'],
    ['Attention, to get round that one state', 'bahdanau'],
  ],
  traps: [
    ['To latch something robustly implies that its gradient vanishes', 'bengio94'],
    ['A large spectral radius is necessary for exploding, not sufficient', 'pascanu'],
  ],
  beyond: [
    ['Attention alone: path lengths, cost, training all steps at once', 'vaswani'],
    ['Linear loops computed in parallel', 'martin'],
    ['The linear recurrent unit', 'orvieto'],
    ['minGRU, whose gate does not look at the state', 'feng'],
    ['Factors that depend on the input, in linear time', 'gu'],
    ['The LSTM with new gates and a larger memory', 'beck'],
    ['No parity at every length without negative or complex factors', 'grazzi'],
  ],
};

export const sourcesTexts = {
  title: 'Sources',
  subtitle: 'What the lessons say, and where it was published. Everything else that they say of numbers is measured on the models on stage, and tests hold it.',
  data: 'Data sets, their makers and licences: docs/data.md in the sources of this program.',
  lessons,
};
