/** What words mean, each in one sentence. */

import type { termsTexts as English } from '../en/terms';

export const termsTexts: typeof English = {
  terms: {
    error: '答案错了多少，一步步往回传给前面的每一步，让它修正自己的部分：即损失的梯度。',
    gradient: '如果这个数稍微变大，损失会变化多少；越亮越大，用对数尺度。',
    loss: '用一个数表示答案错得有多厉害；训练使它变小。',
    state: '模型一步步带着的东西：它对已读内容所知道的一切。',
    gate: '0（关）到 1（开）之间的数，模型用它决定每一步保留多少记忆，或放多少通过。',
    gain: '某一步的梯度除以后一步的梯度：横线以下表示往回传时缩小，以上表示放大；全部相乘，就是传回第 1 步的比例。',
    norm: '梯度的长度：把所有单元合成一个数；这里除以误差进入的那一步的梯度长度。',
    memory: 'LSTM 把记忆放在单独的细胞状态 c 里，LRU 放在复状态 s 里；h 只是对外显示的部分。',
    radius: '最大特征值的模：从长远看，单靠循环权重，每一步把信号放大多少倍。',
    axis: '每往下一条线都缩小同样的倍数，一千倍或更多，这样即使衰减到几乎没有也看得见。',
  },
  inCourse: '在课程中',
};
