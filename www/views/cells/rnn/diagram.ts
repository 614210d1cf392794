import type { Diagram } from '../cell';
import { WIDTH } from '../drawing';
import { known, times } from '../reading';

/** One way back only: through the nonlinearity and the weights, at every step. */
export const rnnDiagram: Diagram = (reading, experiment, input) => {
  const t = reading.step + 1;
  const relu = experiment.activation === 'relu';
  const dh = reading.gradHidden();
  const da = times(dh, known((h: number) => (relu ? (h > 0 ? 1 : 0) : 1 - h * h), reading.hidden()));
  const toHidden = reading.isCut(experiment.truncate, 0) ? -Infinity : reading.scaled(reading.exact?.throughWeights(0));
  const right = WIDTH - 4;
  return {
    height: 128,
    frame: [30, 24, 234, 100],
    wires: [
      { path: [[4, 54], [76, 54]], gradient: toHidden },
      { path: [[76, 54], [132, 54]], gradient: da },
      { path: [[132, 54], [184, 54]], gradient: da },
      { path: [[184, 54], [right, 54]], gradient: dh, arrow: true },
      { path: [[132, 112], [132, 54]], gradient: da },
    ],
    boxes: [],
    dots: [
      { x: 76, y: 54, sign: 'W h' },
      { x: 132, y: 54, sign: '+' },
      { x: 184, y: 54, sign: relu ? 'ReLU' : 'tanh' },
      { x: 132, y: 84, sign: 'W x' },
    ],
    labels: [
      { x: 2, y: 14, anchor: 'start', letter: 'h', subscript: t - 1, value: reading.hidden(-1), gradient: toHidden },
      { x: WIDTH - 2, y: 14, anchor: 'end', letter: 'h', subscript: t, value: reading.hidden(), gradient: dh },
      { x: 132, y: 123, anchor: 'middle', letter: 'x', subscript: t, value: input, gradient: da },
    ],
  };
};
