/** The tasks: a name and one sentence. */

import type { tasksTexts as English } from '../en/tasks';

export const tasksTexts: typeof English = {
  tasks: {
    recall: { name: '回忆首字母', text: (steps) => (steps === 2 ? '读一个字母和一个干扰符，再说出那个字母。' : `先读一个字母，再读 ${steps - 1} 个干扰符；最后说出开头的字母。`) },
    adding: { name: '两数相加', text: (steps) => `读 ${steps} 个数，其中两个有标记；最后给出这两个数的和。` },
    copy: { name: '延迟复制', text: () => '读几个符号，等过一段空白，再按顺序全部复述。' },
    order: { name: '两个事件的次序', text: () => '两个信号（X 或 Y）藏在干扰符中；最后按次序说出是哪两个。' },
    parity: { name: '比特串奇偶', text: () => '每读一个比特，说出到目前为止 1 的个数是否为奇数。' },
    brackets: { name: '括号匹配', text: () => '读嵌套的括号；每个右括号之后，说出下一个是哪种括号。' },
    text: { name: '预测下一字符', text: () => '逐字读一段文本，每一步预测下一个字。' },
    digits: { name: '手写数字', text: () => '逐行读一幅 8 × 8 的图像，每步一个像素；最后说出是哪个数字。' },
  },
};
