/** The numbers that a paragraph may name, as the frame on view has them. */

import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import type { Facts } from '../story/facts';
import { factor, figure } from '../story/share';
import { count, loss as lossText, percent, value } from '../views/format';

export interface LiveLane {
  /** Which part of the gradient at the source reaches step 1, in words. */
  share: string;
  /** The same as a figure, taking the gradient at the source as 1. */
  left: string;
  /** The mean gain of one step back, without the sign of multiplication. */
  gain: string;
  /** How many steps back there are. */
  steps: string;
  /** The share of right answers on the held-out set. */
  accuracy: string;
  /** The loss on the held-out set. */
  loss: string;
  /** The length of the gradient of all weights, at the update on view. */
  norm: string;
  /** The mean of the gate that keeps. */
  gate: string;
  /** How many weights it has, those of the readout among them. */
  weights: string;
}

export interface Live {
  /** The update on view. */
  update: string;
  /** A lane on stage; of one that is not there every number is unknown. */
  lane(cell: CellKind): LiveLane;
}

/** Numbers of a lane on stage that are no facts of the story. */
export interface Scalars {
  loss: number;
  gradNorm: number;
  weights: number;
}

/** What stands where a number is not known yet. */
export const UNKNOWN = '…';

export const NOTHING: Live = {
  update: UNKNOWN,
  lane: () => ({ share: UNKNOWN, left: UNKNOWN, gain: UNKNOWN, steps: UNKNOWN, accuracy: UNKNOWN, loss: UNKNOWN, norm: UNKNOWN, gate: UNKNOWN, weights: UNKNOWN }),
};

/** @param cells the models on stage, in the order of the facts' lanes; `scalars` are theirs. */
export function liveOf(facts: Facts, cells: readonly CellKind[], scalars: readonly Scalars[], words: Messages): Live {
  return {
    update: String(facts.update),
    lane(cell) {
      const lane = facts.lanes[cells.indexOf(cell)];
      const scalar = scalars[cells.indexOf(cell)];
      if (lane === undefined) return NOTHING.lane(cell);
      const { log10Ratio, log10Gain, accuracy, gate, count: steps } = lane;
      return {
        share: log10Ratio === null ? UNKNOWN : words.story.share(log10Ratio),
        left: log10Ratio === null ? UNKNOWN : figure(log10Ratio).replace('×', ''),
        gain: log10Gain === null ? UNKNOWN : factor(log10Gain, steps).slice(1),
        steps: String(steps),
        accuracy: accuracy === null ? UNKNOWN : percent(accuracy, words),
        loss: scalar === undefined ? UNKNOWN : lossText(scalar.loss),
        norm: scalar === undefined || Number.isNaN(scalar.gradNorm) ? UNKNOWN : value(scalar.gradNorm),
        gate: gate === null ? UNKNOWN : value(gate.mean),
        weights: scalar === undefined ? UNKNOWN : count(scalar.weights),
      };
    },
  };
}

/** Without the spaces that a number needs beside Chinese, and a word does not. */
export function closed(text: string): string {
  return text.replaceAll(/(?<=[\u4e00-\u9fff，。：；]) (?=[\u4e00-\u9fff])/g, '');
}
