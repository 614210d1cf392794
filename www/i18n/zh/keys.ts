/** The keys of the page. */

import type { keysTexts as English } from '../en/keys';

export const keysTexts: typeof English = {
  keys: {
    skip: '跳到图表',
    title: '按键',
    close: '关闭',
    list: [
      ['空格', '播放、暂停'],
      ['S', '波前进一个时间步，先前向，后反向'],
      ['B', '反向传播的起点'],
      [', .', '上一次、下一次更新'],
      ['← →', '选中上一个、下一个时间步'],
      ['Home End', '选中第一个、最后一个时间步'],
      ['↑ ↓', '选中上一个、下一个单元'],
      ['1 2 3 4', '第一个模型、第二个模型……'],
      ['J K L', '先预测：为所选模型投一票'],
      ['N P', '下一个、上一个场景'],
      ['PageDown PageUp', '投影时：下一个、上一个场景；没有打开场景时为前进一次传播、退回上一次更新'],
      ['?', '显示这些按键'],
      ['Escape', '退出投影，关闭打开的内容'],
    ],
  },
};
