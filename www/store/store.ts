/**
 * All that one element knows, once: the experiment, what was changed on the way, what is looked at, and where the run
 * stands. Attributes, properties, the address, controls and keys write to it; everything else subscribes.
 */

import { batch, computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { inForceAt, type Change } from '../engine/changes';
import type { LeftOff } from '../engine/engine';
import type { StageFrame } from '../engine/frame';
import { ownKindOf } from '../engine/own';
import type { Experiment, TaskKind } from '../generated/types';
import type { Messages } from '../i18n';
import type { Language } from '../i18n/languages';
import type { AskedChart } from '../views/asked';
import type { Scheme } from '../views/colormap';
import type { Pinned } from '../views/pinned';
import type { Panel } from '../views/row';
import { defaults, differences, PARAMETERS, sameValue, type ParameterKey, type Value } from './parameters';
import { statusOf, stepsOf, type LaneNotice, type Progress, type Speed, type State, type Status } from './run';
import { computedBy } from './subscribe';
import { normalizeText } from './text';
import { canonical, isObject, validate, type Problem } from './validate';
import { controlsOf, panelsOf, ViewState, type Controls, type View } from './view';

/** What a run is asked to be. */
export interface RunRequest {
  experiment: Experiment;
  /** The user's own data for the task; null for those that ship. */
  text: string | null;
  /** Changes that are made when training comes to their updates; only for a run that begins. */
  scheduled: readonly Change[];
  /** Whether a run shall begin even where nothing differs. */
  restart: boolean;
  /** Where a run that begins is to go on; null for update 0. */
  leftOff: LeftOff | null;
}

/** How a run is to begin, if one is. */
type Beginning = Pick<RunRequest, 'restart' | 'scheduled' | 'leftOff'>;
const AS_IT_IS: Beginning = { restart: false, scheduled: [], leftOff: null };

/** What the user brought along, and for which task. */
interface Own {
  task: TaskKind;
  text: string;
}

/** What decides the run, as it was when the engine last accepted it. */
interface Accepted {
  given: Readonly<Record<string, unknown>>;
  experiment: Experiment;
  problems: readonly Problem[];
  own: Own | null;
  origin: Experiment;
  changes: readonly Change[];
}

export class Store {
  // --- The experiment -------------------------------------------------------

  /** What was asked for, by key, before it was validated. */
  #given: Readonly<Record<string, unknown>> = {};
  readonly #experiment = signal(defaults());
  readonly #problems = signal<readonly Problem[]>([]);
  readonly #own = signal<Own | null>(null);
  readonly #text = computed(() => (this.#own.value?.task === ownTask(this.#experiment.value.task) ? this.#own.value.text : null));
  readonly #origin = signal(defaults());
  readonly #changes = signal<readonly Change[]>([]);
  readonly #request = signal<RunRequest>({ experiment: this.#experiment.peek(), text: null, ...AS_IT_IS });
  readonly #values = new Map<ParameterKey, ReadonlySignal<Value>>(
    PARAMETERS.map(({ key }) => [key, computedBy(() => this.#experiment.value[key] as Value, sameValue)]));
  #accepted: Accepted | null = null;
  /** Attributes that changed in this task. */
  #pending: Record<string, unknown> | null = null;

  /** The experiment in force: validated, and accepted or about to be. */
  readonly experiment: ReadonlySignal<Experiment> = this.#experiment;
  /** What of the things asked for cannot be had, as long as that is so. */
  readonly problems: ReadonlySignal<readonly Problem[]> = this.#problems;
  readonly text: ReadonlySignal<string | null> = this.#text;
  /** The experiment at update 0; with {@link changes} it decides every number of the run. */
  readonly origin: ReadonlySignal<Experiment> = this.#origin;
  /** What was changed while the run went on, in order, and what is scheduled. */
  readonly changes: ReadonlySignal<readonly Change[]> = this.#changes;
  /** What the engine is asked for; another object whenever it is asked. */
  readonly request: ReadonlySignal<RunRequest> = this.#request;

  // --- What is on view ------------------------------------------------------

  readonly view = new ViewState();
  /** From attributes, or set by the page. */
  readonly options = {
    panels: signal<string | null>(null),
    controls: signal<string | null>(null),
    theme: signal<string | null>(null),
    language: signal<Language>('en'),
    caption: signal(''),
    /** Whether the stage stands on the playground's own page: it tells the story there, and lanes unfold. */
    own: signal(false),
    /** The address of the playground, which opens the same experiment; null for no link. */
    playground: signal<string | null>(null),
    autoplay: signal(false),
    /** The update at which playing stops, once; null stops at the milestone. */
    stop: signal<number | null>(null),
    /** Whether the stage fills its box, and scrolls inside it. */
    fill: signal(false),
    present: signal(false),
    collapsed: signal(false),
    outcomeHidden: signal(false),
    /** The curve that a reader expected: log10 at each step, relative to the last one. */
    expected: signal<Float64Array | null>(null),
    /** The chart without curves, for a reader to draw in what they expect. */
    asked: signal<AskedChart | null>(null),
  };
  /** What the browser says of the viewer, of the page around the element, and of where the element stands. */
  readonly environment = { dark: signal(false), pageDark: signal(false), reducedMotion: signal(false), onScreen: signal(false) };
  /** The texts of the language on view; null until they are loaded. */
  readonly texts = signal<Messages | null>(null);
  /** The language of these texts: that which is asked for, as soon as they are loaded. */
  readonly textsLanguage = signal<Language>('en');
  readonly scheme: ReadonlySignal<Scheme> = computed(() => {
    const { theme } = this.options;
    if (theme.value === 'light' || theme.value === 'dark') return theme.value;
    const { dark, pageDark } = this.environment;
    return (theme.value === 'inherit' ? pageDark.value : dark.value) ? 'dark' : 'light';
  });
  readonly panels: ReadonlySignal<ReadonlySet<Panel>> = computedBy(
    () => new Set(panelsOf({
      names: this.options.panels.value, presenting: this.options.present.value, collapsed: this.options.collapsed.value, outcomeHidden: this.options.outcomeHidden.value, asked: this.options.asked.value !== null,
    })),
    (a, b) => sameValue([...a], [...b]));
  readonly controls: ReadonlySignal<Controls> = computed(() => controlsOf(this.options.controls.value));

  // --- The run --------------------------------------------------------------

  readonly run = {
    state: signal<State>('loading'),
    playing: signal(false),
    /** Whether the first finished pass is held to be read, before training begins. */
    held: signal(false),
    speed: signal<Speed>('auto'),
    /** The frame on view; its numbers are valid until the next one. */
    frame: signal<StageFrame | null>(null),
    /** The newest update, and that on view when it is another one. */
    newest: signal(0),
    viewed: signal<number | null>(null),
    /** The update that training is on its way to, as a link asked; null otherwise. */
    goal: signal<number | null>(null),
    progress: signal<Progress>({ pass: null, reached: 0, steps: 0 }),
    /** Another run that stays on view beside this one. */
    pinned: signal<Pinned | null>(null),
    /** What befell lanes of this run. */
    notices: signal<readonly LaneNotice[]>([]),
    /** Why there is nothing to see; null when all is well. */
    failure: signal<string | null>(null),
    /** Whether a panel over the stage says so; then nothing else does. */
    reported: signal(false),
  };
  /** Whether the first frame is still to come, and a still picture stands in its place; a page of its own says itself why it never comes. */
  readonly still: ReadonlySignal<boolean> = computed(() => this.run.frame.value === null && !(this.options.fill.value && this.run.failure.value !== null));
  /** The same, where the stage behind the picture has no height of its own to take yet. */
  readonly waiting: ReadonlySignal<boolean> = computed(() => this.run.frame.value === null && !this.options.fill.value);
  /** The experiment in force at the update on view. */
  readonly experimentOnView: ReadonlySignal<Experiment> = computed(() => {
    const viewed = this.run.viewed.value;
    return viewed === null ? this.#experiment.value : inForceAt(this.#origin.value, this.#changes.value, viewed);
  });

  /** Whether a change of the run on view is still on its way to the lanes. */
  get changing(): boolean {
    this.flush();
    const answered = inForceAt(this.#origin.peek(), this.#changes.peek(), this.run.newest.peek());
    return differences(this.#experiment.peek(), answered).length > 0;
  }

  /** One parameter of the experiment in force. */
  value(key: ParameterKey): ReadonlySignal<Value> {
    return this.#values.get(key)!;
  }

  get status(): Status {
    return statusOf(this.run.state.peek(), this.run.frame.peek());
  }

  /** Chooses what is looked at; whatever names a step, a unit or a cell counts as the viewer's choice. */
  look(change: Partial<View>, chosen = true): void {
    this.flush();
    const { units, layers } = this.#experiment.peek();
    batch(() => {
      this.view.set(change, { steps: stepsOf(this.run.frame.peek()), units, layers });
      if (chosen && ('t' in change || 'unit' in change || 'cell' in change)) this.view.chosen.value = true;
    });
  }

  // --- Writers --------------------------------------------------------------

  /** An attribute of the experiment; undefined when it was taken away. Several that change in one task make one change. */
  attribute(key: string, value: unknown): void {
    if (this.#pending === null) {
      this.#pending = {};
      queueMicrotask(() => this.flush());
    }
    this.#pending[key] = value;
  }

  /** Puts attributes in force that wait for the end of the task. */
  flush(): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    const given = Object.entries({ ...this.#given, ...pending }).filter(([, value]) => value !== undefined);
    this.#write(Object.fromEntries(given), Object.keys(pending));
  }

  /** Puts some parameters in force; the others stay as they are. What could not be had before is not asked for again. */
  change(parameters: Partial<Experiment>): void {
    this.flush();
    const experiment = this.#experiment.peek();
    const kept = Object.keys(this.#given).filter((key) => key in experiment).map((key) => [key, experiment[key as ParameterKey]] as const);
    this.#write({ ...Object.fromEntries(kept), ...canonical(parameters) }, Object.keys(parameters));
  }

  /** Puts a whole experiment in force; what it does not name is as by default. */
  replace(given: unknown): void {
    this.flush();
    this.#write(given, null);
  }

  /** Begins a run with these parameters, and with changes that are made when training comes to their updates. */
  begin(given: unknown, scheduled: readonly Change[]): void {
    this.flush();
    this.#write(given, null, { restart: true, scheduled, leftOff: null });
  }

  /** Begins a run that was begun before, with the user's data of then, and goes on where it was left. */
  goOn(origin: Experiment, changes: readonly Change[], text: string | null, leftOff: LeftOff): void {
    this.flush();
    batch(() => {
      this.#own.value = ownOf(origin, text);
      this.#write(origin, null, { restart: true, scheduled: changes, leftOff });
    });
  }

  /** The user's own data for the task in force, as `engine/own` reads them; null for those that ship. */
  useText(given: string | null): void {
    this.flush();
    const text = given === null ? null : normalizeText(given);
    if (text === this.#text.peek()) return;
    this.#own.value = ownOf(this.#experiment.peek(), text);
    this.#ask(AS_IT_IS);
  }

  /** Before a run that is begun with data that ship: what was brought along is not for it. */
  dropOwn(): void {
    this.#own.value = null;
  }

  /** Begins a run of a model of the user's own with its sequences, as `engine/own` reads them. */
  useModel(experiment: Experiment, model: string): void {
    this.flush();
    batch(() => {
      this.#own.value = ownOf(experiment, model);
      this.#write(experiment, null, { ...AS_IT_IS, restart: true });
    });
  }

  /** @param touched the keys that are written now; null for all. Problems of the others stay the objects that they are. */
  #write(given: unknown, touched: readonly string[] | null, run: Beginning = AS_IT_IS): void {
    const { experiment, problems } = validate(given);
    const former = this.#problems.peek();
    const kept = problems.map((problem) =>
      touched === null || touched.includes(problem.key) ? problem : (former.find((each) => each.key === problem.key && each.given === problem.given) ?? problem));
    batch(() => {
      this.#given = isObject(given) ? canonical(given) : {};
      if (kept.length !== former.length || kept.some((problem, index) => problem !== former[index])) this.#problems.value = kept;
      const same = this.#takeExperiment(experiment);
      if (!same || run.restart || run.scheduled.length > 0) this.#ask(run);
    });
  }

  /** Returns whether it is the experiment that is in force already. */
  #takeExperiment(experiment: Experiment): boolean {
    const before = this.#experiment.peek();
    const same = PARAMETERS.every(({ key }) => sameValue(before[key], experiment[key]));
    if (!same) this.#experiment.value = experiment;
    return same;
  }

  #ask(run: Beginning): void {
    const experiment = this.#experiment.peek();
    batch(() => {
      // Until the engine has begun, this is what the run will be.
      if (this.#accepted === null || run.restart) {
        this.#origin.value = experiment;
        this.#changes.value = run.scheduled;
      }
      this.#request.value = { experiment, text: this.#text.peek(), ...run };
    });
  }

  // --- The engine's answers -------------------------------------------------

  /**
   * What the engine holds now: the run that it was asked for, or one that changed by itself.
   *
   * @param newest whether nothing else was asked for meanwhile; else what is in force here stays, and is accepted later.
   */
  accept({ experiment, text, origin, changes }: Pick<Accepted, 'experiment' | 'origin' | 'changes'> & { text: string | null }, newest: boolean): void {
    const own = ownOf(experiment, text);
    batch(() => {
      if (newest && !this.#takeExperiment(experiment)) {
        this.#given = { ...experiment };
        this.#problems.value = [];
      }
      this.#origin.value = origin;
      if (!sameChanges(this.#changes.peek(), changes)) this.#changes.value = changes;
      this.#accepted = newest
        ? { given: this.#given, experiment: this.#experiment.peek(), problems: this.#problems.peek(), own, origin, changes }
        : { given: { ...experiment }, experiment, problems: [], own, origin, changes };
    });
  }

  /** The engine refused what it was asked for: everything is as it was. Returns whether there is anything to go back to. */
  refuse(): boolean {
    const accepted = this.#accepted;
    if (accepted === null) return false;
    batch(() => {
      this.#given = accepted.given;
      this.#problems.value = accepted.problems;
      this.#takeExperiment(accepted.experiment);
      this.#own.value = accepted.own;
      this.#origin.value = accepted.origin;
      this.#changes.value = accepted.changes;
    });
    return true;
  }

  /** The user's data alone were refused; those in use before, or those that ship, take their place. */
  refuseText(): void {
    this.#own.value = this.#accepted?.own ?? null;
  }

  /** There is no run any more, as when the element left its page. */
  forget(): void {
    this.#accepted = null;
    batch(() => {
      const { run } = this;
      run.state.value = 'loading';
      run.playing.value = false;
      run.frame.value = null;
      run.newest.value = 0;
      run.viewed.value = null;
      run.goal.value = null;
      run.notices.value = [];
      run.progress.value = { pass: null, reached: 0, steps: 0 };
      run.failure.value = null;
      this.#origin.value = this.#experiment.peek();
      this.#changes.value = [];
    });
  }
}

/** The task that data brought along are for; where none can be, they wait for the task of texts. */
const ownTask = (task: TaskKind): TaskKind => (ownKindOf(task) === null ? 'text' : task);

const ownOf = ({ task }: Experiment, text: string | null): Own | null => (text === null ? null : { task: ownTask(task), text });

function sameChanges(a: readonly Change[], b: readonly Change[]): boolean {
  return a.length === b.length && a.every((change, index) => change === b[index]);
}
