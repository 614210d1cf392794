import { describe, expect, test } from 'vitest';

import { engine } from '../generated/version';
import { validate } from '../store/validate';
import { readAddress } from '../store/address';
import { KINDS, SCENES, sceneAddress, stillOf } from './list';

describe('the scenes', () => {
  test.each(SCENES.map((scene) => [scene.id, scene] as const))('%s: its link gives its experiment back, without a problem', (_, scene) => {
    const { given, unknown, view } = readAddress(sceneAddress(scene, { hide: 'answer' }));
    const fromLink = validate(given);
    const meant = validate(scene.experiment);
    expect(meant.problems).toEqual([]);
    expect(fromLink.problems).toEqual([]);
    expect(fromLink.experiment).toEqual(meant.experiment);
    expect(unknown).toEqual([]);
    // The scene of the bare page has a link that names no run.
    const bare = Object.keys(scene.experiment).length === 0;
    expect(view).toEqual({ ...scene.view, hide: 'answer', ...(bare ? {} : { engine: String(engine) }) });
  });

  test.each(SCENES.map((scene) => [scene.id, scene] as const))('%s: its still has a line for every cell, as long as its sequence', (_, scene) => {
    const { cells, length } = validate(scene.experiment).experiment;
    const still = stillOf(scene);
    expect(Object.keys(still).sort()).toEqual([...cells].sort());
    for (const logs of Object.values(still)) expect(logs).toHaveLength(length);
  });

  test('are of a known kind, and every kind has some', () => {
    expect(new Set(SCENES.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  });
});
