import { describe, expect, it } from 'vitest';
import { validate } from '../element/validate';
import { readAddress, writeAddress } from './address';

describe('the address', () => {
  it('is empty for the default scene', () => {
    expect(writeAddress(validate({}).experiment, {}, [])).toBe('');
  });

  it('gives the same run and view from the same link', () => {
    const link = '#cells=rnn,lstm&length=20&clip=none&seed=7&t=3&unit=2&lang=zh&theme=dark&hide=rail,seed';
    const { given, view, unknown } = readAddress(link);
    const { experiment, problems } = validate(given);
    expect(problems).toEqual([]);
    expect(experiment).toMatchObject({ cells: ['rnn', 'lstm'], length: 20, clip: null, seed: 7 });
    expect(view).toEqual({ t: 3, unit: 2, lang: 'zh', theme: 'dark', hide: 'rail,seed' });
    expect(writeAddress(experiment, view, unknown)).toBe(link);
  });

  it('keeps unknown keys aside and in the link', () => {
    const { given, unknown } = readAddress('#length=20&colour=blue&t=never');
    expect(given).toEqual({ length: 20 });
    expect(unknown).toEqual([['colour', 'blue'], ['t', 'never']]);
    expect(writeAddress(validate(given).experiment, {}, unknown)).toBe('#length=20&colour=blue&t=never');
  });
});
