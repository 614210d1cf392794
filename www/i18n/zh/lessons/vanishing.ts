import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  back: {
    title: '误差往回传',
    text: [
      '网络学习时，对自己的每个数都要问：它稍有不同，答案会不会更好？最后一步的答案错了，这个问题就从那里一步步往回问，问到导致它的一切。往回传的就是梯度。台上的 RNN 还没有训练过。',
      (live) => `坐标轴上每往下一格，数值都缩小同样的倍数；所以曲线是直的，就意味着每一步都缩小同样的倍数。第 40 步的梯度，这个 RNN 只把 ${live.lane('rnn').share} 传回第 1 步。`,
    ],
    ask: {
      question: '第 40 步的梯度，往回传到前面各步还剩多少？画出你预计的曲线。',
      choices: ['十分之一以上回到第 1 步', '十分之一到 10⁻⁴', '10⁻⁴ 到 10⁻⁷', '不到 10⁻⁷'],
      replies: [
        (live) => `回得来的是 ${live.lane('rnn').share}。要让曲线停在十分之一以上，${live.lane('rnn').steps} 步里每一步的因子都得在 0.94 以上；这里平均是 ${live.lane('rnn').gain}。`,
        (live) => `回得来的是 ${live.lane('rnn').share}，比你画的降得更多。每一步都从剩下的里再去掉一份，一共 ${live.lane('rnn').steps} 次。`,
        (live) => `回得来的是 ${live.lane('rnn').share}，比你画的还要少。每步 ${live.lane('rnn').gain} 看似不小，但要乘 ${live.lane('rnn').steps} 次。`,
        (live) => `回得来的是 ${live.lane('rnn').share}，平均每步 ${live.lane('rnn').gain}。`,
      ],
    },
  },
  product: {
    title: '每一步一个因子',
    text: [
      '往回走一步，梯度要乘以 tanh 的斜率，再乘以循环权重的转置：∂*L*/∂*h*~t−1~ = *U*ᵀ (tanh′ ⊙ ∂*L*/∂*h*~t~)。图下面的一行显示每一步使它的长度变成多少倍。',
      (live) => `平均每一步乘以 ${live.lane('rnn').gain}。这样连乘 ${live.lane('rnn').steps} 步，就是 ${live.lane('rnn').share}。梯度消失不过如此：许多小于 1 的因子连乘。`,
    ],
  },
  shorter: {
    title: '路短一些',
    text: ['同一个 RNN，序列由四十个字母换成十个：往回走 9 步，而不是 39 步。'],
    ask: {
      question: '最后一个字母处的梯度，有多少到得了第一个字母？请设一个 10 的幂。',
      choices: ['比刚才多不了多少：10⁻⁹ 以下', '10⁻⁸ 到 10⁻⁴', '百分之一到千分之一', '十分之一以上'],
      replies: [
        (live) => `到达的是 ${live.lane('rnn').share}。每步的因子相差不多，是 ${live.lane('rnn').gain}，但只乘 ${live.lane('rnn').steps} 次，而不是 39 次。`,
        (live) => `到达的是 ${live.lane('rnn').share}，比你设的多。每步 ${live.lane('rnn').gain}，乘 ${live.lane('rnn').steps} 次：步数只有大约四分之一，失去的数量级也就只有大约四分之一。`,
        (live) => `到达的是 ${live.lane('rnn').share}，平均每步 ${live.lane('rnn').gain}。乘方里，起决定作用的是指数。`,
        (live) => `到达的是 ${live.lane('rnn').share}，比你设的少。要剩下十分之一，${live.lane('rnn').steps} 步中每一步都得保留 0.77；这里平均每步只保留 ${live.lane('rnn').gain}。`,
      ],
    },
  },
  'short-learns': {
    title: '到得了的，就教得会',
    text: [
      '十个字母，开始训练。第一个字母处的梯度虽小，但是有。',
      (live) => `经过 ${live.update} 次更新，正确率是 ${live.lane('rnn').accuracy}。`,
    ],
  },
  'long-does-not': {
    title: '到不了的，就教不会',
    text: ['再回到四十个字母，更新次数相同。权重学什么，由各步梯度之和决定；来自第一个字母的那一份，比来自最后几个字母的小许多倍。'],
    ask: {
      question: '200 次更新之后，RNN 知道什么？',
      choices: ['第一个字母', '第一个字母，但只在大约一半的情况下', '对第一个字母一无所知'],
      replies: [
        (live) => `正确率是 ${live.lane('rnn').accuracy}，与乱猜无异。`,
        (live) => `正确率是 ${live.lane('rnn').accuracy}，与乱猜无异。本该教会它的信号，淹没在最后几个字母的信号里，而后者在这里毫无帮助。`,
        (live) => `正确率是 ${live.lane('rnn').accuracy}，与乱猜无异。RNN 本来存得下这个字母，但没有什么告诉它要存，存得下也没有用。`,
      ],
    },
  },
  radius: {
    title: '因子可以选吗？',
    text: [
      '因子来自权重和斜率。tanh 的斜率从不超过 1；所以只要 *U* 最多能把向量拉长的倍数，即最大奇异值，小于 1，梯度就必然消失（Pascanu 等，2013）。这里的循环权重 *U* 一开始是一个正交矩阵，它只作旋转或反射，不改变任何长度：所有奇异值都是 1。仍使梯度缩小的是斜率：只要状态不是 0，斜率就小于 1。',
      (live) => `现在有 ${live.lane('rnn').share} 到达第 1 步，平均每步 ${live.lane('rnn').gain}。这样初始化是经典的办法之一，只要训练不让权重离开太远，它就有效。`,
    ],
  },
  slope: {
    title: '平坦的斜率',
    text: [
      '但斜率也会把它毁掉。这里仍用通常的初始化，学习率却提高到 25 倍，100 次更新就把九成以上的状态推到了 ±1 附近，那里 tanh 几乎是平的。此时循环权重的谱半径，即绝对值最大的特征值的绝对值，已超过 5，梯度却消失得比以往任何时候都厉害。',
      (live) => `设第 40 步的梯度为 1，到第 1 步只剩 ${live.lane('rnn').left}。单看谱半径说明不了什么：要紧的是权重与斜率的乘积。`,
    ],
  },
};
