/** The card that an opened scene has beside the chart. */

import type { sceneCardTexts as English } from '../en/scene-card';

export const sceneCardTexts: typeof English = {
  sceneCard: {
    label: '场景',
    lookFor: '看什么',
    place: (place, all) => `场景 ${place}，共 ${all} 个`,
    previous: (title) => `上一个场景：${title}`,
    next: (title) => `下一个场景：${title}`,
    close: '关闭卡片',
    stops: (update) => `训练到第 ${update} 次更新时停下。`,
    stopped: (update) => `训练已停在第 ${update} 次更新，上面说的都已出现。`,
    goOn: '继续训练',
    beyond: (update) => `已超过第 ${update} 次更新：文字说的是此前的情形。`,
    changed: '实验已经改动，文字说的是原来的场景。',
    restore: '回到场景',
    unknown: (given) => `没有名为“${given}”的场景。`,
  },
  sceneLooks: {
    race: '从右往左看每条线：到了字母下方，各落在哪里？',
    vanishing: '训练时盯住线的左端：它会升上来吗？',
    exploding: '从右往左，线往哪边走？停下时这个模型旁边写了什么？',
    clipped: '与“梯度爆炸”对比：这一次模型怎样了，答案又如何？',
    carried: '把图表在 c 和 h 之间切换：经由哪一个传到的更多？',
    opening: '记下第 0 次更新时线的左端，到最后再看一次。',
    truncated: '沿回传方向找到第一道双线：过了它，梯度还剩多少？',
    saturated: '看状态一行：还剩下哪些颜色？',
    shut: '先看遗忘门，再看线有多陡。',
    'bias-zero': '同时看遗忘门和线：哪一个先变？',
    'bias-five': '与“遗忘偏置 0”对比：第 0 次更新时线落在哪里？',
    identity: '看第 0 次更新，训练还没开始：传到第一步的有多少？',
    bounded: '线往哪边走？损失还是有限值吗？',
    edge: '先看第 0 次更新时的线，再继续训练：它能平多久？',
    orthogonal: '第 0 次更新时权重不改变任何长度，线却怎样？',
    counting: '对比两个准确率的上升：哪一个达到 100%？',
    window: '找到梯度中断的那一步：字母在它之前多远？',
    latched: '对比准确率和线的左端。',
    closing: '把图表在 c 和 h 之间切换，对比两条线的左端。',
    abyss: '读一读纵轴：它跨了多少个数量级？',
  },
};
