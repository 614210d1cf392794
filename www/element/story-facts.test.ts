import { describe, expect, test } from 'vitest';

import type { LaneFrame, StageFrame } from '../engine/frame';
import { loadMessages } from '../i18n';
import { plain } from '../story/parts';
import { factsOnView } from './story-facts';

const words = await loadMessages('en');

/** A lane of the recall task, with the fields that sentences are made from. */
function lane(cell: 'rnn' | 'lstm', fields: Record<string, number[]>, learnedAt: number | null = null): LaneFrame {
  const gated = cell === 'lstm';
  const probe = { symbols: [2, 3, 4, 3], values: null, marks: [0], targets: [null, null, null, 2] };
  const run = {
    steps: 4, loss: 'crossEntropy', gates: gated ? ['input', 'forget'] : [], baseline: { loss: 1.386, accuracy: 0.25 }, dataSha256: null,
    inputLabels: ['A', 'B', 'C', 'x', 'y'], outputLabels: ['A', 'B', 'C'], probe,
    spec: gated ? { memory: 'c', states: ['h', 'c'], gates: ['input', 'forget'], keepingGate: 'forget' } : { memory: 'h', states: ['h'], gates: [], keepingGate: null },
  };
  const field = (name: string) => Float32Array.from(fields[name] ?? []);
  return { cell, run, diverged: null, learnedAt, field, scalar: (name: string) => field(name)[0] } as unknown as LaneFrame;
}

const RNN = { log10GradHidden: [-9, -6, -3, -1], accuracy: [0.25] };
const LSTM = { log10GradHidden: [-2, -1.7, -1.4, -1], 'gates.forget': [0.98, 0.98], accuracy: [1] };
const shown = (frame: StageFrame) => factsOnView(frame, { words, quantity: 'hidden', layer: 0, seed: 7, pass: { kind: 'finished' } });

describe('the facts of a frame', () => {
  const facts = shown({ update: 130, lanes: [lane('rnn', RNN), lane('lstm', LSTM, 130)] });

  test('are the ratios of the very numbers that it holds', () => {
    expect(facts.lanes.map(({ log10Ratio }) => log10Ratio)).toEqual([-8, -1]);
    expect(facts.lanes[1]!.gate?.mean).toBeCloseTo(0.98);
    expect(facts).toMatchObject({ source: 4, steps: 4, letter: 'C', update: 130, seed: 7, milestone: 130, chance: 0.25, answers: 64, unseen: true });
  });

  test('make the sentences of the milestone at its update, and at no other', () => {
    expect(facts.atMilestone).toBe(true);
    expect(plain(words.story.headline(facts))).toBe('LSTM remembers the letter. The RNN guesses.');
    const later = shown({ update: 131, lanes: [lane('rnn', RNN), lane('lstm', LSTM, 130)] });
    expect(words.story.learned(later)).toBeNull();
    expect(plain(words.story.finding(later))).toContain('a hundred-millionth');
  });

  test('are those of the update that diverged lanes show, when none is left to train', () => {
    const over = Object.assign(lane('rnn', { ...RNN, update: [1] }), { diverged: { update: 3 } }) as unknown as LaneFrame;
    expect(shown({ update: 12, lanes: [over] })).toMatchObject({ update: 1, lanes: [{ divergedAt: 3, shows: 1 }] });
    expect(shown({ update: 12, lanes: [over, lane('lstm', LSTM)] }).update).toBe(12);
  });
});
