/** The parts around a stage that few posts ask for: controls of its parameters, and the panels that look closer. Each is a file that is fetched when it is wished for. */

import type { Messages } from '../i18n';
import type { Details } from './details';
import type { ParameterControls } from './parameter-controls';
import type { Player } from './player';
import type { Appearance, PresentationActions } from './presentation';

/** Milliseconds between two looks at the panels beside the stage. */
const READING = 80;
/** Milliseconds after which a part that could not be fetched may be asked for again. */
const AGAIN = 5000;

/** Where they stand, and whom they ask. */
export interface CompanionHost {
  shadow: ShadowRoot;
  /** The panels scroll with the lanes in this, so that these keep their height in a stage that fills its box. */
  scroller: HTMLElement;
  /** The controls stand under this. */
  foot: HTMLElement;
  actions: PresentationActions;
  /** Null before the first run. */
  player(): Player | null;
}

export class Companions {
  readonly #host: CompanionHost;
  #appearance: Appearance;
  #words: Messages;
  #parameters: ParameterControls | 'loading' | null = null;
  #details: Details | 'loading' | null = null;
  #looking = false;

  constructor(host: CompanionHost, appearance: Appearance, words: Messages) {
    this.#host = host;
    this.#appearance = appearance;
    this.#words = words;
  }

  dress(appearance: Appearance, words: Messages): void {
    this.#appearance = appearance;
    this.#words = words;
    this.#showParameters();
    this.lookCloser();
  }

  #showParameters(): void {
    const { wishes, experiment, speed } = this.#appearance;
    const wanted = wishes.speed || wishes.parameters.length > 0;
    if (this.#parameters === null && wanted) {
      this.#parameters = 'loading';
      import('./parameter-controls').then(({ ParameterControls, parameterStyles }) => {
        this.#parameters = new ParameterControls(this.#host.actions);
        this.#host.foot.after(this.#parameters.element);
        this.#host.shadow.adoptedStyleSheets.push(parameterStyles);
        this.#showParameters();
      }, () => setTimeout(() => (this.#parameters = null), AGAIN));
    } else if (this.#parameters !== null && this.#parameters !== 'loading') {
      this.#parameters.element.hidden = !wanted;
      if (wanted) this.#parameters.look(wishes, this.#words, experiment, speed);
    }
  }

  /** Lets the panels follow what is on view, where there are any; not at every frame. */
  lookCloser(): void {
    if (this.#looking) return;
    const { panels } = this.#appearance.look;
    const wanted = panels.has('flow') || panels.has('cell');
    if (!wanted && this.#details === null) return;
    if (this.#details === null) {
      this.#details = 'loading';
      import('./details').then(({ Details, detailStyles }) => {
        this.#details = new Details();
        this.#host.scroller.append(this.#details.element);
        this.#host.shadow.adoptedStyleSheets.push(...detailStyles);
        this.lookCloser();
      }, () => setTimeout(() => (this.#details = null), AGAIN));
      return;
    }
    if (this.#details === 'loading') return;
    this.#details.element.hidden = !wanted;
    if (!wanted) return;
    this.#looking = true;
    setTimeout(() => {
      this.#looking = false;
      this.#showDetails();
    }, READING);
  }

  #showDetails(): void {
    const player = this.#host.player();
    const frame = player?.frame ?? null;
    if (player === null || frame === null || this.#details === null || this.#details === 'loading') return;
    const { look, experiment, view } = this.#appearance;
    const { actions } = this.#host;
    this.#details.show({
      frame,
      experiment,
      words: this.#words,
      view,
      scheme: look.scheme,
      progress: actions.progress(),
      playing: player.playing,
      flow: look.panels.has('flow'),
      cell: look.panels.has('cell'),
      level: look.panels.has('hero') ? 3 : 2,
      trace: (cell) => actions.trace(cell),
    });
  }
}
