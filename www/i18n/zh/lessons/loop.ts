import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  state: {
    title: '一个字母，一个状态',
    text: [
      '循环网络一次读一个字母，并保存一串数，即隐藏状态 *h*。每一步的新状态由当前字母和前一步的状态得到：*h*~t~ = tanh(*W* *x*~t~ + *U* *h*~t−1~ + *b*)。tanh 把每个数压到 −1 与 1 之间。图的下方，每一行是 24 个数中的一个，每一列是一步。',
      '每一步用的都是同样的权重 *W* 和 *U*。在一个位置上学到的字母知识，在每个位置都有效；权重的个数也与序列长短无关。',
    ],
  },
  learn: {
    title: '八个字母',
    text: ['还是上一课的任务，序列长八个字母：最后说出第一个。能把它带到那里的只有 *h*。下面训练这个 RNN（循环神经网络的英文缩写），共 150 次更新。'],
    ask: {
      question: 'RNN 学得会吗？',
      choices: ['会：状态能把字母带过去', '不会：它一次只看得见一个字母', '只会一半：开头的字母会淡去'],
      replies: [
        (live) => `经过 ${live.update} 次更新，在没有训练过的序列上，答案的正确率是 ${live.lane('rnn').accuracy}。`,
        (live) => `它一次看一个字母，但记得住其余的：经过 ${live.update} 次更新，正确率是 ${live.lane('rnn').accuracy}。`,
        (live) => `八步之内淡去得不多：经过 ${live.update} 次更新，正确率是 ${live.lane('rnn').accuracy}。`,
      ],
    },
  },
  carried: {
    title: '字母在哪里？',
    text: [
      '训练后的状态，一步一步看。其中没有哪一个数就是“那个字母”：读过的内容在全部 24 个数上留下图样，答案是由最后一步的图样算出来的。',
      '这里说的记忆就是这个意思：第一个字母不同，最后一步的 *h* 就不同。顺序也起作用：同样的字母换个次序，得到的状态就不一样。',
    ],
  },
  'any-length': {
    title: '长短不限',
    text: [
      '窗口是为一种长度造的，循环则不然：这里每条训练序列各有长度，从四个到十二个字母不等，用的是同一套权重。',
      (live) => `序列长十二个字母时，经过 ${live.update} 次更新，正确率是 ${live.lane('rnn').accuracy}。`,
    ],
  },
  forty: {
    title: '四十个字母',
    text: ['循环没有边界，公式里也没有什么禁止把一个字母带过四十步。现在从头训练一个新的 RNN，共 200 次更新，只用四十个字母的序列。'],
    ask: {
      question: 'RNN 学得会吗？',
      choices: ['会：八步还是四十步，公式都一样', '不会：它只能猜', '单元再多些就会'],
      replies: [
        (live) => `它本可以把字母带过去，却学不会：正确率 ${live.lane('rnn').accuracy}，与乱猜无异。看图：最后一步的误差只有 ${live.lane('rnn').share} 回到第一步。`,
        (live) => `正确率 ${live.lane('rnn').accuracy}，与乱猜无异。图上看得出原因：最后一步的误差只有 ${live.lane('rnn').share} 回到第一步。`,
        (live) => `它缺的不是单元。最后一步的误差只有 ${live.lane('rnn').share} 回到第一步，所以正确率是 ${live.lane('rnn').accuracy}，与乱猜无异。`,
      ],
    },
  },
};
