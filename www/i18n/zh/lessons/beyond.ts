import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  way: {
    title: '路有多长',
    text: [
      '这门课里的麻烦，全都出在往回的路上：从 100 个字母的末尾到第一个，要走 99 步，每步乘一个因子。注意力（Vaswani 等，2017）不在步与步之间传递任何东西：每一步都直接看此前的所有步，给它们加权，取其内容的加权平均。于是从答案到第一个字母只有一步，序列再长也是如此。',
      (live) => `训练之前，到达第一个字母的，RNN 是 ${live.lane('rnn').share}，注意力是 ${live.lane('attention').share}。注意力没有一步步传下去的状态，所以图中是损失对输入的梯度。`,
    ],
  },
  reads: {
    title: '一百个字母',
    text: ['说出 100 个字母中的第一个：两个模型各训练 80 次更新，序列长四到 100 个字母。'],
    ask: {
      question: '谁说得出来？',
      choices: ['两个都行：其中有短序列', '只有注意力', '都不行：80 次更新太少'],
      replies: [
        (live) => `注意力是 ${live.lane('attention').accuracy}，RNN 是 ${live.lane('rnn').accuracy}，不比乱猜强。短到教得会 RNN 的序列没有几条。`,
        (live) => `注意力是 ${live.lane('attention').accuracy}，RNN 是 ${live.lane('rnn').accuracy}，不比乱猜强。直接看得到的字母，梯度只走一步就到。`,
        (live) => `对注意力来说够了，它的正确率是 ${live.lane('attention').accuracy}。RNN 是 ${live.lane('rnn').accuracy}，不比乱猜强。`,
      ],
    },
  },
  price: {
    title: '要付出什么代价',
    text: [
      '注意力那一行显示：最后一步从此前各步各读了多少。要答的第一个字母就在其中，中间没有哪一步需要替它记着。',
      '它在能同时做许多事的硬件上训练得也快：哪一步都不必等前一步。这两点合起来，就是 Transformer 取代循环网络处理语言的原因。代价是每一步都要看自己和此前的每一步：100 个字母有 5050 对，200 个字母约是它的四倍。要接着写下去，读过的一切都得留着；RNN 只留一个状态，大小永远不变。',
    ],
  },
  tracking: {
    title: '它不擅长什么',
    text: ['换一个任务：读 20 个比特，每读一个就说，到现在为止 1 的个数是不是奇数。循环网络只要记住一个比特，遇到 1 就翻转一次。'],
    ask: {
      question: '经过 300 次更新，谁几乎总能答对？',
      choices: ['注意力：所有比特它都看得见', 'LSTM', '两个都行'],
      replies: [
        (live) => `LSTM 是 ${live.lane('lstm').accuracy}，注意力是 ${live.lane('attention').accuracy}。看见所有比特还不够，还得数清楚；比特一多，它们的平均值里就看不出某一个是 0 还是 1。`,
        (live) => `LSTM 是 ${live.lane('lstm').accuracy}，注意力是 ${live.lane('attention').accuracy}。LSTM 一个比特一个比特地改动手里的结果；注意力每一步都要把全部比特重新数一遍，而且这里只有一层。`,
        (live) => `LSTM 是 ${live.lane('lstm').accuracy}，注意力却是 ${live.lane('attention').accuracy}。凡是要一步步带着走、边走边改的，循环做起来容易，一眼看过去却难。`,
      ],
    },
  },
  linear: {
    title: '没有 tanh 的循环',
    text: [
      '循环能不能像注意力那样快，往回的路又同样稳妥？如果新状态等于旧状态乘一个数，再加上只取决于输入的一项，即 *h*~t~ = *a*~t~ ⊙ *h*~t−1~ + *b*~t~，那么所有步可以一起算，大约 log₂ *T* 轮就够。往回传时，梯度只乘以 *a*，别无其他：没有矩阵，也没有 tanh 的斜率。',
      (live) => `台上两个模型都属于这一类。LRU（Orvieto 等，2023）的 *a* 对每个单元是一个固定的复数，靠近单位圆：隔着 40 个字母，回得来的是 ${live.lane('lru').share}。minGRU（Feng 等，2024）的 *a* = 1 − *z*，其中的门 *z* 只看输入，不看状态：回得来的是 ${live.lane('mingru').share}。`,
    ],
  },
  learns: {
    title: '记一个字母足够了',
    text: [
      '还是这门课的老任务，四十个字母中的第一个，训练 200 次更新。',
      (live) => `minGRU 是 ${live.lane('mingru').accuracy}，LRU 是 ${live.lane('lru').accuracy}。把字母带过去的，是每一步都乘以一个接近 1 的数：这正是 LSTM 细胞状态的想法，此外什么也没有。`,
    ],
  },
  turning: {
    title: '放弃了什么',
    text: ['再来看奇偶。minGRU 的状态只能乘以 0 到 1 之间的数；LRU 的状态乘以复数，可以转动，比如转半圈，就是乘以 −1。'],
    ask: {
      question: '300 次更新之内，谁学得会奇偶？',
      choices: ['minGRU：它有门', '都不会：两个都是线性的', 'LRU，大体学会'],
      replies: [
        (live) => `minGRU 是 ${live.lane('mingru').accuracy}，LRU 是 ${live.lane('lru').accuracy}。0 到 1 之间的门可以保留，可以遗忘，但不能把正负号翻过来。`,
        (live) => `LRU 是 ${live.lane('lru').accuracy}，minGRU 是 ${live.lane('mingru').accuracy}。碍事的不是线性，而是因子从不为负。`,
        (live) => `LRU 是 ${live.lane('lru').accuracy}，minGRU 是 ${live.lane('mingru').accuracy}。因子从不为负的线性循环，不可能对任意长度都算出奇偶（Grazzi 等，2024）；能转动的就可以。`,
      ],
    },
  },
  today: {
    title: '循环今天在哪里',
    text: [
      '就这样，循环又回来了，只是里面不再有 tanh。Mamba（Gu 与 Dao，2023）让因子取决于输入，读长序列的时间与长度成正比，而不是与长度的平方成正比。xLSTM（Beck 等，2024）给 LSTM 换上新的门和更大的记忆，并留下一部分不能一次算完的循环，因为奇偶这类任务要靠它。今天的许多模型把这样的层与注意力混合使用。',
      (live) => `从第一课到现在，问题始终是同一个：信号往回传时，乘以什么？设第 40 步的梯度为 1，训练之前，到第 1 步：RNN 乘以权重和斜率，剩下 ${live.lane('rnn').left}；LSTM 乘以门，是 ${live.lane('lstm').left}；LRU 乘以特意取在 1 附近的数，是 ${live.lane('lru').left}。`,
    ],
  },
};
