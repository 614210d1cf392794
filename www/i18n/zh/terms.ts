/** Words of the field that explain themselves, and the choice of a loss to follow. */

import type { termsTexts as English } from '../en/terms';

export const termsTexts: typeof English = {
  terms: {
    error: '误差信号就是损失的梯度：某一步的数稍作改变，损失会怎样变化。',
    gradient: '损失相对于模型中某个数的斜率；训练就是顺着它下坡。',
    loss: '用一个数表示答案错得多少：0 为完全正确。',
    hidden: '模型从一步带到下一步的那些数。',
    gate: '0 到 1 之间的数，决定放行多少。',
    norm: '一组数的长度：平方和再开方。',
    memory: '模型跨越许多步携带的内容：RNN 与 GRU 是 h，LSTM 是 c。',
    radius: '矩阵特征值的最大模：反复相乘的长期结果由它决定。',
    logarithmic: '每一格都是下一格的若干倍，因此千分之一与十亿分之一都有位置。',
  },
  of: {
    label: '跟踪哪个损失',
    all: '全部步合计',
    step: (step) => `第 ${step} 步`,
    hint: '每一步都有损失时，梯度是其后所有损失之和；单看一个损失，才看得出它能传回多远。',
    refused: (step) => `of：第 ${step} 步没有损失；可用 all，或需要作答的某一步。`,
  },
};
