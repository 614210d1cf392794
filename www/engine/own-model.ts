/** A model of the visitor's own and the sequences for it, as the one file that the task `own` reads. */

import type { Experiment, ModuleDescription } from '../generated/types';
import { base64Of } from './own';
import { makeSafetensors } from './safetensors';

/** The experiment that the model fits into: its cell and sizes, no gate held, everything else as it is. */
export function experimentFor(model: ModuleDescription, before: Experiment): Experiment {
  return {
    ...before,
    task: 'own', cells: [model.cell], units: model.units, layers: model.layers, match: 'units', resetGate: 'after', hold: null,
    activation: model.activation === 'relu' ? 'relu' : 'tanh',
  };
}

/** The file in base64, as an element takes it: files by their names, and words about them. */
export function packed(files: Record<string, Uint8Array>, about: Record<string, string>): string {
  const parts = Object.entries(files).map(([name, bytes]) => ({ name, dtype: 'U8' as const, shape: [bytes.length], bytes }));
  return base64Of(makeSafetensors(parts, about));
}
