import type { Diagram } from '../cell';
import { WIDTH } from '../drawing';

/** The residual stream runs straight through on top; attention and MLP add to it. What later steps read leaves by key and value. */
export const attentionDiagram: Diagram = (reading, _experiment, input) => {
  const t = reading.step + 1;
  const { exact } = reading;
  const dx = reading.gradHidden();
  const [dq, dk, dv] = ['query', 'key', 'value'].map((kind) => reading.scaled(exact?.gradPreactivation(kind)));
  const right = WIDTH - 4;
  return {
    height: 190,
    frame: [30, 24, 234, 166],
    wires: [
      { path: [[4, 42], [48, 42]], gradient: dx },
      { path: [[48, 42], [132, 42]], gradient: null },
      { path: [[132, 42], [204, 42]], gradient: null },
      { path: [[204, 42], [right, 42]], gradient: null, arrow: true },
      { path: [[48, 42], [48, 140]], gradient: null },
      { path: [[48, 140], [70, 140], [70, 108]], gradient: dq! },
      { path: [[70, 140], [104, 140], [104, 108]], gradient: dk! },
      { path: [[104, 140], [138, 140], [138, 108]], gradient: dv! },
      { path: [[70, 90], [132, 66]], gradient: null },
      { path: [[104, 90], [132, 66]], gradient: null },
      { path: [[138, 90], [132, 66]], gradient: null },
      { path: [[138, 140], [right, 140]], gradient: null, arrow: true },
      { path: [[132, 66], [132, 42]], gradient: null },
      { path: [[168, 42], [168, 90], [204, 90], [204, 42]], gradient: null },
    ],
    boxes: [],
    dots: [
      { x: 48, y: 114, sign: 'norm' },
      { x: 70, y: 98, sign: 'q' },
      { x: 104, y: 98, sign: 'k' },
      { x: 138, y: 98, sign: 'v' },
      { x: 132, y: 66, sign: 'Σ p v' },
      { x: 132, y: 42, sign: '+' },
      { x: 186, y: 90, sign: 'MLP' },
      { x: 204, y: 42, sign: '+' },
    ],
    labels: [
      { x: 2, y: 14, anchor: 'start', letter: 'x', subscript: t, value: reading.hidden(), gradient: dx },
      { x: WIDTH - 2, y: 14, anchor: 'end', letter: 'x′', subscript: t },
      { x: WIDTH - 2, y: 182, anchor: 'end', letter: 'k, v', subscript: '→ j > t' },
      { x: 2, y: 182, anchor: 'start', letter: 'x', subscript: `${t} =`, value: input },
    ],
  };
};
