/** A slider for each gate that can be held: dragging it holds the gate, its box lets go. */

import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import { formatHold, heldIn, type Held } from '../store/hold';
import type { GatesParameter } from '../store/parameters';
import { specOf } from '../views/cells/spec';
import { h, plain, rich } from '../views/dom';
import { value } from '../views/format';
import { frame, idOf, type Change, type Input } from './input-frame';

/** Positions of a slider. */
const POSITIONS = 100;
/** Where a gate is held that nobody has moved yet. */
const OPEN = 1;

/** `only` leaves the gates of other cells out. */
export function gateSliders(parameter: GatesParameter, words: Messages, change: Change, only: () => CellKind | null = () => null): Input {
  const { choices, min, max } = parameter;
  let held: Held = {};
  const hold = (gate: string, wanted: number | undefined) => change(formatHold({ ...held, [gate]: wanted }, choices));
  const lines = choices.map((gate, index) => {
    const name = rich(words.rows[gate as 'forget']);
    const box = h('input', { type: 'checkbox', 'data-hold': gate, ...(index === 0 ? { id: idOf(parameter) } : {}) });
    const label = plain(words.rows[gate as 'forget']);
    const range = h('input', { type: 'range', min: 0, max: POSITIONS, step: 1, 'data-hold-slider': gate, 'aria-label': label });
    const output = h('output', { translate: 'no' });
    const valueOf = () => min + (Number(range.value) / POSITIONS) * (max - min);
    range.addEventListener('input', () => hold(gate, Number(valueOf().toFixed(2))));
    box.addEventListener('change', () => hold(gate, box.checked ? OPEN : undefined));
    const line = h('div', { class: 'gate-line' }, h('label', {}, box, ' ', name), range, output);
    return { gate, line, box, range, output };
  });
  return {
    parameter,
    element: frame(parameter, words, false, h('div', { class: 'gate-sliders', role: 'group', 'aria-label': plain(words.parameters.hold.label) }, ...lines.map(({ line }) => line))),
    show: (experiment) => {
      held = heldIn(experiment);
      const cell = only();
      const cells = cell === null ? experiment.cells : [cell];
      for (const { gate, line, box, range, output } of lines) {
        line.hidden = !cells.some((each) => specOf(each).gates.includes(gate));
        const at = held[gate];
        box.checked = at !== undefined;
        line.classList.toggle('free', at === undefined);
        output.textContent = at === undefined ? words.controls.free : value(at);
        range.setAttribute('aria-valuetext', output.textContent);
        const place = ((at ?? OPEN) - min) / (max - min);
        if (!range.matches(':active')) range.value = String(Math.round(place * POSITIONS));
        range.style.setProperty('--filled', `${place * 100}%`);
      }
    },
  };
}
