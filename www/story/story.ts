/** The sentences about the pass on view. Each language has them in a file of its own. */

import type { Facts, LaneFacts } from './facts';
import type { Sentence } from './parts';

export interface Story {
  /** What the pass shows, in a few words; at the milestone who has learned the task. */
  headline(facts: Facts): Sentence;
  /** Which part of the error signal gets back, in every lane. */
  finding(facts: Facts): Sentence;
  /** What that means for learning; empty where nothing follows. */
  meaning(facts: Facts): Sentence;
  /** What the pass on view is doing; empty between passes. */
  doing(facts: Facts): Sentence;
  /** How the lanes answer at the milestone; null elsewhere. */
  learned(facts: Facts): Sentence | null;
  /** Formula and origin of the numbers, for small type. */
  provenance(facts: Facts): Sentence;
  /** How a lane's curve goes: by the mean gain of a step where it goes evenly. */
  gain(lane: LaneFacts): string;
  /** The mean gain of a step and its power. */
  power(lane: LaneFacts): string;
  /** A share in words, from its log10; null where nothing is known. */
  share(log10: number | null): string;
}
