import { describe, expect, test } from 'vitest';

import { taskOf } from '../engine/tasks';
import { engine } from '../generated/version';
import { validate } from '../store/validate';
import { readAddress } from '../store/address';
import { loadMessages } from '../i18n';
import { LANGUAGES } from '../i18n/languages';
import { KINDS, SCENES, sceneAddress, textOf } from './list';
import { stillOf } from './stills';

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
    expect(view).toEqual({ ...scene.view, scene: scene.id, hide: 'answer', ...(bare ? {} : { engine: String(engine) }) });
  });

  test.each(SCENES.map((scene) => [scene.id, scene] as const))('%s: its still has a line for every cell, as long as its sequence', (_, scene) => {
    const { cells, length, task } = validate(scene.experiment).experiment;
    const still = stillOf(scene);
    expect(Object.keys(still).sort()).toEqual([...cells].sort());
    const lengths = new Set(Object.values(still).map((logs) => logs.length));
    // Where the data decide how long a sequence is, it is as long for every cell.
    if (taskOf(task).naturalLengths) expect(lengths.size).toBe(1);
    else expect([...lengths]).toEqual([length]);
  });

  test('begin with the race, and show what fails before what mends it', () => {
    expect(SCENES[0]?.id).toBe('race');
    const firstCure = SCENES.findIndex(({ id, kind }) => kind === 'good' && id !== 'race');
    for (const trouble of ['vanishing', 'exploding']) {
      const place = SCENES.findIndex(({ id }) => id === trouble);
      expect(place).toBeGreaterThan(0);
      expect(place).toBeLessThan(firstCure);
    }
  });

  test.each(LANGUAGES)('in %s a scene that speaks of another one follows it, and names it by its title', async (language) => {
    const words = await loadMessages(language);
    const titles = SCENES.map((scene) => textOf(scene, words).title);
    SCENES.forEach((scene, place) => {
      for (const text of [textOf(scene, words).text, words.sceneLooks[scene.id]]) {
        const named = [...text.matchAll(/“([^”]+)”/g)].map(([, title]) => title!);
        for (const title of named) {
          expect(titles, text).toContain(title);
          expect(titles.indexOf(title), text).toBeLessThan(place);
        }
        // Whoever compares says with what.
        if (/the experiment of|compare with|对比“|的实验相同|相比只/i.test(text)) expect(named, text).not.toEqual([]);
      }
    });
    // These are the same experiments but for what their texts say.
    for (const [one, other] of [['clipped', 'exploding'], ['bias-five', 'bias-zero']] as const) {
      expect(words.sceneTexts[one].text).toContain(`“${words.sceneTexts[other].title}”`);
    }
  });

  test('stop no later than at the last update that their claims are held at', () => {
    for (const { id, stop, claims } of SCENES as unknown as { id: string; stop: number; claims: { to: number }[] }[]) {
      expect(Math.max(...claims.map(({ to }) => to)), id).toBeGreaterThanOrEqual(stop);
    }
  });

  test('are of a known kind, and every kind has some', () => {
    expect(new Set(SCENES.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  });
});
