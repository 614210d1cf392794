/** Why a file of a saved run cannot be gone on with, as data: each language makes a sentence of it. */
export type RunFault =
  | { kind: 'tooLarge'; bytes: number }
  | { kind: 'notOne' }
  /** It was changed after it was saved, or is not all there. */
  | { kind: 'damaged' }
  /** Another engine's numbers are others. */
  | { kind: 'engine'; given: string; own: number };
