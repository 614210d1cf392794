import { heldIn } from '../../../store/hold';
import type { Diagram } from '../cell';
import { WIDTH } from '../drawing';
import { known, times } from '../reading';

/** The cell state runs straight through on top; the gates stand between it and the hidden state below. */
export const lstmDiagram: Diagram = (reading, experiment, input) => {
  const t = reading.step + 1;
  const gate = (name: string) => reading.gate(name);
  const held = heldIn(experiment);
  /** What reaches a gate: nothing where it stands at a fixed value. */
  const reaches = (name: string, log10: number | null) => (held[name] === undefined ? log10 : -Infinity);
  const sloped = (log10: number | null, name: string) => times(log10, known((each) => each * (1 - each), gate(name)));
  const wrap = (name: string) => (held[name] === undefined ? 'σ' : '');
  const dh = reading.gradHidden();
  const dc = reading.gradCell();
  const tanh = known((c: number) => Math.tanh(c), reading.cell());
  const slope = known((c: number) => 1 - Math.tanh(c) ** 2, reading.cell());
  const throughTanh = times(dh, gate('output'));
  const carried = reading.isCut(experiment.truncate, 1) ? -Infinity : times(reading.gradCell(1), reading.gate('forget', 1));
  const toForget = reaches('forget', times(dc, reading.cell(-1)));
  const toInput = reaches('input', times(dc, gate('candidate')));
  const toCandidate = times(dc, gate('input'));
  const toOutput = reaches('output', times(dh, tanh));
  const back = reading.isCut(experiment.truncate, 0);
  const toHidden = back ? -Infinity : reading.scaled(reading.exact?.throughWeights(0));
  const toCell = back ? -Infinity : times(dc, gate('forget'));
  const right = WIDTH - 4;
  return {
    height: 198,
    frame: [30, 24, 234, 172],
    wires: [
      { path: [[4, 42], [58, 42]], gradient: toCell },
      { path: [[58, 42], [126, 42]], gradient: dc },
      { path: [[126, 42], [202, 42]], gradient: dc },
      { path: [[202, 42], [right, 42]], gradient: carried, arrow: true },
      { path: [[58, 102], [58, 42]], gradient: toForget },
      { path: [[104, 102], [104, 76], [126, 76]], gradient: toInput },
      { path: [[148, 102], [148, 76], [126, 76]], gradient: toCandidate },
      { path: [[126, 76], [126, 42]], gradient: dc },
      { path: [[202, 42], [202, 62]], gradient: times(throughTanh, slope) },
      { path: [[202, 62], [202, 84]], gradient: throughTanh },
      { path: [[202, 102], [202, 84]], gradient: toOutput },
      { path: [[202, 84], [228, 84], [228, 156], [right, 156]], gradient: dh, arrow: true },
      { path: [[4, 156], [58, 156]], gradient: toHidden },
      { path: [[58, 156], [202, 156]], gradient: toHidden },
      { path: [[58, 156], [58, 136]], gradient: sloped(toForget, 'forget') },
      { path: [[104, 156], [104, 136]], gradient: sloped(toInput, 'input') },
      { path: [[148, 156], [148, 136]], gradient: times(toCandidate, known((each: number) => 1 - each * each, gate('candidate'))) },
      { path: [[202, 156], [202, 136]], gradient: sloped(toOutput, 'output') },
      { path: [[126, 182], [126, 156]], gradient: null },
    ],
    boxes: [
      { x: 58, y: 119, letter: 'f', wrap: wrap('forget'), value: gate('forget'), isGate: true, gradient: toForget },
      { x: 104, y: 119, letter: 'i', wrap: wrap('input'), value: gate('input'), isGate: true, gradient: toInput },
      { x: 148, y: 119, letter: 'g', wrap: '', value: gate('candidate'), isGate: false, gradient: toCandidate },
      { x: 202, y: 119, letter: 'o', wrap: wrap('output'), value: gate('output'), isGate: true, gradient: toOutput },
    ],
    dots: [
      { x: 58, y: 42, sign: '×' },
      { x: 126, y: 42, sign: '+' },
      { x: 126, y: 76, sign: '×' },
      { x: 202, y: 62, sign: 'tanh' },
      { x: 202, y: 84, sign: '×' },
    ],
    labels: [
      { x: 2, y: 14, anchor: 'start', letter: 'c', subscript: t - 1, value: reading.cell(-1), gradient: toCell },
      { x: WIDTH - 2, y: 14, anchor: 'end', letter: 'c', subscript: t, value: reading.cell(), gradient: carried },
      { x: 2, y: 192, anchor: 'start', letter: 'h', subscript: t - 1, value: reading.hidden(-1), gradient: toHidden },
      { x: 126, y: 193, anchor: 'middle', letter: 'x', subscript: t, value: input },
      { x: WIDTH - 2, y: 192, anchor: 'end', letter: 'h', subscript: t, value: reading.hidden(), gradient: dh },
    ],
  };
};
