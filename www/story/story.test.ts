import { describe, expect, test } from 'vitest';

import { named, namedBefore, readChinese, readEnglish, scientific, shareIn } from './checker';
import { story as en } from '../i18n/en/story';
import { flaws } from '../i18n/mechanics';
import { factsOf, shapeOf, type Facts, type StoryRecord } from './facts';
import frames from './frames.json';
import { plain, type Sentence } from './parts';
import { randomRecord, ratios } from './random';
import { factor, figure, ROUNDED_AWAY } from './share';
import { story as zh } from '../i18n/zh/story';

const LANGUAGES = { en, zh };
/** A frame of frames.json; null there is exactly zero. */
function real(name: string): Facts {
  const record = frames.find((each) => each.name === name)!;
  const lanes = record.lanes.map((lane) => ({ ...lane, log10: lane.log10.map((log) => log ?? -Infinity) }));
  return factsOf({ ...record, lanes } as unknown as StoryRecord);
}

const RECORDS = Array.from({ length: 1000 }, (_, index) => randomRecord(index + 1));
const REAL = frames.map(({ name }) => real(name));
const ALL: Facts[] = [...RECORDS.map(factsOf), ...REAL];

const sentences = (facts: Facts, language: keyof typeof LANGUAGES): Sentence[] => {
  const story = LANGUAGES[language];
  return [story.headline(facts), story.finding(facts), story.meaning(facts), story.doing(facts), story.learned(facts) ?? [], story.provenance(facts),
    ...facts.lanes.flatMap((lane) => [[story.gain(lane)], [story.power(lane)], [story.share(lane.log10Ratio)]])];
};

test('in Chinese no space stands between a name in Chinese and the words around it', () => {
  const facts = real(frames[0]!.name);
  const named = { ...facts, lanes: facts.lanes.map((lane, index) => ({ ...lane, label: index === 1 ? '注意力' : lane.label })) };
  const said = sentences(named, 'zh').map(plain);
  expect(said.filter((each) => each.includes('注意力'))).not.toEqual([]);
  for (const each of said) expect(each).not.toMatch(/[\u4e00-\u9fff] 注意力|注意力 [\u4e00-\u9fff]/);
});

describe.each(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[])('in %s', (language) => {
  const story = LANGUAGES[language];

  test('no sentence says what is not a word or not a number', () => {
    for (const facts of ALL) {
      for (const sentence of sentences(facts, language)) {
        expect(flaws(plain(sentence), language), plain(sentence)).toEqual([]);
        expect(plain(sentence)).not.toMatch(/undefined|null|NaN|Infinity|\[object|--| {2}|，，|。。|\.\.| ,| \./);
      }
    }
  });

  test('headline, finding and provenance are never empty, and the finding names every lane on view', () => {
    for (const facts of ALL) {
      expect(plain(story.headline(facts))).not.toBe('');
      expect(plain(story.provenance(facts))).not.toBe('');
      for (const { label } of facts.lanes) expect(plain(story.finding(facts))).toContain(label);
    }
  });

  test('the share of every lane is what the frame has, read back from its words', () => {
    const read = language === 'en' ? readEnglish : readChinese;
    RECORDS.forEach((record, index) => {
      const finding = story.finding(ALL[index]!);
      ratios(record).forEach((ratio, lane) => {
        const label = record.lanes[lane]!.label;
        const said = shareIn(finding, lane, label);
        if (ratio === null) { expect(said).toBeUndefined(); return; }
        // Two zeros share one "nothing at all".
        if (ratio === -Infinity && said === undefined) { expect(plain(finding)).toMatch(/exactly 0/); return; }
        const { least, most } = read(said!);
        const value = 10 ** ratio;
        if (ratio < -320) { expect(least).toBe(0); return; }
        expect(value, `${plain(finding)} (${ratio})`).toBeGreaterThanOrEqual(least);
        expect(value, `${plain(finding)} (${ratio})`).toBeLessThanOrEqual(most);
        if (ratio === -Infinity) expect(most).toBe(0);
      });
    });
  });

  test('a lane said to learn nothing, little or something of the first step gets as much of the signal', () => {
    const words = language === 'en' ? ['practically nothing', 'very little', 'nothing at all'] : ['几乎学不到', '只能从', '完全学不到'];
    RECORDS.forEach((record, index) => {
      const meaning = story.meaning(ALL[index]!);
      const all = ratios(record);
      const [vanishes, fades, zero] = namedBefore(meaning, words, record.lanes.map(({ label }) => label)) as [string[], string[], string[]];
      const ratioOf = (label: string) => all[record.lanes.findIndex((lane) => lane.label === label)]!;
      for (const label of vanishes) expect(ratioOf(label)).toBeLessThan(ROUNDED_AWAY);
      for (const label of fades) expect(ratioOf(label)).toBeLessThan(-3);
      for (const label of zero) expect(ratioOf(label)).toBe(-Infinity);
      // Whoever is low is named.
      record.lanes.forEach(({ label, divergedAt }, lane) => {
        const low = all[lane] !== null && all[lane]! < -3 && divergedAt === null;
        const said = [...vanishes, ...fades, ...zero].includes(label);
        expect(said, `${label}: ${plain(meaning)}`).toBe(low);
      });
    });
  });

  test('gates are called open only where every lane that gets its signal back has one open, and no other lane has', () => {
    RECORDS.forEach((record, index) => {
      const facts = ALL[index]!;
      if (!/[Oo]pen gates|敞开的门/.test(plain(story.headline(facts)))) return;
      ratios(record).forEach((ratio, lane) => {
        const open = (record.lanes[lane]!.gate?.mean ?? 0) >= 0.9;
        if (ratio !== null) expect(open).toBe(ratio >= -3);
      });
    });
  });

  test('nobody is said to have learned, to guess or to answer right who does not', () => {
    RECORDS.forEach((record, index) => {
      const facts = ALL[index]!;
      const learned = story.learned(facts);
      const gated = record.lanes.filter((lane) => lane.gated && lane.divergedAt === null);
      const due = record.milestone === record.update && record.chance !== null && gated.length > 0 && gated.every(({ accuracy }) => (accuracy ?? 0) >= 0.95);
      expect(learned !== null).toBe(due);
      const latched = language === 'en' ? /answers right all the same/ : /照样答对/;
      if (latched.test(plain(story.meaning(facts)))) expect(record.lanes.some(({ accuracy }) => (accuracy ?? 0) >= 0.95)).toBe(true);
      if (learned === null) return;
      const labels = record.lanes.map(({ label }) => label);
      const accuracyOf = (label: string) => record.lanes.find((lane) => lane.label === label)!.accuracy!;
      for (const label of named(learned, language === 'en' ? /^.*? answers? at least/ : /^.*?至少答对/, labels)) expect(accuracyOf(label)).toBeGreaterThanOrEqual(0.95);
      const guessing = named(story.headline(facts), language === 'en' ? /[^.]*guess(es)?\./ : /[^，]*还在猜/, labels);
      for (const label of guessing) expect(accuracyOf(label)).toBeLessThanOrEqual(0.25 + 2 * Math.sqrt((0.25 * 0.75) / 64));
    });
  });

  test('a mean gain is the root of the ratio, and stands alone only where the curve is even', () => {
    RECORDS.forEach((record, index) => {
      ratios(record).forEach((ratio, lane) => {
        const facts = ALL[index]!.lanes[lane]!;
        const text = story.gain(facts);
        const found = /×([\d.]+(·10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)/.exec(text);
        if (found === null) return;
        const gain = 10 ** (ratio! / (record.source - 1));
        expect(Math.abs(scientific(found[1]!) / gain - 1)).toBeLessThan(0.06);
        // Whoever multiplies it out comes to the ratio.
        if (!found[1]!.includes('·')) expect(Math.abs((record.source - 1) * Math.log10(Number(found[1])) - ratio!)).toBeLessThan(0.05);
        if (facts.shape.kind !== 'even') expect(text).toMatch(/average|平均/);
      });
    });
  });

  test('what the pass is doing is said without a number that runs', () => {
    for (const facts of ALL) {
      const text = plain(story.doing(facts));
      if (facts.pass.kind === 'none') expect(text).toBe('');
      if (facts.pass.kind === 'forward') expect(text).toContain(String(facts.steps));
      if (facts.pass.kind === 'backward') expect(text).toContain(String(facts.source));
      const { pass } = facts;
      if (pass.kind === 'forward' || pass.kind === 'backward') expect(plain(story.doing({ ...facts, pass: { ...pass, at: pass.at + 7 } }))).toBe(text);
    }
  });
});

describe('frames of real runs', () => {
  const said = (name: string) => Object.values(LANGUAGES).flatMap((story) => {
    const facts = real(name);
    return [story.headline(facts), story.finding(facts), story.meaning(facts), story.learned(facts) ?? [], story.provenance(facts)].map(plain)
      .concat(facts.lanes.map((lane) => `${lane.label}: ${story.gain(lane)} | ${story.power(lane)}`));
  });
  test.each(frames.map(({ name }) => name))('%s', (name) => {
    expect(said(name)).toMatchSnapshot();
  });
});

describe('shapes', () => {
  const path = (value: (back: number) => number) => Array.from({ length: 40 }, (_, back) => value(back));
  test('an even fall, a cliff, a level line and others are told apart', () => {
    expect(shapeOf(path((back) => -0.25 * back))).toEqual({ kind: 'even' });
    expect(shapeOf(path((back) => (back < 2 ? -0.6 * back : -1.2)))).toEqual({ kind: 'cliff', steps: 2, log10: -1.2 });
    expect(shapeOf(path((back) => 0.01 * back))).toEqual({ kind: 'flat' });
    expect(shapeOf(path((back) => (back < 20 ? 0 : -2)))).toEqual({ kind: 'uneven' });
    expect(shapeOf(path((back) => (back < 20 ? 0 : -Infinity)))).toEqual({ kind: 'unknown' });
  });
});

test('figures keep to two digits and never round what is there to nothing', () => {
  expect([null, -Infinity, -0.66, -0.398, -0.001, -9.7, 0.32, 5.2, -400.2].map(figure)).toEqual(['–', '0', '0.22', '0.40', '1', '2·10⁻¹⁰', '×2.1', '×1.6·10⁵', '6·10⁻⁴⁰¹']);
  expect([-0.2596, -0.0088, 0.005, -3, 2.5].map((log) => factor(log, 39))).toEqual(['×0.55', '×0.98', '×1.01', '×1.0·10⁻³', '×3.2·10²']);
});

test('a lane whose steps are read directly is said to spread its signal only where nearly all steps get about as little as the first, and never a factor a step', () => {
  const lane = (log10: number[]) => ({ label: 'Attention', of: 'x' as const, log10, accuracy: 0.25, gated: false, direct: true, gate: null, divergedAt: null, shows: null });
  const facts = (log10: number[]) => factsOf({ steps: log10.length, source: log10.length, single: false, letter: 'C', pass: { kind: 'finished' }, update: 0, seed: 1, milestone: null, chance: 0.25, answers: 64, asked: 1, unseen: true, lanes: [lane(log10)] });
  const noisy = Array.from({ length: 60 }, (_, t) => -3.6 + 0.4 * Math.sin(7 * t));
  const spread = facts([-3.6, ...noisy, 0]);
  const others = [facts([-3.6, ...noisy.map((each) => each + 1), 0]), facts([-2.5, ...noisy, 0])];
  const said = { en: ['spreads over all steps', 'reads every step directly', 'each step is read directly'], zh: ['分散到了各步', '直接读取每一步', '直接读取每一步'] };
  for (const language of ['en', 'zh'] as const) {
    const story = LANGUAGES[language];
    const [headline, meaning, gain] = said[language];
    expect(plain(story.headline(spread))).toContain(headline);
    expect(plain(story.meaning(spread))).toContain(meaning);
    for (const each of others) expect(plain(story.headline(each)) + plain(story.meaning(each))).not.toMatch(new RegExp(`${headline}|${meaning}`));
    expect([spread, others[0]!].map(({ lanes }) => story.gain(lanes[0]!))).toEqual([gain, gain]);
    expect(story.power(spread.lanes[0]!)).toBe(gain);
  }
});
