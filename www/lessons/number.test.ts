import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

import type { Experiment } from '../generated/types';
import { initSync, Lane } from '../generated/vanishing_point.js';
import { LANGUAGES } from '../i18n/languages';
import { heldIn } from '../store/hold';
import { validate } from '../store/validate';
import type { NumberQuestion } from './lesson';
import { LESSONS, loadLesson } from './list';
import { choiceOfNumber, numberText } from './number';
import { loadLessonText } from './texts';

initSync({ module: readFileSync(fileURLToPath(new URL('../generated/vanishing_point_bg.wasm', import.meta.url))) });

test('a number stands for the choice whose part it lies in', () => {
  const question = { as: 'share', from: 0, to: 100, step: 1, start: 50, parts: [{ to: 4, choice: 1 }, { to: 94, choice: 0 }, { to: 100, choice: 2 }] } as const;
  expect([0, 4, 5, 50, 94, 95, 100].map((share) => choiceOfNumber(question, share))).toEqual([1, 1, 0, 0, 0, 2, 2]);
});

test('a number reads as what it is', () => {
  const share = (part: number) => `${(100 * part).toFixed(0)}%`;
  expect(numberText('share', 12, share)).toBe('12%');
  expect(numberText('power', -3, share)).toBe('10⁻³');
  expect(numberText('power', 0, share)).toBe('1');
  expect(numberText('factor', 0.9, share)).toBe('0.90');
  expect(numberText('count', 2500, share)).toBe('2\u2009500');
});

/** What the model says, in the terms of the question. */
function truth({ as }: NumberQuestion, lane: Lane, experiment: Experiment): number {
  if (as === 'count') return lane.describe().parameterCount;
  if (as === 'factor') return heldIn(experiment).forget!;
  const layer = lane.trace().layers[0]!;
  const norms = layer.log10GradCell ?? layer.log10GradHidden;
  const log10 = norms[0]! - norms.at(-1)!;
  return as === 'power' ? log10 : 100 * 10 ** log10;
}

describe.each(LESSONS)('a number that lesson %s asks for', (id) => {
  test('has a part of the scale for each choice, and the model’s own stands for the right one', async () => {
    for (const { id: name, set, right, experiment: asked, at, until } of (await loadLesson(id)).beats) {
      if (set === undefined) continue;
      expect([at, until], name).toEqual([0, undefined]);
      const bounds = set.parts.map(({ to }) => to);
      expect(bounds, name).toEqual([...bounds].sort((a, b) => a - b));
      expect(bounds.at(-1), name).toBe(set.to);
      const { experiment } = validate(asked);
      for (const language of LANGUAGES) {
        const { choices } = (await loadLessonText(language, id))[name]!.ask!;
        expect([...set.parts.map(({ choice }) => choice)].sort(), name).toEqual([...choices.keys()]);
      }
      const cell = set.as === 'count' ? experiment.cells.at(-1)! : experiment.cells[0]!;
      expect(choiceOfNumber(set, truth(set, new Lane(experiment, cell), experiment)), name).toBe(right);
      expect(choiceOfNumber(set, set.start), name).not.toBe(right);
    }
  });
});
