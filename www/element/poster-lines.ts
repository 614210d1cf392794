/** The recorded lines of the still picture, measured by tests/measure/poster.mjs, as paths: for an element, and for the page's HTML. */

import type { CellKind } from '../generated/types';
import record from './poster.json' with { type: 'json' };

const RECORDED: Partial<Record<CellKind, readonly number[]>> = record.log10Relative;
/** Decades of the axis, from the bottom to 1. A line that ends above 1 has room over the picture. */
export const DECADES = Math.ceil(Math.max(...Object.values(record.log10Relative).map((line) => -Math.min(...line))) / 2) * 2;

/** The update and the number of steps that the lines are of. */
export const { update: RECORDED_UPDATE, steps: RECORDED_STEPS } = record;
export const RECORDED_CELLS = Object.keys(record.log10Relative) as CellKind[];

export const VIEW_BOX = `0 ${-DECADES} 100 ${DECADES}`;
/** A rule at every second decade. */
export const RULES = Array.from({ length: DECADES / 2 + 1 }, (_, index) => `M0,${-2 * index}H100`).join('');

export function pathOf(cell: CellKind): string {
  const line = RECORDED[cell]!;
  return line.map((value, step) => `${step === 0 ? 'M' : 'L'}${((step / (line.length - 1)) * 100).toFixed(2)},${(-DECADES - value).toFixed(2)}`).join('');
}
