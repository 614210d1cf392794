/** What is on view, in words and tables, for those who read charts instead of seeing them. */

import type { StageFrame } from '../engine/frame';
import type { Messages } from '../i18n';
import { DataTable } from '../views/data-table';
import type { HeroView } from '../views/hero';
import type { LaneView } from '../views/lane';
import type { Records } from '../views/records';
import type { Panel, Pass } from '../views/row';
import { FilmTable, StepsTable, StripsTable } from '../views/stage-tables';
import { chartInWords } from './stage-texts';

/** What a stage shows while things stand still. */
export interface OnView {
  frame: StageFrame;
  hero: HeroView;
  relative: boolean;
  panels: ReadonlySet<Panel>;
  records: Records;
  hasFilm: boolean;
  /** Whether the forward pass has been at a step (from 0). */
  reached: (step: number) => boolean;
}

/** The strips at a step, and which of the passes have been there. */
export interface Strips {
  lanes: readonly LaneView[];
  step: number;
  reached: (pass: Pass) => boolean;
}

export class Descriptions {
  readonly #table = new DataTable();
  readonly #film = new FilmTable();
  readonly #steps = new StepsTable();
  readonly #strips = new StripsTable();
  readonly elements: readonly HTMLElement[] = [this.#table.element, this.#steps.element, this.#strips.element, this.#film.element];

  write({ frame, hero, relative, panels, records, hasFilm, reached }: OnView, words: Messages): void {
    hero.label(chartInWords(hero, relative, frame.update, words));
    this.#table.write(frame, hero, words);
    this.#steps.write(frame, panels, reached, words);
    this.#film.element.hidden = !hasFilm;
    if (hasFilm) this.#film.write(records, frame, words);
  }

  /** The strips at the selected step; null when none is selected. */
  writeStep(frame: StageFrame, strips: Strips | null, words: Messages): void {
    this.#strips.element.hidden = strips === null;
    if (strips !== null) this.#strips.write(frame, strips.lanes, strips.step, strips.reached, words);
  }
}
