/** The inspector: one cell at one step. */

import type { inspectorTexts as English } from '../en/inspector';

export const inspectorTexts: typeof English = {
  details: {
    at: (step, unit) => `*t* = ${step} · 单元 ${unit}`,
    diagram: (cell) => `${cell} 一个单元的一步：数值，以及用线宽表示的梯度`,
    table: (cell, step, unit) => `${cell}，第 ${step} 步，单元 ${unit}：图中所示`,
  },
  inspector: {
    title: '数值',
    select: '点击色带选择时间步和单元。',
    previousUnit: '上一个单元',
    sort: '重排单元',
    sortHint: '重新排列每个模型的单元：最持久的在最上面',
    nextUnit: '下一个单元',
    oneSequence: '一条序列，当前所示的更新。',
    gradient: '梯度',
    input: '输入',
    answer: '答案',
    wanted: '应为',
    notAsked: '此处不作答',
    ofLast: (percent) => `最后一步的 ${percent}`,
    frozen: (update) => `停在第 ${update} 次更新：最后一次数值有限`,
    waits: '尚未到达',
    cell: '模型',
    widthRelative: '线宽：|∂*L*| ÷ 最后一步',
    widthAbsolute: '线宽：|∂*L*|',
    pauseForMore: '暂停后可看到每一项和权重。',
    forward: '前向',
    backward: '反向',
    backwardLegend: '*W*~h~ᵀ∂*a*：经由权重，来自下一步。*W*~y~ᵀ∂*y*：来自这一步的答案。',
    /** Without recurrent weights; and with a reset gate after the recurrent product, or before it. */
    backwardLegendAnswer: '*W*~y~ᵀ∂*y*：来自这一步的答案。',
    backwardLegendReset: {
      after: '*W*~hn~ᵀ(*r* ⊙ ∂*a*~n~) 与各个门的 *W*~h~ᵀ∂*a*：经由权重，来自下一步。*W*~y~ᵀ∂*y*：来自这一步的答案。',
      before: '*r* ⊙ *W*~hn~ᵀ∂*a*~n~ 与各个门的 *W*~h~ᵀ∂*a*：经由权重，来自下一步。*W*~y~ᵀ∂*y*：来自这一步的答案。',
    },
    backwardLegendBelow: '*W*~h~ᵀ∂*a*：经由权重，来自下一步。*W*~x~ᵀ∂*a*↑：来自上一层。',
    gates: '各个门如何得出',
    conventions: {
      gru: '*z* → 1 时保留 *h*~t−1~，与 PyTorch 和 Keras 相同；有些文献把 *z* 与 1 − *z* 互换。',
      lstm: '*f* → 1 时保留 *c*~t−1~。',
    },
    products: '每一次乘法',
    product: '乘积',
    eigenvalues: '特征值与单位圆',
    eigenvaluesSummary: (radius) => `循环权重的特征值；最大模为 ${radius}`,
    block: '哪一块循环权重',
    modesGrow: '长期而言，仅就权重，有些模态会增长。',
    modesDecay: '长期而言，仅就权重，所有模态都会衰减。',
    onlyGates: '没有循环权重：每个单元的状态只经过自己的门传到下一步。',
    noRecurrence: '没有循环权重：步与步之间没有任何流动。',
    gain: '单步回传增益',
    gainHint: (step) => `∂*s*~${step}~/∂*s*~${step - 1}~ 的奇异值，从大到小`,
  },
};
