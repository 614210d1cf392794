/** What a lesson is made of: states of the stage, which a test holds to their claims, and the prose of a language beside them. */

import type { Drawing } from './curve';
import type { Live } from './live';
import type { CellKind } from '../generated/types';
import type { Quantity } from '../views/quantity';

/** What a number that is set stands for: a part in per cent, an exponent of ten, a factor that is taken at every step, or how many. */
export type NumberKind = 'share' | 'power' | 'factor' | 'count';

/** A question that is answered by setting a number on a scale. */
export interface NumberQuestion {
  as: NumberKind;
  /** The scale, and where it stands at first. */
  from: number;
  to: number;
  step: number;
  start: number;
  /** Which of the choices a number stands for: that of the first part which it does not pass. Rising. */
  parts: readonly { to: number; choice: number }[];
}

/** The state that a beat puts the stage into. */
export interface Beat {
  id: string;
  /** The parameters that differ from the defaults. */
  experiment: Record<string, unknown>;
  /** The update on view when the beat begins. */
  at: number;
  /** What is then seen: the backward pass of that update, or training to `until`. Without it a finished pass is on view. */
  play?: 'backward' | 'training';
  /** Where training stops by itself. */
  until?: number;
  /** The panels on view; by default the chart alone. */
  panels?: string;
  /** The same where the stage is a strip on top of the text, and has no room for all of them. */
  strip?: string;
  /** What the reader may change on stage; by default nothing but to play. */
  controls?: string;
  view?: { t?: number; cell?: CellKind; quantity?: Quantity; of?: number | 'all' };
  /** Whether the numbers of its model are to be calculated by hand. */
  worksheet?: boolean;
  /** The place of the right choice, counted from 0, of a beat that asks before it shows. */
  right?: number;
  /** Where the question is answered by drawing a curve. */
  draw?: Drawing;
  /** Where it is answered by setting a number. */
  set?: NumberQuestion;
  /** The panels on view while it is asked, where others would tell. */
  asks?: string;
}

/** Where the stage stands when a beat is over: the update that its sentences speak of. */
export function endOf({ at, until }: Beat): number {
  return until ?? at;
}

export interface Lesson {
  beats: readonly Beat[];
}

/** A paragraph: its numbers are those of the frame on view. */
export type Paragraph = string | ((live: Live) => string);

export interface BeatText {
  title: string;
  text: readonly Paragraph[];
  ask?: {
    question: string;
    choices: readonly string[];
    /** What is said to each choice once the stage shows the answer. */
    replies: readonly Paragraph[];
  };
}

/** The prose of a lesson, by the id of the beat. */
export type LessonText = Readonly<Record<string, BeatText>>;
