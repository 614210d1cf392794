/** The sentences in English. */

import { cellsTexts } from './cells';
import type { Carrier, Facts, LaneFacts } from '../../story/facts';
import { capitalised, join, list, type Part, type Sentence } from '../../story/parts';
import { factor, figure, shareOf, subscript, type Denominator } from '../../story/share';
import type { Story } from '../../story/story';

const THIN = '\u202f';
const percent = (share: number) => `${Math.round(100 * share)}${THIN}%`;

const ORDINALS = { 1: 'a', 2: 'a two-', 3: 'a three-', 5: 'a five-' };
const SMALL: Record<string, string> = {
  '1 0': 'all', '3 0': 'a third', '5 0': 'a fifth', '1 1': 'a tenth', '2 1': 'a twentieth', '3 1': 'a thirtieth', '5 1': 'a fiftieth', '1 2': 'a hundredth',
};
const GROUPS = ['', 'thousandth', 'millionth', 'billionth', 'trillionth'];
const TENS: Record<string, string> = { 1: 'ten-', 2: 'twenty-', 3: 'thirty-', 5: 'fifty-' };

function part({ first, zeros }: Denominator): string {
  const small = SMALL[`${first} ${zeros}`];
  if (small !== undefined) return small;
  const group = GROUPS[Math.floor(zeros / 3)]!;
  const rest = zeros % 3;
  if (rest === 1) return `a ${TENS[first]}${group}`;
  const hundred = rest === 2 ? `hundred${group === '' ? 'th' : '-'}` : '';
  return first === 1 ? `a ${hundred}${group}` : `${ORDINALS[first]}${hundred}${group}`;
}

const LARGE = ['', 'thousand', 'million', 'billion', 'trillion'];

/** A round multiple: 20,000, 300,000, a million, 50 billion. */
function many({ first, zeros }: Denominator): string {
  if (zeros < 6) return `${first}${'0'.repeat(zeros - 3)},000`;
  const digits = `${first}${'0'.repeat(zeros % 3)}`;
  return `${digits === '1' ? 'a' : digits} ${LARGE[Math.floor(zeros / 3)]}`;
}

/** A share in words; `approximately` stands before what is rounded. */
function words(log10: number | null, approximately: string): string {
  const share = shareOf(log10);
  switch (share.kind) {
    case 'unknown': return 'unknown';
    case 'zero': return 'nothing at all: exactly 0';
    case 'less': return 'less than a trillionth';
    case 'half': return `${approximately}half`;
    case 'most': return 'most of it';
    case 'whole': return `${approximately}all of it`;
    // ×3.6 beside a label is 3.6-fold in a sentence, which no line breaks in two.
    case 'times': return `${share.factor}\u2011fold`;
    case 'multiple': return `about ${many(share.multiple)}\u2011fold`;
    case 'more': return 'more than a trillion\u2011fold';
    case 'part': return `${approximately}${part(share.denominator)}`;
  }
}

interface Named { lane: LaneFacts; index: number }

const name = ({ lane, index }: Named): Part => ({ text: lane.label, lane: index });
/** “The RNN”, but “the Attention model”: that name is no model’s by itself. */
const the = (named: Named): Sentence => ['the ', name(named), ...(named.lane.label === cellsTexts.cells.attention ? [' model'] : [])];
const inThe = (lanes: readonly Named[]): Sentence => ['in ', ...list(lanes.map(the), ', ', ' and ')];
const theList = (lanes: readonly Named[]): Sentence => list(lanes.map(the), ', ', ' and ');
const names = (lanes: readonly Named[]): Sentence => list(lanes.map((each) => [name(each)]), ', ', ' and ');

const numbered = (facts: Facts): Named[] => facts.lanes.map((lane, index) => ({ lane, index }));
const goal = ({ letter }: Facts) => (letter === null ? 'step 1' : `the letter ${letter}`);

function headline(facts: Facts): Sentence {
  const lanes = numbered(facts);
  if (facts.atMilestone) return milestoneHeadline(facts, lanes);
  const of = (...fates: LaneFacts['fate'][]) => lanes.filter(({ lane }) => fates.includes(lane.fate));
  const low = of('vanishes', 'fades');
  const [kept, grown, none, spread] = [of('arrives'), of('explodes'), of('zero'), of('spread')];
  const known = [low, kept, grown, none, spread].filter((each) => each.length > 0);
  const signal: Sentence = ['The ', { text: 'error', term: 'error' }, ' signal '];
  if (known.length === 0) {
    return lanes.length > 0 && lanes.every(({ lane }) => lane.divergedAt !== null) ? ['Training diverged.'] : ['No ', { text: 'error', term: 'error' }, ' signal to follow.'];
  }
  const open = (each: readonly Named[]) => each.every(({ lane }) => lane.open);
  if (known.length === 1) {
    if (low.length > 0) return [...signal, 'fades on its way back.'];
    if (grown.length > 0) return [...signal, 'grows on its way back.'];
    if (none.length > 0) return ['None of the ', { text: 'error', term: 'error' }, ' signal gets back.'];
    if (spread.length > 0) return [...signal, 'spreads over all steps.'];
    return open(kept) ? ['Open gates keep the ', { text: 'error', term: 'error' }, ' signal alive.'] : [...signal, 'gets all the way back.'];
  }
  if (known.length === 2 && low.length > 0 && kept.length > 0 && open(kept) && low.every(({ lane }) => !lane.open)) {
    return [...signal, 'fades on its way back. Open ', { text: 'gates', term: 'gate' }, ' keep it alive.'];
  }
  const clauses: Sentence[] = [];
  if (low.length > 0) clauses.push(['fades ', ...inThe(low)]);
  if (none.length > 0) clauses.push(['does not get back ', ...inThe(none)]);
  if (spread.length > 0) clauses.push(['spreads over all steps ', ...inThe(spread)]);
  if (grown.length > 0) clauses.push(['grows ', ...inThe(grown)]);
  if (kept.length > 0) clauses.push(['gets back ', ...inThe(kept)]);
  return [...signal, ...list(clauses, ', ', clauses.length > 2 ? ', and ' : ' but '), '.'];
}

function milestoneHeadline(facts: Facts, lanes: readonly Named[]): Sentence {
  const learned = lanes.filter(({ lane }) => lane.answers === 'right');
  const others = lanes.filter(({ lane }) => lane.answers !== 'right' && lane.divergedAt === null);
  const single = learned.length === 1;
  const has = facts.letter === null ? (single ? 'has learned the task' : 'have learned the task') : `${single ? 'remembers' : 'remember'} the letter`;
  const sentences: Sentence[] = [[...names(learned), ` ${has}.`]];
  const guessing = others.filter(({ lane }) => lane.answers === 'guessing');
  if (guessing.length > 0) sentences.push([...capitalised(theList(guessing)), ` ${guessing.length === 1 ? 'guesses' : 'guess'}.`]);
  for (const each of others.filter(({ lane }) => lane.answers === 'between')) {
    sentences.push([...capitalised(the(each)), ` is right ${percent(each.lane.accuracy!)} of the time.`]);
  }
  return join(sentences, ' ');
}

function finding(facts: Facts): Sentence {
  const lanes = numbered(facts);
  const kinds = (...wanted: string[]) => lanes.filter(({ lane }) => wanted.includes(shareOf(lane.log10Ratio).kind));
  const entry: Sentence = ['the ', { text: 'error', term: 'error' }, ` at step ${facts.source}`];
  const clauses: Sentence[] = [];

  const parts = kinds('part', 'half', 'most', 'whole', 'less');
  if (parts.length > 0) {
    let approximately = 'about ';
    const items = parts.map((each, place): Sentence => {
      const text = words(each.lane.log10Ratio, approximately);
      if (text.startsWith(approximately)) approximately = '';
      const back = place === 0 ? ` gets back to ${goal(facts)}` : '';
      return [{ text, lane: each.index }, `${back} in `, ...the(each)];
    });
    clauses.push(['of ', ...entry, ', ', ...list(items, ', ', ' and ')]);
  }
  const grown = kinds('times', 'multiple', 'more');
  if (grown.length > 0) {
    const items = grown.map((each, place): Sentence => {
      return ['in ', ...the(each), place === 0 ? ' it grows ' : ' ', { text: words(each.lane.log10Ratio, ''), lane: each.index }];
    });
    const on = clauses.length > 0 ? [] : [...entry, ` travels back to ${goal(facts)}: `];
    clauses.push([...on, ...list(items, ', ', ' and ')]);
  }
  const zero = kinds('zero');
  if (zero.length > 0) {
    const nothing: Sentence = zero.map(({ index }, place): Part => (place === 0 ? { text: 'nothing at all', lane: index } : ''));
    const subject: Sentence = clauses.length === 0 ? ['of ', ...entry, ', ', ...nothing, ` gets back to ${goal(facts)} `] : [...nothing, ' gets back '];
    clauses.push([...subject, ...inThe(zero), ': exactly 0']);
  }
  const unknown = kinds('unknown');
  if (unknown.length > 0) clauses.push([...inThe(unknown), ` no error enters at step ${facts.source}`]);

  const sentences: Sentence[] = clauses.length === 0 ? [] : [[...capitalised(join(clauses, '; ')), '.']];
  return join([...sentences, ...diverged(lanes)], ' ');
}

/** What a model that diverged shows belongs to its last update with finite numbers. */
function diverged(lanes: readonly Named[]): Sentence[] {
  return lanes.filter(({ lane }) => lane.divergedAt !== null).map((each) =>
    [...capitalised(the(each)), ` diverged at update ${each.lane.divergedAt}; what it shows is of update ${each.lane.shows}.`]);
}

function meaning(facts: Facts): Sentence {
  const lanes = numbered(facts);
  const of = (fate: LaneFacts['fate']) => lanes.filter(({ lane }) => lane.fate === fate && lane.divergedAt === null);
  const [vanished, faded, none, kept, grown] = [of('vanishes'), of('fades'), of('zero'), of('arrives'), of('explodes')];
  const low = [...vanished, ...faded, ...none];
  const sentences: Sentence[] = [];
  if (low.length > 0) {
    const clauses: Sentence[] = [];
    const from = () => (clauses.length === 0 ? ` from the first of these ${facts.source} steps now` : '');
    if (vanished.length > 0) clauses.push([...theList(vanished), ` can learn practically nothing${from()}`]);
    if (faded.length > 0) clauses.push([...theList(faded), ` ${clauses.length === 0 ? 'can learn ' : ''}very little${from()}`]);
    if (none.length > 0) clauses.push([...theList(none), ` ${clauses.length === 0 ? 'can learn ' : ''}nothing at all${from()}`]);
    sentences.push(['So ', ...list(clauses, ', ', ', and '), '.']);
  }
  if (kept.length > 0) {
    const rest = low.length > 0 && kept.length + low.length === lanes.length;
    const who: Sentence = !rest ? theList(kept) : kept.length === 1 ? the(kept[0]!) : [kept.length === 2 ? 'the other two' : 'the others'];
    const open = kept.every(({ lane }) => lane.open);
    const begins = facts.update === 0 ? (kept.length === 1 ? 'starts' : 'start') : kept.length === 1 ? 'is' : 'are';
    const reason: Sentence = !open ? [] : kept.length === 1
      ? [': its ', { text: `${kept[0]!.lane.gate!.name} gate`, term: 'gate' }, ` ${begins} open`]
      : [': their ', { text: 'gates', term: 'gate' }, ` ${begins} open`];
    const can: Sentence = low.length > 0 ? [...capitalised(who), ' can'] : ['So ', ...who, ' can learn from the first step'];
    sentences.push([...can, ...reason, '.']);
  }
  const spread = of('spread');
  if (spread.length > 0) sentences.push([...capitalised(theList(spread)), ` ${spread.length === 1 ? 'reads' : 'read'} every step directly: the first gets about as much as nearly all others before the last.`]);
  if (grown.length > 0) sentences.push([...capitalised(inThe(grown)), ' the gradient at the first step is far larger than at the last.']);
  for (const each of low.filter(({ lane }) => lane.answers === 'right')) {
    sentences.push([...capitalised(the(each)), ' answers right all the same: small changes of its first step no longer move the loss, which does not mean that it has forgotten.']);
  }
  return join(sentences, ' ');
}

function doing({ pass, source, steps, lanes }: Facts): Sentence {
  switch (pass.kind) {
    // No running number: nobody could read it.
    case 'forward': return [`The ${lanes.length === 1 ? 'model reads' : 'models read'} the sequence, from step 1 to step ${steps}.`];
    case 'backward': return ['The ', { text: 'error', term: 'error' }, ` enters at step ${source} and travels back, step by step.`];
    case 'finished': return ['The ', { text: 'error', term: 'error' }, ' has travelled back to step 1.'];
    case 'none': return [];
  }
}

function learned(facts: Facts): Sentence | null {
  if (!facts.atMilestone) return null;
  const lanes = numbered(facts).filter(({ lane }) => lane.divergedAt === null);
  const right = lanes.filter(({ lane }) => lane.answers === 'right');
  const what = !facts.unseen ? 'of the answers' : facts.asked > 1 ? 'of the answers in unseen sequences' : 'of unseen sequences';
  const others = lanes.filter(({ lane }) => lane.answers === 'guessing' || lane.answers === 'between').map((each): Sentence =>
    [...the(each), ` ${percent(each.lane.accuracy!)}${each.lane.answers === 'guessing' ? ', no better than chance' : ''}`]);
  return [...names(right), ` ${right.length === 1 ? 'answers' : 'answer'} at least 95${THIN}% ${what} right`, ...(others.length > 0 ? ['; ', ...list(others, ', ', ' and ')] : []), '.'];
}

const norm = (of: Carrier, step: number, loss: string) => `‖∂${loss}/∂${of}${subscript(step)}‖`;

function provenance(facts: Facts): Sentence {
  const carriers = [...new Set(facts.lanes.map(({ of }) => of))];
  const loss = facts.single ? `L${subscript(facts.source)}` : 'L';
  const main = carriers.includes('h') ? 'h' : (carriers[0] ?? 'h');
  const others = carriers.filter((each) => each !== main).map((each): string => {
    const labels = facts.lanes.filter(({ of }) => of === each).map(({ label }) => label);
    return `${labels.join(', ')}: ${each}`;
  });
  const ratio = `${norm(main, 1, loss)} ÷ ${norm(main, facts.source, loss)}`;
  return [
    { text: ratio, term: 'norm' },
    `${others.length > 0 ? ` (${others.join('; ')})` : ''}, one sequence, update ${facts.update}${facts.update === 0 ? ', before training' : ''}, seed ${facts.seed}, float64`,
  ];
}

function gain({ log10Ratio, log10Gain, count, shape, direct }: LaneFacts): string {
  if (log10Ratio === -Infinity) return 'exactly 0';
  if (log10Gain === null) return '';
  if (shape.kind === 'cliff') return `to ${words(shape.log10, 'about ')} in the first ${shape.steps === 1 ? 'step' : `${shape.steps} steps`} back, then level`;
  if (direct) return 'each step is read directly';
  const times = `${factor(log10Gain, count)} a step`;
  return shape.kind === 'even' ? `${times}, ${count} times` : `${times} on average`;
}

function power(lane: LaneFacts): string {
  const { log10Ratio, log10Gain, count } = lane;
  return lane.direct || log10Gain === null || log10Ratio === null ? gain(lane) : `${factor(log10Gain, count)} a step, ${count} times → ${figure(log10Ratio)}`;
}

export const story: Story = { headline, finding, meaning, doing, learned, provenance, gain, power, share: (log10) => words(log10, 'about ') };
