/** What the viewer looks at, and which parts of the stage are on view. */

import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { Of } from '../engine/follow';
import type { CellKind } from '../generated/types';
import type { Quantity } from '../views/quantity';
import { ANSWERS, PANELS, type Panel } from '../views/row';
import type { ParameterKey } from './parameters';
import { PARAMETERS } from './parameters';
import { wordOf } from './validate';

/** What the viewer has chosen to look at. */
export interface View {
  /** 1-based, as people count; null when none is selected. */
  t: number | null;
  unit: number | null;
  cell: CellKind | null;
  layer: number | null;
  scale: 'relative' | 'absolute';
  /** What the chart shows the gradient of; null for what suits the lanes on stage. */
  quantity: Quantity | null;
  /** Whose loss chart, rows and inspector follow: `all`, that of a step (from 1), or null for what suits the task. */
  of: Of;
}

/** The ends of what can be selected; 0 where it is not known yet. */
export interface Bounds {
  steps: number;
  units: number;
  layers: number;
}

type ViewSignals = { readonly [Key in keyof View]: Signal<View[Key]> };

/** One signal for each thing that can be looked at, so that choosing a step redraws what shows a step and nothing else. */
export class ViewState implements ViewSignals {
  readonly t = signal<number | null>(null);
  readonly unit = signal<number | null>(null);
  readonly cell = signal<CellKind | null>(null);
  readonly layer = signal<number | null>(null);
  readonly scale = signal<View['scale']>('relative');
  readonly quantity = signal<Quantity | null>(null);
  readonly of = signal<Of>(null);
  /** Whether the viewer, or a link, has chosen a step, a unit or a cell; until then what is selected is a suggestion. */
  readonly chosen = signal(false);
  readonly all: ReadonlySignal<View> = computed(() => ({
    t: this.t.value, unit: this.unit.value, cell: this.cell.value, layer: this.layer.value, scale: this.scale.value, quantity: this.quantity.value, of: this.of.value,
  }));

  /** What lies outside the run goes to its nearest step, unit or layer. */
  set(change: Partial<View>, { steps, units, layers }: Bounds): void {
    const bounded = (value: number | null, most: number) => (value === null ? null : Math.max(1, most > 0 ? Math.min(most, value) : value));
    batch(() => {
      if (change.t !== undefined) this.t.value = bounded(change.t, steps);
      if (change.unit !== undefined) this.unit.value = bounded(change.unit, units);
      if (change.cell !== undefined) this.cell.value = change.cell;
      if (change.layer !== undefined) this.layer.value = bounded(change.layer, layers);
      if (change.scale !== undefined) this.scale.value = change.scale;
      if (change.quantity !== undefined) this.quantity.value = change.quantity;
      if (change.of !== undefined) this.of.value = change.of;
    });
  }
}

// --- Panels -----------------------------------------------------------------

/** One name may stand for several parts of the stage. */
const PANELS_OF: Readonly<Record<string, readonly Panel[]>> = {
  chart: ['hero', 'input'],
  answers: ['answer'],
  ...Object.fromEntries(PANELS.map((panel) => [panel, [panel]])),
};

/** As the documentation lists them; the stage's own names (`hero`, `input`, …) work as well. */
export const PANEL_NAMES = ['chart', 'state', 'gates', 'gradient', 'answers', 'flow', 'cell', 'loss', 'film', 'caption'] as const;

const HIDDEN_BY_DEFAULT: readonly Panel[] = ['cell-state', 'candidate', 'gains', 'flow', 'cell'];
const PRESENTED: readonly Panel[] = ['hero', 'input', 'facts', 'answer', 'gradient', 'film', 'loss', 'caption'];
/** Before the outcome is revealed: what there is to predict it from. */
const PREDICTED: readonly Panel[] = ['input', 'state', 'gates', 'caption'];
const COLLAPSED: readonly Panel[] = ['hero', 'input'];

const NAMES_OF_PANELS: readonly string[] = ['all', ...Object.keys(PANELS_OF)];

function wordsOf(text: string, known: readonly string[]): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '').map((word) => wordOf(known, word));
}

/** The names in a list of panels that no panel has. */
export function unknownPanels(text: string): string[] {
  return wordsOf(text, NAMES_OF_PANELS).filter((name) => !NAMES_OF_PANELS.includes(name));
}

export interface PanelChoice {
  /** A list of names, or `all`; null for the usual ones. Unknown names show nothing. */
  names: string | null;
  presenting: boolean;
  /** Whether only the chart is on view. */
  collapsed: boolean;
  /** Whether what gives the answer away is hidden. */
  outcomeHidden: boolean;
  /** Whether the chart is on view all the same, without curves. */
  asked: boolean;
}

export function panelsOf({ names, presenting, collapsed, outcomeHidden, asked }: PanelChoice): Panel[] {
  if (outcomeHidden && presenting && names === null && !collapsed) return [...PREDICTED];
  return chosenPanels(names, presenting, collapsed).filter((panel) => !outcomeHidden || !ANSWERS.includes(panel) || (asked && panel === 'hero'));
}

function chosenPanels(names: string | null, presenting: boolean, collapsed: boolean): readonly Panel[] {
  if (collapsed) return COLLAPSED;
  if (names === null) return presenting ? PRESENTED : PANELS.filter((panel) => !HIDDEN_BY_DEFAULT.includes(panel));
  const words = wordsOf(names, NAMES_OF_PANELS);
  if (words.includes('all')) return PANELS;
  return words.flatMap((name) => (Object.hasOwn(PANELS_OF, name) ? PANELS_OF[name]! : []));
}

// --- Controls ---------------------------------------------------------------

/** How much of an element can be touched. */
export interface Controls {
  /** Play, one step, start over. */
  buttons: boolean;
  speed: boolean;
  parameters: readonly ParameterKey[];
}

/** The words that are no parameters. */
export const CONTROL_WORDS = ['none', 'play', 'speed', 'full'] as const;

/** Reads the attribute `controls`; null is none, and the bare attribute is the buttons. */
export function controlsOf(text: string | null): Controls {
  const words = controlWords(text);
  if (words.includes('full')) return { buttons: true, speed: true, parameters: PARAMETERS.map(({ key }) => key) };
  const parameters = words.flatMap((word) => keyOf(word) ?? []);
  return { buttons: words.includes('play'), speed: words.includes('speed'), parameters: [...new Set(parameters)] };
}

export function unknownControls(text: string): string[] {
  return controlWords(text).filter((word) => keyOf(word) === null && !CONTROL_WORDS.some((known) => known === word));
}

function controlWords(text: string | null): string[] {
  if (text === null) return [];
  const words = wordsOf(text, CONTROL_WORDS);
  return words.length === 0 ? ['play'] : words;
}

/** `forgetBias`, `forget-bias` and `forget_bias` are the same parameter. */
function keyOf(word: string): ParameterKey | null {
  const plain = word.replaceAll(/[-_]/g, '').toLowerCase();
  return PARAMETERS.find(({ key, aliases = [] }) => [key, ...aliases].some((name) => name.toLowerCase() === plain))?.key ?? null;
}

// --- Which loss ---------------------------------------------------------------

/** Reads the link key and attribute `of`; undefined when it says nothing. */
export function parseOf(text: string): Of | undefined {
  const word = text.trim();
  if (word === 'all') return 'all';
  return /^[1-9]\d{0,3}$/.test(word) ? Number(word) : undefined;
}
