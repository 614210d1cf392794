/** What the cells are like, as the core says it: asked wherever something depends on the kind of cell. */

import table from '../../generated/cells.json';
import type { CellKind, CellSpec } from '../../generated/types';

const SPECS = new Map((table as unknown as readonly CellSpec[]).map((spec) => [spec.kind, spec]));

export function specOf(cell: CellKind): CellSpec {
  const spec = SPECS.get(cell);
  if (spec === undefined) throw new RangeError(`The table of cells has no ${cell}.`);
  return spec;
}

/** The cell that is looked at until someone chooses: the first whose memory is a state of its own, or else the first. */
export function firstChoice(cells: readonly CellKind[]): CellKind {
  return cells.find((cell) => specOf(cell).memory !== 'h') ?? cells[0]!;
}
