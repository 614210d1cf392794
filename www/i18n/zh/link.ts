/** What a link to one of the pages shows where it is posted; the build writes it into the pages, and no page loads it. */

import type { linkTexts as English } from '../en/link';

export const linkTexts: typeof English = {
  locale: 'zh_CN',
  name: '消失点',
  pages: {
    index: {
      title: '消失点',
      description: '误差信号在 RNN 里往回传时怎样消失，门又怎样把它留住：小模型就在浏览器里训练。',
    },
    scenes: {
      title: '场景',
      description: '教学场景：梯度消失、爆炸、裁剪、截断，以及怎样留住；每一个都在浏览器里训练。',
    },
    lessons: {
      title: '课程',
      description: '循环神经网络课程：一节节短课，旁边的模型就在浏览器里实时训练。',
    },
    embed: {
      title: '实验',
      description: '小型循环网络在浏览器里训练，每个时间步的梯度都看得见。',
    },
  },
  picture: '对数坐标的图：RNN 的误差信号传到首字母时几乎没有了，LSTM 和 GRU 的还剩不少',
};
