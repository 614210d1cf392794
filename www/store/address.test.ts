import { describe, expect, it } from 'vitest';
import { validate } from './validate';
import { engine } from '../generated/version';
import { readAddress, writeAddress } from './address';

describe('the address', () => {
  it('is empty for the default scene', () => {
    expect(writeAddress(validate({}).experiment, [], {}, [])).toBe('');
  });

  it('gives the same run and view from the same link', () => {
    const link = '#cells=rnn,lstm&length=20&clip=none&seed=7&changes=10:rate=0.02;clip=0.5,20:radius=1.2@lstm,30:radius=0.7&engine=2&update=25&t=3&unit=2&layer=1&cell=lstm&scale=absolute&quantity=input&analysis=open&lang=zh&theme=dark&hide=rail,seed';
    const { given, changes, view, unknown } = readAddress(link);
    const { experiment, problems } = validate(given);
    expect(problems).toEqual([]);
    expect(experiment).toMatchObject({ cells: ['rnn', 'lstm'], length: 20, clip: null, seed: 7 });
    expect(changes).toEqual([
      { update: 10, kind: 'set', parameters: { rate: 0.02, clip: 0.5 } },
      { update: 20, kind: 'rescale', radius: 1.2, cell: 'lstm' },
      { update: 30, kind: 'rescale', radius: 0.7, cell: null },
    ]);
    expect(view).toEqual({
      update: 25, t: 3, unit: 2, layer: 1, cell: 'lstm', scale: 'absolute', quantity: 'input', analysis: 'open', lang: 'zh', theme: 'dark', hide: 'rail,seed', engine: '2',
    });
    expect(writeAddress(experiment, changes, view, unknown)).toBe(link);
  });

  it('keeps unknown keys aside and in the link', () => {
    const { given, unknown } = readAddress('#length=20&colour=blue&t=never');
    expect(given).toEqual({ length: 20 });
    expect(unknown).toEqual([['colour', 'blue'], ['t', 'never']]);
    expect(writeAddress(validate(given).experiment, [], { engine: '1' }, unknown)).toBe('#length=20&colour=blue&t=never');
  });

  it('carries the number of another engine, and leaves out the first', () => {
    const { view } = readAddress('#length=20&engine=2');
    expect(view.engine).toBe('2');
    expect(writeAddress(validate({ length: 20 }).experiment, [], view, [])).toBe('#length=20&engine=2');
    expect(writeAddress(validate({ length: 20 }).experiment, [], { engine: '1' }, [])).toBe('#length=20');
    expect(writeAddress(validate({ length: 20 }).experiment, [], {}, [])).toBe(`#length=20&engine=${engine}`);
  });

  it('is that of the first engine where it names a run and no engine', () => {
    for (const link of ['#length=20', '#changes=10:rate=0.02', '#update=25', '#seed=7&lang=zh']) {
      const { given, changes, view, unknown } = readAddress(link);
      expect(view.engine).toBe('1');
      expect(writeAddress(validate(given).experiment, changes, view, unknown)).toBe(link);
    }
  });

  it('has no engine where it names no run', () => {
    for (const link of ['', '#t=3&lang=zh', '#colour=blue']) {
      const { view, unknown } = readAddress(link);
      expect(view.engine).toBeUndefined();
      expect(writeAddress(validate({}).experiment, [], view, unknown)).toBe(link);
    }
    expect(writeAddress(validate({}).experiment, [], { update: 130 }, [])).toBe(`#engine=${engine}&update=130`);
  });

  it.each(['104', '104:seed=3', '104:rate=99', '104:rate', 'x:rate=0.1', '10:radius=0', '10:radius=1@mlp', '10:rate=0.1,'])(
    'leaves changes aside that make no sense: %s',
    (text) => {
      const { changes, unknown } = readAddress(`#changes=${text}`);
      expect(changes).toEqual([]);
      expect(unknown).toEqual([['changes', text]]);
    },
  );
});
