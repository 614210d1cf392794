/** 各课的说法，出自哪篇论文。 */

import type { sourcesTexts as english } from '../en/sources';

const lessons: typeof english.lessons = {
  window: [['读取一个词窗口的神经语言模型', 'bengio03']],
  loop: [['每一步把状态送回网络，权重相同', 'elman']],
  learning: [
    ['沿展开的循环反向传播', 'werbos'],
    ['优化器 Adam：各课未另说明时，都用它训练', 'kingma'],
  ],
  vanishing: [
    ['梯度是雅可比矩阵的乘积；奇异值、谱半径，以及何时必然消失', 'pascanu', 'bengio94'],
    ['以正交权重开始，可以保持长度', 'saxe'],
  ],
  exploding: [
    ['损失的悬崖，以及按范数裁剪', 'pascanu'],
    ['截断的沿时间反向传播', 'williams'],
  ],
  keeping: [
    ['细胞状态和它的直通路径，输入门和输出门', 'hochreiter'],
    ['遗忘门', 'gers'],
    ['遗忘门偏置一开始取 1 或更大', 'jozefowicz'],
  ],
  gates: [
    ['门控循环单元；重置门在循环权重之前', 'cho'],
    ['LSTM 与 GRU 的比较；该文中 *z* = 1 表示替换', 'chung'],
    ['LSTM 可以没有上限地计数，GRU 不能', 'weiss'],
  ],
  uses: [
    ['循环的语言模型', 'mikolov'],
    ['语音识别', 'graves'],
    ['两个方向都读', 'schuster'],
    ['经过一个状态的翻译', 'sutskever', 'cho'],
    ['为绕开这一个状态而提出的注意力', 'bahdanau'],
  ],
  traps: [
    ['能稳定锁存信息，梯度就必然消失', 'bengio94'],
    ['谱半径大是爆炸的必要条件，不是充分条件', 'pascanu'],
  ],
  beyond: [
    ['只用注意力：路径长度、代价、所有步一起训练', 'vaswani'],
    ['线性循环的并行计算', 'martin'],
    ['线性循环单元', 'orvieto'],
    ['minGRU，门不看状态', 'feng'],
    ['因子取决于输入，时间与长度成正比', 'gu'],
    ['换上新的门和更大记忆的 LSTM', 'beck'],
    ['没有负的或复的因子，就不可能对任意长度算出奇偶', 'grazzi'],
  ],
};

export const sourcesTexts: typeof english = {
  title: '参考文献',
  subtitle: '各课的说法，以及最初发表在哪里。正文里其余关于数字的说法，都在台上的模型上测得，并由测试保证。',
  data: '数据集的来源、作者和许可：见本程序源码中的 docs/data.md（英文）。',
  lessons,
};
