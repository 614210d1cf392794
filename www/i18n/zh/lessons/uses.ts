import type { LessonText } from '../../../lessons/lesson';

export const lesson: LessonText = {
  'next-letter': {
    title: '下一个字母',
    text: [
      '记忆能派什么用场，要看什么时候作答。这里是每一步都要作答：LSTM 逐个字母读一篇英文短文，每读一个，就说出下一个是什么。（输入下面几行是：每个字母有多出乎意料，最后的答案有多取决于各个字母，以及它的答案，答对的是粗体，写不下字母时是高的竖条。）把它自己的答案再读进去，它就能写下去。',
      (live) => `经过 ${live.update} 次更新，它答对了 ${live.lane('lstm').accuracy}，这是在它所学的文本上测得的。输入法推荐下一个词，从前就是这样做的（Mikolov 等，2010），后来才被注意力取代；今天的大语言模型要答的仍是这个问题。`,
    ],
  },
  voice: {
    title: '谁在说话？',
    text: ['一个元音，每 6.4 毫秒记作十二个数，最多 29 帧。每读一帧，模型都要说出九个人中是谁在说话。语音识别由此起步，2010 年代靠的就是循环网络（Graves 等，2013）。'],
    ask: {
      question: '经过 150 次更新，谁能说对九成帧的说话人？',
      choices: ['只有 GRU：语音需要长久的记忆', '两个都能', '都不能：九个人太多了'],
      replies: [
        (live) => `GRU 是 ${live.lane('gru').accuracy}，RNN 是 ${live.lane('rnn').accuracy}。声音很短，而且每一帧都要作答，误差走不了多远，RNN 也就学得会。`,
        (live) => `RNN 是 ${live.lane('rnn').accuracy}，GRU 是 ${live.lane('gru').accuracy}。声音很短，而且每一帧都要作答，误差走不了多远。并非每个序列都需要门。`,
        (live) => `RNN 是 ${live.lane('rnn').accuracy}，GRU 是 ${live.lane('gru').accuracy}；乱猜只有九分之一。嗓音的差别每一帧里都有，状态把各帧的线索一点点积累起来。`,
      ],
    },
  },
  name: {
    title: '是名字吗？',
    text: [
      '给每个词贴一个标签：人名、地名、机构名，或者都不是。在这句话里，“washington”是一家机构，但要读到后面的词才看得出来，而第一个词的标签那时早已给出。（图中，机构名记作“机构”或“机”，地名记作“地名”或“地”，都不是的记作“无”。）',
      (live) => `平均起来，GRU 标对了 ${live.lane('gru').accuracy} 的词，偏偏第一个标错了。记忆再多也没有用，它缺的在后面。如果整句话都在手边，就用两个循环网络，其中一个从句末往前读（Schuster 与 Paliwal，1997）。`,
    ],
  },
  verdict: {
    title: '是褒是贬？',
    text: ['这回只在最后作答一次。逐词读一句话，平均 32 个词，读到句号再判断：是褒是贬？一个否定词就能让答案反过来，它离句末最远有四十来个词。两个模型都已更新 400 次。', '答案一行显示，读到那里时判断得对不对：对的是高的竖条，或者粗体字（褒或贬）。只有最后一个算数。'],
    ask: {
      question: '谁判断得对？',
      choices: ['两个都对：有褒义词和贬义词就够了', '只有 RNN', '只有 GRU'],
      replies: [
        (live) => `RNN 是 ${live.lane('rnn').accuracy}，GRU 是 ${live.lane('gru').accuracy}。不知道有没有否定词把它们反过来，褒义词和贬义词就说明不了多少。`,
        (live) => `RNN 是 ${live.lane('rnn').accuracy}，GRU 是 ${live.lane('gru').accuracy}。恰好相反：RNN 不比乱猜强。`,
        (live) => `GRU 是 ${live.lane('gru').accuracy}，RNN 是 ${live.lane('rnn').accuracy}，不比乱猜强。误差要从句末一路传回否定词，只有 GRU 的门放它过去。`,
      ],
    },
  },
  translation: {
    title: '换一种写法',
    text: [
      '先全部读完，再全部写出：“forty-two = 42”。读到等号时，接下来要写的一切都得在同一个状态里。最早只靠神经网络的翻译就是这样做的（Sutskever 等，2014）。',
      (live) => `到第 ${live.update} 次更新，LSTM 写对了 ${live.lane('lstm').accuracy} 的数字，RNN 写对了 ${live.lane('rnn').accuracy}。句子越长，要挤过这一个状态的就越多。为了绕开它，人们发明了注意力（Bahdanau 等，2015）；详见最后一课。`,
    ],
  },
  forecast: {
    title: '下个月',
    text: ['序列不一定由字母组成。这里是逐月的航空旅客人数，要预测的是下个月。七月有多少旅客，最好看上一年的七月。RNN 旁边是第一课里的窗口，它只看得见五个月。'],
    ask: {
      question: '经过 200 次更新，谁更接近实际？',
      choices: ['RNN', '窗口：越久以前的越不要紧', '差不多'],
      replies: [
        '窗口的均方误差是 RNN 的一倍半以上。一个季节周期比五个月长，而状态带得动它。',
        '窗口的均方误差是 RNN 的一倍半以上。要紧的是十二个月以前，那已经在窗口之外。',
        '窗口的均方误差是 RNN 的一倍半以上：一个季节周期比五个月长，而窗口之外什么也没有。',
      ],
    },
  },
  film: {
    title: '一段影片',
    text: [
      '每一步也可以是整幅画面。一个图形一边转动，一边在两堵墙之间来回走；看完 24 帧，模型要说出它往哪边转、反弹了几次，共有八种答案。往哪边转，两帧就看得出；反弹几次，要看完所有的帧。',
      (live) => `到第 ${live.update} 次更新，GRU 答对了 ${live.lane('gru').accuracy} 的影片，RNN 答对了 ${live.lane('rnn').accuracy}；乱猜是八分之一。这些用途有一点是共同的：事物一个接一个地来，而答案不只取决于最后一个。`,
    ],
  },
};
