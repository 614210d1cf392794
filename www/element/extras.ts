/**
 * What a stage has beside its first picture, in one file that loads while that picture is on view: the film of the run,
 * the tooltip, the news, the badge of a lane that diverged, and words and tables for those who read charts instead of
 * seeing them.
 */

import type { StageFrame } from '../engine/frame';
import type { CellKind } from '../generated/types';
import type { Messages } from '../i18n';
import { Badge, type BadgeActions } from '../views/badge';
import { DataTable } from '../views/data-table';
import { FilmView, type FilmContext, type Measure } from '../views/film';
import type { FilmActions } from '../views/film-scrubber';
import type { HeroView } from '../views/hero';
import type { History } from '../views/history';
import type { LaneView } from '../views/lane';
import type { Records } from '../views/records';
import type { Panel, Pass } from '../views/row';
import { FilmTable, StepsTable, StripsTable } from '../views/stage-tables';
import { Tooltip } from '../views/tooltip';
import { describe, type Manner } from './describe';
import overlay from './extras.css?inline';
import film from './film.css?inline';
import type { Milestone } from './milestone';
import { tellNews, type NewsActions } from './news';
import type { Place, Point } from './pointer';
import presenting from './presenting.css?inline';
import { sheet } from './sheet';
import { chartInWords, selectionInWords } from './spoken';
import { inWords, type Progress, type View } from './status';

export { firmGround } from '../views/firm-ground';
export { Companions } from './companions';

export const extraStyles = [film, overlay, presenting].map(sheet);

/** Where a stage has room for it. */
export interface Places {
  film: HTMLElement;
  /** Only those who listen find it. */
  unseen: HTMLElement;
  /** What the tooltip lies over. */
  root: HTMLElement;
  news: HTMLElement;
}

/** What a stage shows while things stand still. */
export interface OnView {
  frame: StageFrame;
  hero: HeroView;
  relative: boolean;
  panels: ReadonlySet<Panel>;
  history: History;
  records: Records;
  /** Whether the forward pass has been at a step (from 0). */
  reached: (step: number) => boolean;
}

/** The strips at a step, and which of the passes have been there; null when no step is selected. */
export type Strips = { lanes: readonly LaneView[]; step: number; reached: (pass: Pass) => boolean } | null;

export class Extras {
  words: Messages;
  readonly #film: FilmView;
  readonly #filmBox: HTMLElement;
  readonly #tooltip = new Tooltip();
  readonly #table = new DataTable();
  readonly #filmTable = new FilmTable();
  readonly #stepsTable = new StepsTable();
  readonly #stripsTable = new StripsTable();
  readonly #news: HTMLElement;
  readonly #actions: BadgeActions & NewsActions;

  constructor(places: Places, actions: FilmActions & BadgeActions & NewsActions, words: Messages) {
    this.words = words;
    this.#actions = actions;
    this.#filmBox = places.film;
    this.#news = places.news;
    this.#film = new FilmView(places.film, actions);
    places.unseen.append(this.#table.element, this.#stepsTable.element, this.#stripsTable.element, this.#filmTable.element);
    places.root.append(this.#tooltip.element);
  }

  /** Sizes the film; what was painted is lost. */
  lay(context: Omit<FilmContext, 'words'>): void {
    this.#film.lay({ ...context, words: this.words });
  }

  drawFilm(history: History, update: number): void {
    this.#film.draw(history, update);
  }

  tellNews(milestone: Milestone | null): void {
    tellNews(this.#news, milestone, this.words, this.#actions);
  }

  badge(cell: CellKind): Badge {
    return new Badge(cell, this.words, this.#actions);
  }

  /** Says what is under the pointer; null when nothing is. */
  tooltip(place: Place | null, at: Point, frame: StageFrame | null, hero: HeroView, manner: Omit<Manner, 'words'>): void {
    const content = place === null || frame === null ? null : describe(place, frame, hero, { ...manner, words: this.words });
    if (content === null) this.#tooltip.hide();
    else this.#tooltip.show(content.title, content.lines, at.x, at.y, at.room);
  }

  /** What the film's chart shows. */
  get measure(): Measure {
    return this.#film.measure;
  }

  set measure(measure: Measure) {
    this.#film.measure = measure;
  }

  /** Tells what is on view in words and tables. */
  announce({ frame, hero, relative, panels, history, records, reached }: OnView): void {
    hero.label(chartInWords(hero, relative, frame.update, this.words));
    this.#film.announce(history, frame.update);
    this.#table.write(frame, hero, this.words);
    this.#stepsTable.write(frame, panels, reached, this.words);
    this.#filmTable.element.hidden = this.#filmBox.hidden;
    if (!this.#filmBox.hidden) this.#filmTable.write(records, frame, this.words);
  }

  /** Where things stand: the passes, and what the chart shows. */
  whereThingsStand(progress: Progress, frame: StageFrame, hero: HeroView, relative: boolean): string {
    return [inWords(progress, this.words), chartInWords(hero, relative, frame.update, this.words)].filter((sentence) => sentence !== '').join(' ');
  }

  selection(view: View, frame: StageFrame | null, hero: HeroView): string {
    return selectionInWords(view, frame, hero, this.words);
  }

  /** The strips at the selected step, as a table; nothing that the passes have not brought yet. */
  tellStep(frame: StageFrame, strips: Strips): void {
    const { element } = this.#stripsTable;
    element.hidden = strips === null;
    if (strips !== null) this.#stripsTable.write(frame, strips.lanes, strips.step, strips.reached, this.words);
  }
}
