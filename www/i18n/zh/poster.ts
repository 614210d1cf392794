/** The few words of the still picture: they are there before any other text has been loaded. */

import type { posterTexts as English } from '../en/poster';
import { cellsTexts } from './cells.ts';

export const posterTexts: typeof English = {
  cells: cellsTexts.cells,
  title: '误差信号有多少能传回第 1 步？',
  recorded: (update, steps) => `录制的静态图：第 ${update} 次更新时，${steps} 个时间步的梯度与最后一步之比。`,
  unrecorded: '各时间步的梯度。此实验没有录制的静态图。',
  waits: '滚动到此处时开始训练。',
  loads: '正在加载……',
};
