import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  path: {
    title: '一条专用的路',
    text: [
      'LSTM 还有第二个状态，即细胞状态 *c*，用门来改变它：*c*~t~ = *f* ⊙ *c*~t−1~ + *i* ⊙ *g*。遗忘门 *f* 决定每个数保留多少，输入门 *i* 决定写入多少新内容。前一步的 *c* 与后一步的 *c* 之间，没有矩阵，也没有 tanh，只有 *f*。',
      (live) => `所以梯度沿着 *c* 往回传时，每步乘以 *f*。这里的遗忘门一开始就是开的，平均为 ${live.lane('lstm').gate}，单是 ${live.lane('lstm').steps} 个这样的因子，就还剩一半左右。另有一条路经过 *h* 和各个门往回走，也有贡献。合起来，回到第一个字母的是 ${live.lane('lstm').share}。`,
    ],
  },
  'side-by-side': {
    title: '两相对照',
    text: [
      'RNN 和 LSTM，都还没有训练，读的是同一条序列。图中各画出承载其记忆的状态：RNN 的 *h*，LSTM 的 *c*。',
      (live) => `传回第 1 步的，RNN 是 ${live.lane('rnn').share}，LSTM 是 ${live.lane('lstm').share}。`,
    ],
  },
  'not-h': {
    title: '*h* 不是 *c*',
    text: [
      '现在图中是对 LSTM 的 *h* 的梯度。曲线在往回的头几步就降了下来，此后是平的：*h* 只是 *c* 经输出门显露出来的部分，信号已经转到 *c* 上去了。',
      '只看 *h*，会把记性很好的 LSTM 当成健忘的。梯度是对哪个状态而言的，是每个数字的一部分。',
    ],
  },
  'half-open': {
    title: '半开',
    text: ['遗忘门不一定一开始就是开的。遗忘门偏置取 0 时，它们开始时半开，约为 0.5。'],
    ask: {
      question: '现在有多少梯度回到第一个字母？',
      choices: ['大约一半', '几乎没有：每一步都减半', '和刚才一样：它毕竟是 LSTM'],
      replies: [
        (live) => `走一步剩下一半。走 ${live.lane('lstm').steps} 步之后，剩下 ${live.lane('lstm').share}。`,
        (live) => `是 ${live.lane('lstm').share}：门平均为 ${live.lane('lstm').gate}，连续减半 ${live.lane('lstm').steps} 次，就几乎没有了。LSTM 的梯度也会像 RNN 那样消失。`,
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
      (live) => `回得来的是 ${live.lane('lstm').share}，比本课的 RNN 少得多。`,
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
        (live) => `LSTM 是 ${live.lane('lstm').accuracy}，RNN 却是 ${live.lane('rnn').accuracy}，等于乱猜。RNN 只在短序列里得到关于第一个字母的信号，这还不够。`,
        (live) => `RNN 是 ${live.lane('rnn').accuracy}，LSTM 是 ${live.lane('lstm').accuracy}。信号到不了，权重少也没有用。`,
      ],
    },
  },
};
