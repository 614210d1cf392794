import { beforeEach, describe, expect, it, vi } from 'vitest';
import { attributeName, defaults, parameter, PARAMETERS } from '../store/parameters';
import { Store } from '../store/store';
import { ATTRIBUTES, defineProperties, misspelt, PROPERTIES, upgradeProperties, wordsProblem, writeAttribute } from './attributes';

/** As HTML has it. */
class Base {
  #isHidden = false;

  get hidden(): boolean {
    return this.#isHidden;
  }

  set hidden(value: unknown) {
    this.#isHidden = Boolean(value);
  }
}

/** What the properties need of an element: attributes that write to the store. */
class Host extends Base {
  readonly store = new Store();
  readonly #attributes = new Map<string, string>();
  /** As the element has it. */
  reset(): string {
    return 'the method';
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }

  setAttribute(name: string, value: string): void {
    this.#attributes.set(name, value);
    writeAttribute(this.store, name, value);
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
    writeAttribute(this.store, name, null);
  }
}

defineProperties(Host.prototype as never);

let host: Host & Record<string, unknown>;
beforeEach(() => (host = new Host() as never));

describe('a property of the experiment', () => {
  it('is there for every parameter that collides with nothing', () => {
    for (const { key } of PARAMETERS) expect(key in host).toBe(true);
    expect(host.reset()).toBe('the method');
    host.resetGate = 'before';
    expect(host.getAttribute('reset-gate')).toBe('before');
    host.setAttribute('reset', 'after');
    expect(host.resetGate).toBe('after');
  });

  it('reflects its attribute, and reads back what is in force', () => {
    host.length = 30;
    expect(host.getAttribute('length')).toBe('30');
    expect(host.length).toBe(30);
    host.forgetBias = -5;
    expect(host.getAttribute('forget-bias')).toBe('-5');
    expect(host.forgetBias).toBe(-5);
    host.cells = ['rnn', 'gru'];
    expect(host.getAttribute('cells')).toBe('rnn,gru');
    expect(host.cells).toEqual(['rnn', 'gru']);
    host.clip = null;
    expect(host.getAttribute('clip')).toBe('none');
    expect(host.clip).toBeNull();
  });

  it('out of range reads back the number in force, and is taken back by undefined and null', () => {
    for (const nothing of [undefined, null]) {
      host.length = 99_999;
      expect(host.length).toBe(1024);
      host.length = nothing;
      expect(host.getAttribute('length')).toBeNull();
      expect(host.length).toBe(defaults().length);
      expect(host.store.problems.peek()).toEqual([]);
    }
  });

  it('by a former name that HTML or a method has: what can only mean the parameter does', () => {
    Object.assign(host, { reset: 'before' });
    expect(host.resetGate).toBe('before');
    expect(host.reset()).toBe('the method');
    host.hidden = 16;
    expect([host.units, host.hidden]).toEqual([16, false]);
    for (const state of [true, 'until-found', false, '']) {
      host.hidden = state;
      expect([host.units, host.hidden]).toEqual([16, Boolean(state)]);
    }
    host.reset = () => 'a spy';
    expect(host.reset()).toBe('a spy');
  });

  it('set before the class was there takes effect then, and later', () => {
    const early = new Host() as Host & Record<string, unknown>;
    Object.defineProperty(early, 'length', { value: 12, writable: true, configurable: true, enumerable: true });
    upgradeProperties(early as never, PROPERTIES);
    expect(early.store.experiment.peek().length).toBe(defaults().length);
    expect(early.length).toBe(12);
    early.length = 14;
    expect(early.length).toBe(14);
    expect(early.getAttribute('length')).toBe('14');
  });
});

describe('a property of how the element looks', () => {
  it('reflects words and flags', () => {
    host.panels = 'chart';
    host.autoplay = true;
    host.controls = true;
    expect(host.store.options.panels.peek()).toBe('chart');
    expect(host.store.options.autoplay.peek()).toBe(true);
    expect(host.getAttribute('controls')).toBe('');
    host.autoplay = false;
    host.panels = null;
    expect([host.autoplay, host.panels]).toEqual([false, null]);
  });
});

describe('an attribute', () => {
  it('is read in kebab-case, in snake case and as HTML writes camel case', () => {
    expect(attributeName('forgetBias')).toBe('forget-bias');
    for (const name of ['forget-bias', 'forget_bias', 'forgetbias', 'clip-by', 'clipby']) expect(ATTRIBUTES).toContain(name);
    host.setAttribute('forgetbias', '-5');
    expect(host.forgetBias).toBe(-5);
  });

  it('hidden is a number of units, and hides the element as HTML writes it', () => {
    const units = parameter('units');
    for (const value of ['', 'hidden', 'until-found']) {
      host.setAttribute('hidden', value);
      host.store.flush();
      expect(host.store.experiment.peek()[units.key]).toBe(units.default);
      expect(host.store.problems.peek()).toEqual([]);
    }
    host.setAttribute('hidden', '7');
    host.store.flush();
    expect(host.store.experiment.peek()[units.key]).toBe(7);
  });

  it('that is nearly one of the element is reported; the page\'s own are not', () => {
    const wrong = ['lenght', 'lengh', 'celsl', 'optimizr', 'optimiser', 'forget-bais', 'reset-gat', 'auto-play', 'outcome-hiden'];
    expect(misspelt(wrong).map(({ key }) => key)).toEqual(wrong);
    expect(misspelt(['captoin'])[0]?.allowed).toMatchObject({ keys: expect.arrayContaining(['caption', 'units']) as unknown });
    expect(misspelt(['length', 'data-lenght', 'aria-label', 'class', 'style', 'slot', 'id', 'data-length', '_ngcontent-abc', 'title', 'part', 'v-cloak', 'onclick', 'role'])).toEqual([]);
  });

  it('of words that mean nothing is reported with those that mean something', () => {
    expect(wordsProblem('panels', 'chart foo')).toMatchObject({ kind: 'wrongValue', key: 'panels', given: 'foo' });
    expect(wordsProblem('theme', 'blue')).toMatchObject({ given: 'blue', allowed: { type: 'words', words: ['light', 'dark', 'auto', 'inherit'] } });
    expect(wordsProblem('controls', 'play rate')).toBeNull();
    for (const [name, text] of [['theme', ' Dark'], ['loading', 'Eager '], ['lang', 'zh_CN'], ['panels', 'Chart, GATES'], ['controls', 'Play forget_bias forgetBias']] as const) expect(wordsProblem(name, text)).toBeNull();
    host.setAttribute('theme', ' Dark');
    expect(host.store.options.theme.peek()).toBe('dark');
  });

  it('may have its words in capitals', () => {
    host.setAttribute('cells', 'RNN, Lstm');
    host.setAttribute('task', 'Recall');
    host.setAttribute('forget-bias', 'Chrono');
    expect([host.cells, host.task, host.forgetBias]).toEqual([['rnn', 'lstm'], 'recall', 'chrono']);
    expect(host.store.problems.peek()).toEqual([]);
    expect(wordsProblem('panels', null)).toBeNull();
  });
});

describe('on a server', () => {
  it('everything can be imported, and registering does nothing', async () => {
    vi.stubGlobal('HTMLElement', undefined);
    const [{ register }, { VanishingPointElement }] = await Promise.all([import('./register'), import('./vanishing-point'), import('./session'), import('./lazy-panels')]);
    expect(() => register()).not.toThrow();
    expect(VanishingPointElement.observedAttributes).toContain('length');
    vi.unstubAllGlobals();
  });
});
