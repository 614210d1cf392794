import { effect } from '@preact/signals-core';
import { describe, expect, it, vi } from 'vitest';
import type { Change } from '../engine/changes';
import { byName, defaults, type Parameter } from './parameters';
import { Store, type RunRequest } from './store';
import { computedBy, onChange, subscribe, throttled } from './subscribe';
import { controlsOf, panelsOf, unknownControls, unknownPanels } from './view';

/** Everything that a link, the attributes and the lanes are made from. */
function all(store: Store) {
  return { experiment: store.experiment.peek(), text: store.text.peek(), origin: store.origin.peek(), changes: store.changes.peek(), problems: store.problems.peek() };
}

/** A store whose run the engine has accepted. */
function accepted(given: Record<string, unknown> = {}, changes: readonly Change[] = []): Store {
  const store = new Store();
  store.replace(given);
  const experiment = store.experiment.peek();
  store.accept({ experiment, text: null, origin: experiment, changes }, true);
  return store;
}

/** What the engine is asked for from now on. */
function requests(store: Store): RunRequest[] {
  const asked: RunRequest[] = [];
  onChange([store.request], () => asked.push(store.request.peek()));
  return asked;
}

describe('a change', () => {
  it('is in force at once, and asked of the engine', () => {
    const store = accepted();
    const asked = requests(store);
    store.change({ rate: 0.02 });
    expect(store.experiment.peek().rate).toBe(0.02);
    expect(asked).toMatchObject([{ experiment: { rate: 0.02 }, restart: false, scheduled: [] }]);
  });

  it('that changes nothing asks for nothing', () => {
    const store = accepted();
    const asked = requests(store);
    store.change({ rate: defaults().rate });
    store.replace({});
    expect(asked).toEqual([]);
  });

  it('that the engine refuses leaves everything as it was', () => {
    const changes: Change[] = [{ update: 7, kind: 'set', parameters: { rate: 0.02 } }];
    const store = accepted({ length: 20, rate: 99 }, changes);
    const before = all(store);
    store.change({ length: 1000, layers: 4 });
    store.useText('too short');
    expect(store.experiment.peek()).toMatchObject({ length: 1000, layers: 4 });
    expect(store.refuse()).toBe(true);
    expect(all(store)).toEqual(before);
    expect(before.problems).toHaveLength(1);
  });

  it('of the text that the engine refuses brings back the text in use, and nothing else', () => {
    const store = accepted({ task: 'text' });
    store.useText('x');
    store.change({ length: 12 });
    store.refuseText();
    expect(store.text.peek()).toBeNull();
    expect(store.experiment.peek().length).toBe(12);
  });

  it('before there is any run has nothing to go back to', () => {
    const store = new Store();
    store.replace({ length: 7 });
    expect(store.refuse()).toBe(false);
    expect(store.experiment.peek().length).toBe(7);
  });

  it('that was scheduled comes in force when the engine makes it, unless something else was asked for meanwhile', () => {
    const store = accepted({ rate: 0.01 });
    const made = { ...store.experiment.peek(), rate: 0.03 };
    store.accept({ experiment: made, text: null, origin: store.origin.peek(), changes: [] }, true);
    expect(store.experiment.peek().rate).toBe(0.03);
    store.change({ rate: 0.05 });
    store.accept({ experiment: made, text: null, origin: store.origin.peek(), changes: [] }, false);
    expect(store.experiment.peek().rate).toBe(0.05);
    store.refuse();
    expect(store.experiment.peek().rate).toBe(0.03);
  });

  it('of the length takes the shortest with it and gives it back, as long as nobody named it', () => {
    const store = accepted();
    store.change({ length: 3 });
    expect(store.experiment.peek().shortest).toBe(3);
    store.change({ length: 40 });
    expect(store.experiment.peek().shortest).toBe(defaults().shortest);
    expect(store.problems.peek()).toEqual([]);
  });
});

describe('the still picture', () => {
  it('stands until there is a frame; an element says in it what failed, a page says that itself', () => {
    const store = new Store();
    expect([store.still.peek(), store.waiting.peek()]).toEqual([true, true]);
    store.run.failure.value = 'It failed.';
    expect(store.still.peek()).toBe(true);
    store.options.fill.value = true;
    expect([store.still.peek(), store.waiting.peek()]).toEqual([false, false]);
    store.run.failure.value = null;
    expect([store.still.peek(), store.waiting.peek()]).toEqual([true, false]);
  });
});

describe('a tick of a slider', () => {
  it('runs what depends on that parameter, and nothing else', () => {
    const store = accepted();
    const runs: Record<string, number> = {};
    const count = (name: string) => (runs[name] = (runs[name] ?? 0) + 1);
    subscribe([store.value('rate')], () => count('rate'));
    subscribe([store.value('length')], () => count('length'));
    subscribe([store.value('cells')], () => count('cells'));
    subscribe([store.view.all], () => count('view'));
    subscribe([store.panels], () => count('panels'));
    subscribe([store.controls], () => count('controls'));
    subscribe([store.scheme], () => count('scheme'));
    subscribe([store.waiting], () => count('waiting'));
    subscribe([store.origin], () => count('origin'));
    subscribe([store.problems], () => count('problems'));
    for (let tick = 1; tick <= 5; tick++) store.change({ rate: tick / 1000 + 0.01 });
    expect(runs).toEqual({ rate: 6, length: 1, cells: 1, view: 1, panels: 1, controls: 1, scheme: 1, waiting: 1, origin: 1, problems: 1 });
  });

  it('keeps the list of cells the very same list', () => {
    const store = accepted();
    const cells = store.value('cells').peek();
    store.change({ rate: 0.5 });
    expect(store.value('cells').peek()).toBe(cells);
  });
});

describe('attributes', () => {
  it('that change in one task make one change', async () => {
    const store = accepted();
    const asked = requests(store);
    store.attribute('length', 12);
    store.attribute('rate', 0.02);
    store.attribute('cells', ['rnn']);
    expect(asked).toEqual([]);
    await Promise.resolve();
    expect(asked).toHaveLength(1);
    expect(asked[0]!.experiment).toMatchObject({ length: 12, rate: 0.02, cells: ['rnn'] });
  });

  it('are in force for whoever asks within the task', () => {
    const store = accepted();
    store.attribute('length', 12);
    store.flush();
    expect(store.experiment.peek().length).toBe(12);
  });

  it('that go leave the default', async () => {
    const store = accepted();
    store.attribute('length', 12);
    await Promise.resolve();
    store.attribute('length', undefined);
    await Promise.resolve();
    expect(store.experiment.peek().length).toBe(defaults().length);
  });
});

describe('problems', () => {
  it('stand as long as they hold, and are the same objects while something else changes', async () => {
    const store = accepted();
    store.attribute('length', 99_999);
    await Promise.resolve();
    const [problem] = store.problems.peek();
    expect(problem).toMatchObject({ kind: 'outOfRange', key: 'length', used: 1024 });
    store.attribute('rate', 0.02);
    await Promise.resolve();
    expect(store.problems.peek()).toEqual([problem]);
    expect(store.problems.peek()[0]).toBe(problem);
    store.attribute('length', 20);
    await Promise.resolve();
    expect(store.problems.peek()).toEqual([]);
  });

  it('go when a control changes something: what is in force then is what was asked for', () => {
    const store = accepted({ length: 99_999, lenght: 3 });
    expect(store.problems.peek()).toHaveLength(2);
    store.change({ rate: 0.02 });
    expect(store.problems.peek()).toEqual([]);
    expect(store.experiment.peek().length).toBe(1024);
  });
});

describe('what is looked at', () => {
  it('stays within the run, and tells a choice from a suggestion', () => {
    const store = accepted({ layers: 2 });
    store.look({ t: 3 }, false);
    expect(store.view.chosen.peek()).toBe(false);
    store.look({ unit: 1000, layer: 9, t: -4 });
    expect(store.view.all.peek()).toMatchObject({ t: 1, layer: 2 });
    expect(store.view.chosen.peek()).toBe(true);
  });

  it('is read from lists of panels and controls, of which unknown names are named', () => {
    expect(panelsOf({ names: 'chart, gradient nonsense', presenting: false, collapsed: false, outcomeHidden: false, asked: false })).toEqual(['hero', 'input', 'gradient']);
    expect(panelsOf({ names: 'all', presenting: false, collapsed: false, outcomeHidden: true, asked: false })).not.toContain('hero');
    expect(panelsOf({ names: 'chart,gradient', presenting: true, collapsed: false, outcomeHidden: true, asked: true })).toEqual(['hero', 'input']);
    // What a room predicts from.
    expect(panelsOf({ names: null, presenting: true, collapsed: false, outcomeHidden: true, asked: false })).toEqual(['input', 'state', 'gates', 'caption']);
    expect(unknownPanels('chart, gradient nonsense')).toEqual(['nonsense']);
    expect(controlsOf('')).toEqual({ buttons: true, speed: false, parameters: [] });
    expect(controlsOf('play, forget-bias rate')).toEqual({ buttons: true, speed: false, parameters: ['forgetBias', 'rate'] });
    expect(unknownControls('play foo')).toEqual(['foo']);
  });
});

describe('aliases', () => {
  const table = [{ key: 'units', aliases: ['hidden'], kind: 'integer' }, { key: 'rate', kind: 'number' }] as unknown as Parameter[];

  it('name the parameter that the key names', () => {
    const names = byName(table);
    expect(names.get('hidden')).toBe(table[0]);
    expect(names.get('units')).toBe(table[0]);
    expect([...names.keys()]).toEqual(['units', 'hidden', 'rate']);
  });
});

describe('subscribing', () => {
  it('runs again for the signals that are named, not for those that are read on the way', () => {
    const store = accepted();
    const act = vi.fn(() => {
      store.run.speed.value.toString();
    });
    subscribe([store.run.playing], act);
    store.run.speed.value = 3;
    expect(act).toHaveBeenCalledTimes(1);
    store.run.playing.value = true;
    expect(act).toHaveBeenCalledTimes(2);
  });

  it('passes values that are the same on as one value', () => {
    const store = accepted();
    const parity = computedBy(() => ({ odd: store.run.newest.value % 2 === 1 }), (a, b) => a.odd === b.odd);
    const act = vi.fn();
    effect(() => {
      act(parity.value);
    });
    store.run.newest.value = 2;
    expect(act).toHaveBeenCalledTimes(1);
    store.run.newest.value = 3;
    expect(act).toHaveBeenCalledTimes(2);
  });

  it('throttled acts once for many calls, after the last of them', () => {
    vi.useFakeTimers();
    const act = vi.fn();
    const call = throttled(act, 80);
    for (let index = 0; index < 9; index++) call();
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(80);
    expect(act).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });
});
