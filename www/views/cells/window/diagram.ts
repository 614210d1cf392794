import type { Diagram } from '../cell';
import { WIDTH } from '../drawing';
import { known, times } from '../reading';

/** No way back in time at all: only the last inputs, each embedded, go in. */
export const windowDiagram: Diagram = (reading, experiment, input) => {
  const t = reading.step + 1;
  const dh = reading.gradHidden();
  const da = times(dh, known((h: number) => 1 - h * h, reading.hidden()));
  const inputs = Math.min(experiment.window, 5);
  const right = WIDTH - 4;
  const xs = Array.from({ length: inputs }, (_, place) => 50 + place * (inputs > 1 ? 100 / (inputs - 1) : 0));
  return {
    height: 128,
    frame: [30, 24, 234, 100],
    wires: [
      ...xs.map((x) => ({ path: [[x, 112], [x, 84], [140, 54]] as const, gradient: da })),
      { path: [[140, 54], [188, 54]], gradient: da },
      { path: [[188, 54], [right, 54]], gradient: dh, arrow: true },
    ],
    boxes: [],
    dots: [
      { x: 140, y: 54, sign: 'W' },
      { x: 188, y: 54, sign: 'tanh' },
    ],
    labels: [
      { x: WIDTH - 2, y: 14, anchor: 'end', letter: 'h', subscript: t, value: reading.hidden(), gradient: dh },
      { x: 44, y: 123, anchor: 'start', letter: 'e', subscript: `${Math.max(1, t - experiment.window + 1)}…` },
      { x: 160, y: 123, anchor: 'start', letter: 'x', subscript: t, value: input, gradient: da },
    ],
  };
};
