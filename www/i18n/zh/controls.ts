/** The controls of parameters and of playback. */

import type { controlsTexts as English } from '../en/controls';

export const controlsTexts: typeof English = {
  controls: {
    off: '关',
    free: '未固定',
    number: '数值',
    on: '启用',
    restarts: '更改后重新开始训练。',
    live: '立即生效，训练继续。',
  },
  transport: {
    label: '播放控制',
    perClick: '每次点击',
    granularity: '每次点击前进多少',
    time: '时间步',
    pass: '一次传播',
    update: '更新',
    speed: '速度',
    speedAuto: '自动',
    speedAutoHint: '慢到看得清，没有变化时加快；门控模型学会后停下',
    updatesPerSecond: (rate) => `每秒 ${rate} 次更新`,
    flatOut: '全速',
  },
};
