/** 中文的句子。 */

import type { Carrier, Facts, LaneFacts } from '../../story/facts';
import { join, list, type Part, type Sentence } from '../../story/parts';
import { factor, figure, shareOf, subscript, type Denominator } from '../../story/share';
import type { Story } from '../../story/story';

const percent = (share: number) => `${Math.round(100 * share)}%`;

const DIGITS = { 1: '', 2: '二', 3: '三', 5: '五' };
const GROUPS = ['', '万', '亿', '万亿'];
const PLACES = ['', '十', '百', '千'];

/** 分母：三百、两万、五十亿。 */
function denominator({ first, zeros }: Denominator): string {
  const [group, place] = [GROUPS[Math.floor(zeros / 4)]!, PLACES[zeros % 4]!];
  // 量级单独成词时说“两”：两千、两万、两亿；十、百之前仍说“二”。
  const digit = first === 2 && place !== '十' && place !== '百' && zeros > 0 ? '两' : DIGITS[first];
  return `${digit}${place}${group}`;
}

/** 整数倍：2 万、300 万、1 亿。 */
function many({ first, zeros }: Denominator): string {
  return `${first}${'0'.repeat(zeros % 4)} ${GROUPS[Math.floor(zeros / 4)]}`;
}

/** 份额的说法；`about` 放在取了近似的数之前。 */
function words(log10: number | null, about: string): string {
  const share = shareOf(log10);
  switch (share.kind) {
    case 'unknown': return '未知';
    case 'zero': return '严格为零';
    case 'less': return '不到万亿分之一';
    case 'half': return `${about}一半`;
    case 'most': return '大部分';
    case 'whole': return '几乎全部';
    case 'times': return `${share.factor} 倍`;
    case 'multiple': return `约 ${many(share.multiple)}倍`;
    case 'more': return '万亿倍以上';
    case 'part': return `${about}${denominator(share.denominator)}分之一`;
  }
}

interface Named { lane: LaneFacts; index: number }

const name = ({ lane, index }: Named): Part => ({ text: lane.label, lane: index });
const names = (lanes: readonly Named[]): Sentence => list(lanes.map((each) => [name(each)]), '、', ' 和 ');
const CHINESE_START = /^[\u4e00-\u9fff]/;
const CHINESE_END = /[\u4e00-\u9fff]$/;

/** 汉字与汉字之间不空格：名称是中文的模型（窗口、注意力）与前后的字相连。 */
function closed(sentence: Sentence): Sentence {
  const marked = (part: Part | undefined) => (part === undefined || typeof part === 'string' ? '' : part.text);
  return sentence.map((part, index) => {
    if (typeof part !== 'string') return part;
    const after = CHINESE_END.test(marked(sentence[index - 1])) ? part.replace(/^ (?=[\u4e00-\u9fff])/, '') : part;
    return CHINESE_START.test(marked(sentence[index + 1])) ? after.replace(/(?<=[\u4e00-\u9fff]) $/, '') : after;
  });
}
const numbered = (facts: Facts): Named[] => facts.lanes.map((lane, index) => ({ lane, index }));
const signal: Part = { text: '误差', term: 'error' };

function headline(facts: Facts): Sentence {
  const lanes = numbered(facts);
  if (facts.atMilestone) return milestoneHeadline(facts, lanes);
  const of = (...fates: LaneFacts['fate'][]) => lanes.filter(({ lane }) => fates.includes(lane.fate));
  const low = of('vanishes', 'fades');
  const [kept, grown, none, spread] = [of('arrives'), of('explodes'), of('zero'), of('spread')];
  const known = [low, kept, grown, none, spread].filter((each) => each.length > 0);
  if (known.length === 0) return lanes.length > 0 && lanes.every(({ lane }) => lane.divergedAt !== null) ? ['训练已发散'] : ['没有可以追踪的', signal, '信号'];
  const open = (each: readonly Named[]) => each.every(({ lane }) => lane.open);
  if (known.length === 1) {
    if (low.length > 0) return [signal, '信号越往回传越弱'];
    if (grown.length > 0) return [signal, '信号越往回传越强'];
    if (none.length > 0) return [signal, '信号一点也没有传回来'];
    if (spread.length > 0) return [signal, '信号分散到了各步'];
    return open(kept) ? ['敞开的', { text: '门', term: 'gate' }, '留住了', signal, '信号'] : [signal, '信号一直传回了开头'];
  }
  if (known.length === 2 && low.length > 0 && kept.length > 0 && open(kept) && low.every(({ lane }) => !lane.open)) {
    return [signal, '信号越往回传越弱，敞开的', { text: '门', term: 'gate' }, '能把它留住'];
  }
  const clauses: Sentence[] = [];
  if (low.length > 0) clauses.push(['在 ', ...names(low), ' 中越传越弱']);
  if (none.length > 0) clauses.push(['在 ', ...names(none), ' 中传不回开头']);
  if (spread.length > 0) clauses.push(['在 ', ...names(spread), ' 中分散到各步']);
  if (grown.length > 0) clauses.push(['在 ', ...names(grown), ' 中越传越强']);
  if (kept.length > 0) clauses.push(['在 ', ...names(kept), ' 中传回了开头']);
  return [signal, '信号', ...list(clauses, '，', '，')];
}

function milestoneHeadline(facts: Facts, lanes: readonly Named[]): Sentence {
  const learned = lanes.filter(({ lane }) => lane.answers === 'right');
  const others = lanes.filter(({ lane }) => lane.answers !== 'right' && lane.divergedAt === null);
  const clauses: Sentence[] = [[...names(learned), facts.letter === null ? ' 学会了这个任务' : ' 记住了开头的字母']];
  const guessing = others.filter(({ lane }) => lane.answers === 'guessing');
  if (guessing.length > 0) clauses.push([...names(guessing), ' 还在猜']);
  for (const each of others.filter(({ lane }) => lane.answers === 'between')) clauses.push([name(each), ` 只答对 ${percent(each.lane.accuracy!)}`]);
  return join(clauses, '，');
}

function finding(facts: Facts): Sentence {
  const lanes = numbered(facts);
  const to = facts.letter === null ? '第 1 步' : `开头的字母 ${facts.letter}`;
  const clauses = lanes.map((each): Sentence => {
    const { lane, index } = each;
    const said = (text: string): Part => ({ text, lane: index });
    switch (shareOf(lane.log10Ratio).kind) {
      case 'unknown': return [name(each), ` 在第 ${facts.source} 步没有误差进入`];
      case 'zero': return [name(each), ' 什么也没有剩下：', said('严格为零')];
      case 'less': return [name(each), ' 剩下', said('不到万亿分之一')];
      case 'times': return [name(each), ' 增大到 ', said(words(lane.log10Ratio, ''))];
      case 'multiple': case 'more': return [name(each), ' 增大到', said(words(lane.log10Ratio, ''))];
      case 'most': case 'whole': return [name(each), ' 还有', said(words(lane.log10Ratio, ''))];
      default: return [name(each), lane.fate === 'arrives' ? ' 还有' : ' 只剩', said(words(lane.log10Ratio, '约'))];
    }
  });
  if (clauses.length === 0) return [];
  const opening: Sentence = [`第 ${facts.source} 步的`, signal, `传回${to}${facts.letter === null ? '' : ' '}时，`];
  return join([[...opening, ...list(clauses, '，', '，'), '。'], ...diverged(lanes)], '');
}

/** 发散的模型显示的是最后一次数值有限的更新。 */
function diverged(lanes: readonly Named[]): Sentence[] {
  return lanes.filter(({ lane }) => lane.divergedAt !== null).map((each) => [name(each), ` 在第 ${each.lane.divergedAt} 次更新时发散，这里显示的是第 ${each.lane.shows} 次更新。`]);
}

function meaning(facts: Facts): Sentence {
  const lanes = numbered(facts);
  const of = (fate: LaneFacts['fate']) => lanes.filter(({ lane }) => lane.fate === fate && lane.divergedAt === null);
  const [vanished, faded, none, kept, grown] = [of('vanishes'), of('fades'), of('zero'), of('arrives'), of('explodes')];
  const low = [...vanished, ...faded, ...none];
  const sentences: Sentence[] = [];
  const clauses: Sentence[] = [];
  if (vanished.length > 0) clauses.push([...names(vanished), ' 现在几乎学不到第 1 步的内容']);
  if (faded.length > 0) clauses.push([...names(faded), ' 现在只能从第 1 步学到很少一点']);
  if (none.length > 0) clauses.push([...names(none), ' 现在完全学不到第 1 步的内容']);
  if (clauses.length > 0) sentences.push([`所以隔着 ${facts.source} 步，`, ...list(clauses, '，', '，'), '。']);
  if (kept.length > 0) {
    const rest = low.length > 0 && kept.length + low.length === lanes.length;
    const others: Sentence = [kept.length === 1 ? '另一个' : kept.length === 2 ? '另外两个' : '其余几个'];
    const who: Sentence = rest && kept.length > 1 ? others : [...names(kept), ' '];
    const open = kept.every(({ lane }) => lane.open);
    const gate = kept.length > 1 ? '门' : kept[0]!.lane.gate?.name === 'update' ? '更新门' : '遗忘门';
    const reason: Sentence = open ? [`，因为它${kept.length === 1 ? '' : '们'}的`, { text: gate, term: 'gate' }, facts.update === 0 ? '一开始就是敞开的' : '是敞开的'] : [];
    sentences.push([...(low.length > 0 ? [] : ['所以 ']), ...who, low.length > 0 ? '学得到' : '学得到第 1 步的内容', ...reason, '。']);
  }
  const spread = of('spread');
  if (spread.length > 0) sentences.push([...names(spread), ' 直接读取每一步：第 1 步分到的，与最后一步之前几乎所有步分到的差不多。']);
  if (grown.length > 0) sentences.push(['在 ', ...names(grown), ' 中，第 1 步的梯度比最后一步还大得多。']);
  for (const each of low.filter(({ lane }) => lane.answers === 'right')) {
    sentences.push([name(each), ' 照样答对：第 1 步的微小变化已不再影响损失，但这不等于它忘了。']);
  }
  return join(sentences, '');
}

function doing({ pass, source, steps, lanes }: Facts): Sentence {
  switch (pass.kind) {
    case 'forward': return [`${lanes.length === 1 ? '模型' : '各模型'}正在从第 1 步读到第 ${steps} 步。`];
    case 'backward': return [signal, `从第 ${source} 步进入，一步步往回传。`];
    case 'finished': return [signal, '已传回第 1 步。'];
    case 'none': return [];
  }
}

function learned(facts: Facts): Sentence | null {
  if (!facts.atMilestone) return null;
  const lanes = numbered(facts).filter(({ lane }) => lane.divergedAt === null);
  const right = lanes.filter(({ lane }) => lane.answers === 'right');
  const what = !facts.unseen ? '题目' : facts.asked > 1 ? '没见过的序列中的题目' : '没见过的序列';
  const others = lanes.filter(({ lane }) => lane.answers === 'guessing' || lane.answers === 'between').map((each): Sentence =>
    [name(each), ` 只答对 ${percent(each.lane.accuracy!)}${each.lane.answers === 'guessing' ? '，与随机猜测无异' : ''}`]);
  return [...names(right), ` 至少答对 95% 的${what}`, ...(others.length > 0 ? ['；', ...list(others, '；', '；')] : []), '。'];
}

const norm = (of: Carrier, step: number, loss: string) => `‖∂${loss}/∂${of}${subscript(step)}‖`;

function provenance(facts: Facts): Sentence {
  const carriers = [...new Set(facts.lanes.map(({ of }) => of))];
  const loss = facts.single ? `L${subscript(facts.source)}` : 'L';
  const main = carriers.includes('h') ? 'h' : (carriers[0] ?? 'h');
  const others = carriers.filter((each) => each !== main).map((each): string => {
    const labels = facts.lanes.filter(({ of }) => of === each).map(({ label }) => label);
    const name = labels.join('、');
    return `${name}${CHINESE_END.test(name) ? '' : ' '}用 ${each}`;
  });
  const ratio = `${norm(main, 1, loss)} ÷ ${norm(main, facts.source, loss)}`;
  return [
    { text: ratio, term: 'norm' },
    `${others.length > 0 ? `（${others.join('，')}）` : ''}，单条序列，第 ${facts.update} 次更新${facts.update === 0 ? '（尚未训练）' : ''}，随机种子 ${facts.seed}，float64`,
  ];
}

function gain({ log10Ratio, log10Gain, count, shape, direct }: LaneFacts): string {
  if (log10Ratio === -Infinity) return '严格为零';
  if (log10Gain === null) return '';
  if (shape.kind === 'cliff') return `往回 ${shape.steps} 步内降到${words(shape.log10, '约')}，此后持平`;
  if (direct) return '直接读取每一步';
  return shape.kind === 'even' ? `每步 ${factor(log10Gain, count)}，连乘 ${count} 次` : `平均每步 ${factor(log10Gain, count)}`;
}

function power(lane: LaneFacts): string {
  const { log10Ratio, log10Gain, count } = lane;
  return lane.direct || log10Gain === null || log10Ratio === null ? gain(lane) : `每步 ${factor(log10Gain, count)}，连乘 ${count} 次 → ${figure(log10Ratio)}`;
}

export const story: Story = {
  headline: (facts) => closed(headline(facts)),
  finding: (facts) => closed(finding(facts)),
  meaning: (facts) => closed(meaning(facts)),
  doing: (facts) => closed(doing(facts)),
  learned: (facts) => {
    const sentence = learned(facts);
    return sentence && closed(sentence);
  },
  provenance,
  gain,
  power,
  share: (log10) => words(log10, '约'),
};
