/** The scenes of the gallery: experiments whose claims tests/scenes.rs holds against the model that trains. */

import type { Experiment } from '../generated/types';
import { validate } from '../store/validate';
import type { Messages } from '../i18n';
import { writeAddress, type ViewKeys } from '../store/address';
import table from './scenes.json';

/** Whether a scene shows what works, what fails, or what one would not expect. */
export const KINDS = ['good', 'bad', 'surprise'] as const;
export type SceneKind = (typeof KINDS)[number];

export interface Scene {
  id: keyof Messages['sceneTexts'];
  kind: SceneKind;
  /** The keys that differ from the defaults. */
  experiment: Record<string, unknown>;
  view: ViewKeys;
  /** The update on the still picture, and what its gradient is with respect to. */
  still: { update: number; of: 'hidden' | 'input' };
  /** The update at which an opened scene stops: there it is what it says. */
  stop: number;
  /** Where the course speaks of it: lesson and beat. */
  beat?: string;
}

export interface SceneText {
  title: string;
  /** Two sentences. */
  text: string;
}

export const SCENES = table as unknown as readonly Scene[];

export function experimentOf(scene: Scene): Experiment {
  return validate(scene.experiment).experiment;
}

/** The part after `#` that opens a scene in the playground, with its card. */
export function sceneAddress(scene: Scene, view: ViewKeys = {}): string {
  return writeAddress(experimentOf(scene), [], { ...scene.view, ...view, scene: scene.id }, []);
}

/** What a scene is called and claims, in the words of a language. */
export function textOf(scene: Scene, words: Messages): SceneText {
  return words.sceneTexts[scene.id];
}
