/**
 * A second stage, off the page, for pictures: the frame on view with the look and the order of units on view, at a
 * width of its own, so that the same run gives the same picture on every screen. The stage on the page goes on.
 */

import { LaneFrame, type StageFrame } from '../engine/frame';
import { h } from '../views/dom';
import type { Pass } from '../views/row';
import { posterSheets } from './poster';
import { stageSheets, type Snapshot } from './presentation';
import { Stage } from './stage';

const NOTHING = () => undefined;

export class Picture {
  /** What is to be drawn; in the document, so that it has a layout, but nobody sees, hears or reaches it. */
  readonly root: HTMLElement;
  /** A copy: the page's own frame is taken back at the next update. */
  readonly frame: StageFrame;
  readonly #stage: Stage;
  readonly #host: HTMLElement;

  /** @param width in CSS pixels. */
  constructor({ stage: like, look, language }: Snapshot, frame: StageFrame, width: number) {
    this.frame = {
      update: frame.update,
      lanes: frame.lanes.map((lane) => new LaneFrame(lane.cell, lane.run, lane.data.slice(), lane.updatesPerSecond, lane.diverged, lane.learnedAt)),
    };
    this.#stage = new Stage({ ...look, presenting: false, fills: false }, {
      recover: NOTHING, clip: NOTHING, visit: NOTHING, select: NOTHING, scale: NOTHING, quantity: NOTHING, follow: NOTHING, goOn: NOTHING, relay: NOTHING, layer: NOTHING,
    });
    this.root = h('div', { class: `root scheme-${look.scheme}`, lang: language }, this.#stage.element);
    this.#host = h('div', { 'aria-hidden': 'true', inert: true });
    for (const [name, value] of Object.entries({ position: 'fixed', top: '0', left: `${-2 * width}px`, width: `${width}px`, 'pointer-events': 'none' })) {
      this.#host.style.setProperty(name, value);
    }
    const shadow = this.#host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [...posterSheets(document), ...stageSheets(document)];
    shadow.append(this.root);
    document.body.append(this.#host);
    this.#stage.resize(width, 0);
    this.#stage.open(this.frame, like);
  }

  /** Puts something above or below the stage, with a style of its own. */
  frameWith(above: readonly Node[], below: readonly Node[], style: CSSStyleSheet): void {
    this.#host.shadowRoot!.adoptedStyleSheets.push(style);
    this.root.prepend(...above);
    this.root.append(...below);
  }

  /** Draws both passes, complete. */
  complete(): void {
    this.#stage.complete(this.frame);
    this.#stage.flush();
  }

  /** Everything drawn so far becomes that of an earlier pass, and a pass begins. */
  begin(pass: Pass): void {
    this.#stage.begin(pass);
    this.#stage.flush();
  }

  /** Draws the time steps from…to − 1, counted along the pass. */
  reach(pass: Pass, from: number, to: number): void {
    this.#stage.reach(this.frame, pass, from, to);
    this.#stage.flush();
  }

  remove(): void {
    this.#host.remove();
  }
}
