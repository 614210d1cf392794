import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  two: {
    title: '一个状态，两个门',
    text: [
      '门控循环单元（GRU，Cho 等，2014）用一个状态做 LSTM 用两个状态做的事。更新门 *z* 把旧状态与新状态混合：*h*~t~ = *z* ⊙ *h*~t−1~ + (1 − *z*) ⊙ *n*~t~。*z* 为 1 处，状态保持不变。重置门 *r* 决定新的 *n* 看得见多少旧状态。',
      (live) => `这里的更新门一开始就是开的，平均为 ${live.lane('gru').gate}；回到第 1 步的是 ${live.lane('gru').share}。`,
    ],
  },
  fresh: {
    title: '按默认初始化',
    text: ['各种库造出来的 GRU，更新门开始时在 0.5 附近。'],
    ask: {
      question: '它的第一次梯度会怎样？',
      choices: ['消失，很像 RNN', '回得来：GRU 不会消失', '爆炸'],
      replies: [
        (live) => `回得来的是 ${live.lane('gru').share}。每一步都只保留一半左右的门，到头来几乎什么也没保留。`,
        (live) => `回得来的是 ${live.lane('gru').share}。保住信号的不是 GRU 这个名字，而是它的更新门，而更新门现在是 ${live.lane('gru').gate}。`,
        (live) => `回得来的是 ${live.lane('gru').share}：更新门是 ${live.lane('gru').gate}，一步只保留传来的 ${live.lane('gru').gain}。`,
      ],
    },
  },
  opens: {
    title: '它学会打开',
    text: [
      '不过训练用的序列长四到四十个字母，在短序列上，回得来的足以让它学到东西。在那里学会的保持，在长序列上也有用。',
      (live) => `到第 ${live.update} 次更新，隔着四十个字母，有 ${live.lane('gru').share} 的梯度回得来，正确率是 ${live.lane('gru').accuracy}。`,
    ],
  },
  reset: {
    title: '重置的两种方式',
    text: [
      '重置门可以作用在循环权重之前，如最初的论文；也可以在其后，如 PyTorch 等库，这样更快。这是两个不同的模型，各部分的名字却一样。台上的模型作用在前。',
      '还要留意字母 *z*：这里和 PyTorch 中，*z* = 1 是保留旧状态；而在比较这两种单元的论文（Chung 等，2014）和此后许多文章里，*z* = 1 是替换旧状态。',
    ],
  },
  weights: {
    title: '数一数权重',
    text: ['每个门都由自己的一块权重算出来：对输入的、对状态的，还有偏置。新内容也是如此。在台上这样大小的模型里，一块有 816 个权重，读出层有 100 个。LSTM 有四块：三个门各一块，新内容一块。'],
    ask: {
      question: 'GRU 有多少个权重？',
      choices: ['约 900 个：一块加读出层', '约 1700 个：两块加读出层', '约 2500 个：三块加读出层', '约 3400 个：四块加读出层'],
      replies: [
        (live) => `它有 ${live.lane('gru').weights} 个。只有一块的是 RNN，用来算新状态；两个门还各要一块。`,
        (live) => `它有 ${live.lane('gru').weights} 个。两个门各有一块，要与旧状态混合的新状态 *n* 还有第三块。`,
        (live) => `它有 ${live.lane('gru').weights} 个，LSTM 有 ${live.lane('lstm').weights} 个：两个门各一块，新状态一块，是三块对 LSTM 的四块。`,
        (live) => `它有 ${live.lane('gru').weights} 个，LSTM 有 ${live.lane('lstm').weights} 个：少一个门，就少一块。`,
      ],
    },
  },
  compare: {
    title: '简单的那个也一样好吗？',
    text: ['再看 LSTM 和 GRU，门一开始都是开的，这回要训练。'],
    ask: {
      question: '130 次更新之后，谁说得出第一个字母？',
      choices: ['只有 LSTM：它有专门的记忆', '只有 GRU：它要学的少', '两个都行'],
      replies: [
        (live) => `LSTM 是 ${live.lane('lstm').accuracy}，GRU 是 ${live.lane('gru').accuracy}。只要保住一个字母，一个带门的状态就够了。`,
        (live) => `GRU 是 ${live.lane('gru').accuracy}，LSTM 是 ${live.lane('lstm').accuracy}。少四分之一的权重，在这里没有差别。`,
        (live) => `LSTM 是 ${live.lane('lstm').accuracy}，GRU 是 ${live.lane('gru').accuracy}。“更简单，而且往往一样好”：这里正是如此。`,
      ],
    },
  },
  copying: {
    title: '权重一样多',
    text: ['单元数相同时，GRU 的权重较少。这里让它多几个单元，两个模型的权重大致一样多；任务也换一个：停顿片刻之后，把四个字母按原来的次序重复一遍。'],
    ask: {
      question: '200 次更新之后，谁答对的更多？',
      choices: ['LSTM：两个状态装得更多', 'GRU', '一样多：要紧的是权重的个数'],
      replies: [
        (live) => `GRU 是 ${live.lane('gru').accuracy}，LSTM 是 ${live.lane('lstm').accuracy}；十个答案里有六个是空白，很容易答。换四个别的种子，也都是 GRU 领先。`,
        (live) => `GRU 是 ${live.lane('gru').accuracy}，LSTM 是 ${live.lane('lstm').accuracy}；十个答案里有六个是空白，很容易答。换四个别的种子，结果也是如此。在这个任务上成立的，换个任务未必成立。`,
        (live) => `权重一样多，GRU 是 ${live.lane('gru').accuracy}，LSTM 是 ${live.lane('lstm').accuracy}；十个答案里有六个是空白，很容易答。换四个别的种子，也都是 GRU 领先。`,
      ],
    },
  },
  counting: {
    title: '它们的差别',
    text: [
      '往往不等于总是。这里读的是层层嵌套的括号，长 200 步；每读一个右括号，都要说出下一个是什么，这就得会数数。LSTM 可以在 *c* 上不断累加，没有上限；GRU 的状态是混合出来的，总在 −1 与 1 之间，只能把计数挤在这个范围里（Weiss 等，2018）。',
      (live) => `第 ${live.update} 次更新时，LSTM 的正确率是 ${live.lane('lstm').accuracy}，GRU 是 ${live.lane('gru').accuracy}。这只是一个种子的一次运行，不能说明更多。`,
    ],
  },
};
