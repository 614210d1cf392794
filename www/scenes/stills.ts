/** The measured numbers of the scenes' still pictures; examples/stills.rs makes them. */

import type { CellKind } from '../generated/types';
import type { Scene } from './list';
import numbers from './stills.json';

/** log10 of the gradient's norm at every step over that of the last one; null is exactly zero. */
export type Still = Partial<Record<CellKind, readonly (number | null)[]>>;

export function stillOf(scene: Scene): Still {
  return (numbers as Record<string, Still>)[scene.id] ?? {};
}
