import type { Diagram } from '../cell';
import { WIDTH } from '../drawing';
import { known, times } from '../reading';
import { modulus } from './numbers';

/** The complex state runs straight through on top, turned and shortened by λ; the nonlinearity stands outside the loop, below. */
export const lruDiagram: Diagram = (reading, experiment, input) => {
  const t = reading.step + 1;
  const shrinks = reading.exact === null ? null : modulus(reading.exact);
  const ds = reading.gradCell();
  const dh = reading.gradHidden();
  const dy = times(dh, known((h: number) => 1 - h * h, reading.hidden()));
  const back = reading.isCut(experiment.truncate, 0) ? -Infinity : times(ds, shrinks);
  const carried = reading.isCut(experiment.truncate, 1) ? -Infinity : times(reading.gradCell(1), shrinks);
  const right = WIDTH - 4;
  return {
    height: 186,
    frame: [30, 24, 234, 160],
    wires: [
      { path: [[4, 42], [70, 42]], gradient: back },
      { path: [[70, 42], [120, 42]], gradient: ds },
      { path: [[120, 42], [172, 42]], gradient: ds },
      { path: [[172, 42], [right, 42]], gradient: carried, arrow: true },
      { path: [[120, 146], [120, 42]], gradient: ds },
      { path: [[172, 42], [172, 100]], gradient: dy },
      { path: [[120, 146], [150, 146], [150, 100], [172, 100]], gradient: dy },
      { path: [[172, 100], [206, 100]], gradient: dy },
      { path: [[206, 100], [206, 126], [right, 126]], gradient: dh, arrow: true },
      { path: [[120, 170], [120, 146]], gradient: null },
    ],
    boxes: [],
    dots: [
      { x: 70, y: 42, sign: '× λ' },
      { x: 120, y: 42, sign: '+' },
      { x: 120, y: 96, sign: 'B x' },
      { x: 172, y: 70, sign: 'C s' },
      { x: 150, y: 126, sign: 'D x' },
      { x: 172, y: 100, sign: '+' },
      { x: 206, y: 100, sign: 'tanh' },
    ],
    labels: [
      { x: 2, y: 14, anchor: 'start', letter: '|s|', subscript: t - 1, value: reading.modulus(-1), gradient: back },
      { x: WIDTH - 2, y: 14, anchor: 'end', letter: '|s|', subscript: t, value: reading.modulus(), gradient: carried },
      { x: 120, y: 181, anchor: 'middle', letter: 'x', subscript: t, value: input },
      { x: WIDTH - 2, y: 181, anchor: 'end', letter: 'h', subscript: t, value: reading.hidden(), gradient: dh },
    ],
  };
};
