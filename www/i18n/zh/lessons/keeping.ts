import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  path: {
    title: '一条专用的路',
    text: [
      'LSTM 还有第二个状态，即细胞状态 *c*，用门来改变它：*c*~t~ = *f* ⊙ *c*~t−1~ + *i* ⊙ *g*。遗忘门 *f* 决定每个数保留多少，输入门 *i* 决定写入多少新内容 *g*；两个门都在 0 与 1 之间，每一步都由输入和 *h* 算出。前一步的 *c* 与后一步的 *c* 之间，没有矩阵，也没有 tanh，只有 *f*。',
      (live) => `所以梯度沿着 *c* 往回传时，每步乘以 *f*。这里的遗忘门一开始就是开的，平均为 ${live.lane('lstm').gate}，单是 ${live.lane('lstm').steps} 个这样的因子，就还剩一半左右。另有一条路经过 *h* 和各个门往回走，也有贡献。设第 40 步的梯度为 1，合起来到第一个字母处是 ${live.lane('lstm').left}。`,
    ],
  },
  'side-by-side': {
    title: '两相对照',
    text: [
      'RNN 和 LSTM，都还没有训练，读的是同一条序列。图中各画出承载其记忆的状态：RNN 的 *h*，LSTM 的 *c*。',
      (live) => `设第 40 步的梯度为 1，到第 1 步，RNN 是 ${live.lane('rnn').left}，LSTM 是 ${live.lane('lstm').left}。`,
    ],
  },
  'not-h': {
    title: '*h* 不是 *c*',
    text: [
      '现在图中是对 LSTM 的 *h* 的梯度。曲线在往回的头几步就降了下来，此后是平的：*h*~t~ = *o* ⊙ tanh(*c*~t~)，它只是 *c* 经输出门 *o* 显露出来的部分，往回传的信号已经转到 *c* 上去了。',
      '只看 *h*，会把记性很好的 LSTM 当成健忘的。不说清楚是对哪个状态的梯度，一个数字就没有多少意义。',
    ],
  },
  'half-open': {
    title: '半开',
    text: ['遗忘门不一定一开始就是开的。遗忘门偏置取 0 时，它们开始时半开，约为 0.5。'],
    ask: {
      question: '现在有多少梯度回到第一个字母？',
      choices: ['大约一半', '几乎没有：每一步都失去将近一半', '和刚才一样：它毕竟是 LSTM'],
      replies: [
        (live) => `走一步剩下一半多一点。走 ${live.lane('lstm').steps} 步之后，剩下 ${live.lane('lstm').share}。`,
        (live) => `是 ${live.lane('lstm').share}：门平均为 ${live.lane('lstm').gate}，有的高一些，经过 *h* 的路也添了一份，可是一步仍只保留 ${live.lane('lstm').gain}，这样的步有 ${live.lane('lstm').steps} 个。LSTM 的梯度也会像 RNN 那样消失。`,
        (live) => `它是 LSTM，梯度照样消失：到达的是 ${live.lane('lstm').share}。让信号保持下来的不是单元的名字，而是打开的门。`,
      ],
    },
  },
  'learns-to-open': {
    title: '门是学得会的',
    text: [
      '不过门和别的一样，也会被训练。这次的训练序列长四到四十个字母：先起作用的是短序列，它们教会的正是保持。',
      (live) => `经过 ${live.update} 次更新，隔着四十个字母，有 ${live.lane('lstm').share} 的梯度回得来，是开始时的一百多倍；正确率是 ${live.lane('lstm').accuracy}。`,
    ],
  },
  shut: {
    title: '关上',
    text: [
      '门也会挡路。遗忘门偏置取 −5 时，几乎所有遗忘门都关着：LSTM 每一步都忘掉先前知道的。',
      (live) => `设第 40 步的梯度为 1，到第 1 步只剩 ${live.lane('lstm').left}，比本课的 RNN 少得多。`,
    ],
  },
  held: {
    title: '如果门什么也不决定呢？',
    text: ['门可以固定。这里，遗忘门对所有单元、所有时间步都取 0.9，如同单元本来就这样构造；输入门取 0，于是什么也写不进去。往回的两条路，只剩下沿着 *c* 直通的那一条。'],
    ask: {
      question: '往回 39 步，对 *c* 的梯度还剩多少？',
      choices: ['剩下不少', '不到二十分之一：0.9³⁹ = 0.016', '全部：没有什么挡路'],
      replies: [
        (live) => `走一步剩下十分之九。${live.lane('lstm').steps} 步中每一步都减去一成，到达的是 ${live.lane('lstm').left}。`,
        (live) => `每一步乘以 0.9，而 0.9 的 ${live.lane('lstm').steps} 次方是 ${live.lane('lstm').left}。在图中是一条直线。`,
        (live) => `挡路的是因子 0.9，共 ${live.lane('lstm').steps} 次：到达的是 ${live.lane('lstm').left}。`,
      ],
    },
  },
  half: {
    title: '要开到多大？',
    text: ['反过来问：还是这个单元，但要让第 40 步的梯度到第 1 步还剩一半。'],
    ask: {
      question: '遗忘门要固定在多少？',
      choices: ['0.9 或更小', '大约 0.95', '大约 0.98', '必须是 1：小一点，到头来都会失去'],
      replies: [
        (live) => `要开得大得多，大约 0.98。现在就固定在这里，剩下 ${live.lane('lstm').left}。一步失去一成，看似无妨，可是这样的步有 ${live.lane('lstm').steps} 个。`,
        (live) => `还要再大：固定在 0.98，也就是现在这样，剩下 ${live.lane('lstm').left}。固定在 0.95，就只剩 0.14。`,
        (live) => `固定在 0.98，也就是现在这样，剩下 ${live.lane('lstm').left}。本课开头的遗忘门一开始就开得那么大，道理就在这里。`,
        (live) => `取 1，就会全部剩下。现在固定在 0.98，剩下 ${live.lane('lstm').left}：每步只失去五十分之一，${live.lane('lstm').steps} 步下来就是一半左右。`,
      ],
    },
  },
  drag: {
    title: '自己拖一拖',
    text: [
      '现在把遗忘门固定为 0.95。下方有各个门的滑块：拖动遗忘门的滑块，直线就绕右端转动。它的斜率是 log *f*，到第 1 步就成了 *f* 的 39 次方：*f* = 1 时为 1，0.9 时为 0.016，0.5 时约为 2 · 10⁻¹²。',
      '然后取消输入门前面的勾，让它恢复自由。这时 *c* 里有了内容，*h* 把它显露出来，经过 *h* 和各个门往回的第二条路便加到直通的路上，曲线从直线弯开：所以单看 *f*，说不出 LSTM 的梯度会怎样。',
    ],
  },
  carousel: {
    title: '1997 年的单元',
    text: [
      '最早的 LSTM 没有遗忘门。从一步到下一步，*c* 恰好乘以 1，称为“恒定误差传送带”：也就是遗忘门固定为 1。这里就是它，而且它学得会。',
      (live) => `经过 ${live.update} 次更新，它的正确率是 ${live.lane('lstm').accuracy}：只在末尾作答一次，有它就够了。设第 40 步的梯度为 1，到第 1 步是 ${live.lane('lstm').left}。它反而变大了，因为经过 *h* 和各个门的那条路上有矩阵，又在直通的路之外添了一份；沿着那条路，LSTM 的梯度也会爆炸。`,
      '这个单元缺少的是放手的办法：*c* 只能不断累加，遇到没有尽头的序列就会越积越满。2000 年加入遗忘门，正是为此（Gers 等）。',
    ],
  },
  learned: {
    title: '这条路有什么用',
    text: ['再看 RNN 和 LSTM，这回经过训练：130 次更新，序列长四到四十个字母，作答时是四十个字母。'],
    ask: {
      question: '到时候谁说得出第一个字母？',
      choices: ['只有 LSTM', '两个都行', '只有 RNN：它要学的权重少'],
      replies: [
        (live) => `LSTM 是 ${live.lane('lstm').accuracy}，RNN 是 ${live.lane('rnn').accuracy}。到得了的信号才教得会。`,
        (live) => `LSTM 是 ${live.lane('lstm').accuracy}，RNN 却是 ${live.lane('rnn').accuracy}，不比乱猜强。RNN 只在短序列里得到关于第一个字母的信号，这还不够。`,
        (live) => `RNN 是 ${live.lane('rnn').accuracy}，LSTM 是 ${live.lane('lstm').accuracy}。信号到不了，权重少也没有用。`,
      ],
    },
  },
};
