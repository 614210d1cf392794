/** Records of passes that were never run, of every kind that there is; for the tests alone. */

import type { LaneRecord, StoryRecord } from './facts';

const LABELS = ['RNN', 'LSTM', 'GRU', 'Window'];

/** Random numbers in [0, 1), the same every time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function randomLane(random: () => number, label: string, steps: number): LaneRecord {
  const slope = random() < 0.3 ? 0.3 * (random() - 0.6) : (random() - 0.8) * 2;
  const cliff = random() < 0.3 ? random() * 4 : 0;
  const noise = random() < 0.5 ? 0 : random();
  const cut = random() < 0.15 ? Math.floor(random() * steps) : 0;
  const log10 = Array.from({ length: steps }, (_, index) => {
    const back = steps - 1 - index;
    if (index < cut) return -Infinity;
    return -1 + slope * back - (back > 0 ? cliff : 0) + noise * (random() - 0.5);
  });
  if (random() < 0.05) log10[steps - 1] = -Infinity;
  const gated = label === 'LSTM' || label === 'GRU';
  const gate = gated ? ({ name: label === 'GRU' ? 'update' : 'forget', mean: random() < 0.5 ? 0.9 + 0.1 * random() : random() } as const) : null;
  const accuracy = random() < 0.1 ? null : random() < 0.4 ? 0.95 + 0.05 * random() : random();
  const divergedAt = random() < 0.08 ? 2 + Math.floor(random() * 50) : null;
  return { label, of: random() < 0.2 ? 'x' : label === 'LSTM' ? 'c' : 'h', log10, accuracy, gated, direct: false, gate, divergedAt, shows: divergedAt === null ? null : divergedAt - 2 };
}

export function randomRecord(seed: number): StoryRecord {
  const random = dice(seed);
  const steps = 2 + Math.floor(random() * 80);
  const labels = LABELS.filter(() => random() < 0.6);
  if (labels.length === 0) labels.push(LABELS[Math.floor(random() * 4)]!);
  const update = random() < 0.3 ? 0 : Math.floor(random() * 500);
  const at = 1 + Math.floor(random() * steps);
  const source = random() < 0.8 ? steps : 1 + Math.floor(random() * steps);
  const kind = (['forward', 'backward', 'finished', 'none'] as const)[Math.floor(random() * 4)]!;
  return {
    steps, source, update, seed,
    single: source !== steps,
    letter: random() < 0.7 ? 'ABCD'.charAt(Math.floor(random() * 4)) : null,
    pass: kind === 'forward' || kind === 'backward' ? { kind, at } : { kind },
    milestone: random() < 0.4 ? update : random() < 0.5 ? Math.floor(random() * 500) : null,
    chance: random() < 0.9 ? 0.25 : null,
    answers: 64,
    asked: random() < 0.7 ? 1 : steps,
    unseen: random() < 0.8,
    lanes: labels.map((label) => randomLane(random, label, steps)),
  };
}

/** First ÷ last of a lane, from the frame and by no detour; null where there is nothing to compare. */
export function ratios(record: StoryRecord): (number | null)[] {
  return record.lanes.map(({ log10 }) => (Number.isFinite(log10[record.source - 1]) ? log10[0]! - log10[record.source - 1]! : null));
}
