import { heldIn } from '../../../store/hold';
import type { Diagram } from '../cell';
import { WIDTH } from '../drawing';
import { known, times } from '../reading';

/** The hidden state runs straight through on top as far as z lets it; r says how much of it the new value n sees. */
export const gruDiagram: Diagram = (reading, experiment, input) => {
  const t = reading.step + 1;
  const after = experiment.resetGate === 'after';
  const gate = (name: string) => reading.gate(name);
  const update = gate('update');
  const candidate = gate('candidate');
  const dh = reading.gradHidden();
  const open = known((z: number) => 1 - z, update);
  const dn = times(dh, open);
  const dan = times(dn, known((n: number) => 1 - n * n, candidate));
  const held = heldIn(experiment);
  const wrap = (name: string) => (held[name] === undefined ? 'σ' : '');
  const dz = held.update === undefined ? times(dh, known((h: number, n: number) => h - n, reading.hidden(-1), candidate)) : -Infinity;
  const daz = times(dz, known((z: number) => z * (1 - z), update));
  const dr = reading.scaled(reading.exact?.gradGate('reset'));
  const dar = reading.scaled(reading.exact?.gradPreactivation('reset'));
  const back = reading.isCut(experiment.truncate, 0);
  const toHidden = back ? -Infinity : reading.scaled(reading.exact?.throughWeights(0));
  // The gated h that a candidate reads which resets before the product.
  const dq = reading.scaled(reading.exact?.throughCandidate());
  const right = WIDTH - 4;
  return {
    height: 198,
    frame: [30, 24, 234, 172],
    wires: [
      { path: [[4, 42], [58, 42]], gradient: back ? -Infinity : times(dh, update) },
      { path: [[58, 42], [204, 42]], gradient: dh },
      { path: [[204, 42], [right, 42]], gradient: dh, arrow: true },
      { path: [[58, 102], [58, 42]], gradient: held.update === undefined ? times(dh, reading.hidden(-1)) : -Infinity },
      { path: [[58, 76], [204, 76]], gradient: held.update === undefined ? times(dh, candidate) : -Infinity },
      { path: [[204, 102], [204, 76]], gradient: dn },
      { path: [[204, 76], [204, 42]], gradient: dh },
      { path: [[126, 119], [154, 119]], gradient: dr },
      { path: [[154, 119], [184, 119]], gradient: after ? dan : dq },
      { path: [[154, 156], [154, 119]], gradient: times(after ? dan : dq, gate('reset')) },
      { path: [[16, 42], [16, 156], [58, 156]], gradient: toHidden },
      { path: [[58, 156], [204, 156]], gradient: toHidden },
      { path: [[58, 156], [58, 136]], gradient: daz },
      { path: [[106, 156], [106, 136]], gradient: dar },
      { path: [[204, 156], [204, 136]], gradient: dan },
      { path: [[132, 182], [132, 156]], gradient: null },
    ],
    boxes: [
      { x: 58, y: 119, letter: 'z', wrap: wrap('update'), value: update, isGate: true, gradient: dz },
      { x: 106, y: 119, letter: 'r', wrap: wrap('reset'), value: gate('reset'), isGate: true, gradient: dr },
      { x: 204, y: 119, letter: 'n', wrap: '', value: candidate, isGate: false, gradient: dn },
    ],
    dots: [
      { x: 58, y: 42, sign: '×' },
      { x: 128, y: 76, sign: '1−' },
      { x: 204, y: 76, sign: '×' },
      { x: 204, y: 42, sign: '+' },
      { x: 154, y: 119, sign: '×' },
    ],
    labels: [
      { x: 2, y: 14, anchor: 'start', letter: 'h', subscript: t - 1, value: reading.hidden(-1), gradient: toHidden },
      { x: WIDTH - 2, y: 14, anchor: 'end', letter: 'h', subscript: t, value: reading.hidden(), gradient: dh },
      { x: 132, y: 193, anchor: 'middle', letter: 'x', subscript: t, value: input },
      // What the reset gate multiplies: the product, or what goes into it.
      { x: 160, y: 151, anchor: 'start', letter: after ? 'Wh' : 'h', subscript: t - 1 },
    ],
  };
};
