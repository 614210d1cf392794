/** The tables behind the pictures, for those who read instead of look. */

import type { tablesTexts as English } from '../en/tables';

export const tablesTexts: typeof English = {
  tables: {
    hero: '各时间步的梯度范数，与图中尺度相同',
    of: (cell, name) => `${cell}，${name}`,
    pinned: (cell, run) => `${cell}（运行 ${run}）`,
    film: '训练至今：损失，以及全部损失的梯度在第一步与最后一步之比',
    reaches: '全部损失的梯度，第一步 ÷ 最后一步',
    strips: (step) => `第 ${step} 步的所有单元`,
    steps: '每一步的输入、正确答案和各模型的答案',
    marked: (input) => `${input}（要记住）`,
    asked: '正确答案',
    answer: '答案',
    quantity: '量',
    value: '值',
    wire: '连线上的梯度',
    flow: (cell) => `${cell}：每个损失在各状态的梯度，与它自己那一步相比`,
    lastLoss: (step) => `第 ${step} 步的损失`,
    meanLoss: '各损失的平均',
    step: '步',
    update: '更新',
    shut: '低于 0.1 的步所占比例',
    open: '高于 0.9 的步所占比例',
    real: '实部',
    imaginary: '虚部',
    size: '模',
    rank: '序号',
  },
};
