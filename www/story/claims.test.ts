/** Headline and meaning over a thousand random passes: who is said to lose, keep or multiply its signal does, and all who do are named. */

import { describe, expect, test } from 'vitest';

import { story as en } from '../i18n/en/story';
import { story as zh } from '../i18n/zh/story';
import { factsOf } from './facts';
import { plain } from './parts';
import { randomRecord, ratios } from './random';

const LANGUAGES = { en, zh };
const PASSES = Array.from({ length: 1000 }, (_, index) => {
  const record = randomRecord(index + 1);
  const all = ratios(record);
  const labels = record.lanes.map(({ label }) => label);
  const within = (least: number, most: number) => labels.filter((_, lane) => all[lane] !== null && all[lane]! >= least && all[lane]! <= most);
  const below = labels.filter((_, lane) => all[lane] !== null && all[lane]! < -3 && all[lane]! > -Infinity);
  const groups = { low: below, zero: labels.filter((_, lane) => all[lane] === -Infinity), kept: within(-3, 1), grown: labels.filter((_, lane) => all[lane] !== null && all[lane]! > 1) };
  return { record, facts: factsOf(record), labels, groups };
});
type Group = keyof (typeof PASSES)[number]['groups'];

const namedIn = (text: string, labels: readonly string[]) => labels.filter((label) => new RegExp(`(^|[^A-Za-z])${label}([^A-Za-z]|$)`).test(text));

/** What a headline with several clauses says of whom. In English a clause goes on to the beginning of the next. */
const CLAUSES: Record<keyof typeof LANGUAGES, Record<Group, RegExp>> = {
  en: { low: /fades in (.*)/, zero: /does not get back in (.*)/, grown: /grows in (.*)/, kept: /gets back in (.*)/ },
  zh: { low: /在 ([^，]*) 中越传越弱/, zero: /在 ([^，]*) 中传不回开头/, grown: /在 ([^，]*) 中越传越强/, kept: /在 ([^，]*) 中传回了开头/ },
};
const NEXT = /(fades|does not get back|grows|gets back) in /;
const clauseOf = (text: string, pattern: RegExp) => (pattern.exec(text)?.[1] ?? '').split(NEXT)[0]!;

/** Headlines without names: each speaks of all lanes that there is something to say of. */
const WHOLE: Record<keyof typeof LANGUAGES, [RegExp, readonly Group[]][]> = {
  en: [
    [/^The error signal fades on its way back\.$/, ['low']],
    [/^The error signal grows on its way back\.$/, ['grown']],
    [/^None of the error signal gets back\.$/, ['zero']],
    [/^(Open gates keep the error signal alive|The error signal gets all the way back)\.$/, ['kept']],
    [/^The error signal fades on its way back\. Open gates keep it alive\.$/, ['low', 'kept']],
    [/^(Training diverged|No error signal to follow)\.$/, []],
  ],
  zh: [
    [/^误差信号越往回传越弱$/, ['low']],
    [/^误差信号越往回传越强$/, ['grown']],
    [/^误差信号一点也没有传回来$/, ['zero']],
    [/^(敞开的门留住了误差信号|误差信号一直传回了开头)$/, ['kept']],
    [/^误差信号越往回传越弱，敞开的门能把它留住$/, ['low', 'kept']],
    [/^(训练已发散|没有可以追踪的误差信号)$/, []],
  ],
};

describe.each(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[])('in %s', (language) => {
  const story = LANGUAGES[language];

  test('the headline says of every lane what became of its signal, and of none what did not', () => {
    let [whole, inClauses] = [0, 0];
    for (const { facts, labels, groups } of PASSES) {
      if (facts.atMilestone) continue;
      const text = plain(story.headline(facts));
      const present = (Object.keys(groups) as Group[]).filter((group) => groups[group].length > 0);
      const speaksOfAll = WHOLE[language].find(([pattern]) => pattern.test(text));
      if (speaksOfAll !== undefined) {
        expect([...present].sort(), text).toEqual([...speaksOfAll[1]].sort());
        whole += 1;
        continue;
      }
      for (const group of Object.keys(groups) as Group[]) {
        const clause = clauseOf(text, CLAUSES[language][group]);
        expect(namedIn(clause, labels), `${group} in “${text}”`).toEqual(groups[group]);
      }
      inClauses += 1;
    }
    expect(Math.min(whole, inClauses)).toBeGreaterThan(100);
  });

  test('at the milestone headline and finding give every other lane its own score', () => {
    let compared = 0;
    for (const { facts } of PASSES) {
      if (!facts.atMilestone) continue;
      const texts = [plain(story.headline(facts)), plain(story.learned(facts)!)];
      for (const { label, accuracy, divergedAt } of facts.lanes) {
        const score = new RegExp(language === 'en' ? `[Tt]he ${label}(?: is right)? (\\d+)\u202f%` : `${label} 只答对 (\\d+)%`);
        for (const text of texts) {
          const said = score.exec(text)?.[1];
          if (said === undefined) continue;
          expect(divergedAt).toBeNull();
          expect(Math.abs(Number(said) / 100 - accuracy!)).toBeLessThanOrEqual(0.005 + 1e-9);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  test('the small print names update, seed, the steps of the ratio, and what each lane’s gradient is with respect to', () => {
    const subscript = (value: number) => Array.from(String(value), (digit) => '₀₁₂₃₄₅₆₇₈₉'.charAt(Number(digit))).join('');
    for (const { record, facts } of PASSES) {
      const text = plain(story.provenance(facts));
      expect(text).toContain(language === 'en' ? `update ${record.update}` : `第 ${record.update} 次更新`);
      expect(text).toContain(language === 'en' ? `seed ${record.seed}` : `随机种子 ${record.seed}`);
      const [, loss = '', main = '', last = ''] = /^‖∂(L[₀-₉]*)\/∂(\w)₁‖ ÷ ‖∂L[₀-₉]*\/∂\w([₀-₉]+)‖/.exec(text) ?? [];
      expect(last, text).toBe(subscript(record.source));
      expect(loss, text).toBe(record.single ? `L${subscript(record.source)}` : 'L');
      for (const { label, of } of record.lanes) {
        const apart = new RegExp(language === 'en' ? `[( ]${label}(?:, \\w+)*: (\\w)` : `[（，、]${label}(?:、\\w+)* 用 (\\w)`).exec(text)?.[1];
        expect(apart ?? main, `${label} in “${text}”`).toBe(of);
      }
    }
  });

  test('whoever is said to learn from the first step, or to have more gradient there, gets as much, and all who do are counted', () => {
    const can = language === 'en' ? /(?:So |\. |^)([^.]*?) can(?: learn from the first step)?(?=[.:])/ : /(?:。|^)(?:所以 )?([^。]*?)学得到(?:第 1 步的内容)?(?=[，。])/;
    const outweighs = language === 'en' ? /[Ii]n ([^.]*) the gradient at the first step is far larger/ : /在 ([^。]*) 中，第 1 步的梯度比最后一步还大得多/;
    const many = language === 'en' ? { 'he other two': 2, 'he others': 3 } : { 另外两个: 2, 其余几个: 3 };
    let counted = 0;
    for (const { record, facts, labels, groups } of PASSES) {
      const text = plain(story.meaning(facts));
      const stands = (label: string) => record.lanes.find((lane) => lane.label === label)!.divergedAt === null;
      expect(namedIn(outweighs.exec(text)?.[1] ?? '', labels), text).toEqual(groups.grown.filter(stands));
      const kept = groups.kept.filter(stands);
      const who = can.exec(text)?.[1];
      expect(who === undefined, text).toBe(kept.length === 0);
      if (who === undefined) continue;
      const others = Object.entries(many).find(([words]) => who.includes(words));
      if (others === undefined) expect(namedIn(who, labels), text).toEqual(kept);
      else {
        // “The other two” are all lanes but those that were named as low.
        expect(kept.length, text).toBe(others[1]);
        expect([...groups.low, ...groups.zero].filter(stands).length + kept.length, text).toBe(labels.length);
      }
      const open = kept.every((label) => (record.lanes.find((lane) => lane.label === label)!.gate?.mean ?? 0) >= 0.9);
      const reason = language === 'en' ? /: (its|their) .*(start|starts|is|are) open/ : /因为它们?的/;
      expect(reason.test(text), text).toBe(open);
      if (/starts? open|一开始就是敞开/.test(text)) expect(record.update).toBe(0);
      counted += 1;
    }
    expect(counted).toBeGreaterThan(200);
  });
});
