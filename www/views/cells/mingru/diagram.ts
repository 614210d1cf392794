import { heldIn } from '../../../store/hold';
import type { Diagram } from '../cell';
import { WIDTH } from '../drawing';
import { known, times } from '../reading';

/** The hidden state runs straight through on top as far as 1 − z lets it; neither z nor the new value reads it. */
export const mingruDiagram: Diagram = (reading, experiment, input) => {
  const t = reading.step + 1;
  const update = reading.gate('update');
  const candidate = reading.gate('candidate');
  const dh = reading.gradHidden();
  const isHeld = heldIn(experiment).update !== undefined;
  const dz = isHeld ? -Infinity : times(dh, known((h: number, n: number) => n - h, reading.hidden(-1), candidate));
  const daz = times(dz, known((z: number) => z * (1 - z), update));
  const written = times(dh, update);
  const positive = experiment.newValue === 'positive';
  // Of g(a) = a + ½ above zero, σ(a) below, the slope is 1 or g·(1 − g).
  const dn = positive ? times(written, known((g: number) => (g >= 0.5 ? 1 : g * (1 - g)), candidate)) : written;
  const back = reading.isCut(experiment.truncate, 0) ? -Infinity : times(dh, known((z: number) => 1 - z, update));
  const right = WIDTH - 4;
  return {
    height: 168,
    frame: [30, 24, 234, 142],
    wires: [
      { path: [[4, 42], [84, 42]], gradient: back },
      { path: [[84, 42], [180, 42]], gradient: dh },
      { path: [[180, 42], [right, 42]], gradient: dh, arrow: true },
      { path: [[84, 76], [84, 42]], gradient: dz },
      { path: [[84, 91], [84, 76], [180, 76]], gradient: dz },
      { path: [[180, 91], [180, 76]], gradient: written },
      { path: [[180, 76], [180, 42]], gradient: dh },
      { path: [[84, 126], [84, 108]], gradient: daz },
      { path: [[180, 126], [180, 108]], gradient: dn },
      { path: [[132, 152], [132, 126]], gradient: null },
      { path: [[84, 126], [180, 126]], gradient: null },
    ],
    boxes: [
      { x: 84, y: 98, letter: 'z', wrap: isHeld ? '' : 'σ', value: update, isGate: true, gradient: dz },
      { x: 180, y: 98, letter: 'h̃', wrap: positive ? 'g' : '', value: candidate, isGate: false, gradient: written },
    ],
    dots: [
      { x: 84, y: 62, sign: '1−' },
      { x: 84, y: 42, sign: '×' },
      { x: 180, y: 76, sign: '×' },
      { x: 180, y: 42, sign: '+' },
    ],
    labels: [
      { x: 2, y: 14, anchor: 'start', letter: 'h', subscript: t - 1, value: reading.hidden(-1), gradient: back },
      { x: WIDTH - 2, y: 14, anchor: 'end', letter: 'h', subscript: t, value: reading.hidden(), gradient: dh },
      { x: 132, y: 163, anchor: 'middle', letter: 'x', subscript: t, value: input },
    ],
  };
};
