/** The visitor's own data. */

import type { ownTexts as English } from '../en/own';

export const ownTexts: typeof English = {
  own: {
    sentence: {
      title: '你的句子',
      hint: '句子只留在本页，也不包含在链接中。模型保持不变，只是改读你的句子。',
      known: '模型认识的词',
      use: '让模型来读',
      back: '恢复原来的句子',
      using: '现在显示的是你的句子。',
    },
    drawing: {
      title: '你写的数字',
      pad: '在这里写一个数字。',
      keys: '方向键移动笔，空格键落笔和提笔。',
      which: '这个数字是',
      clear: '清除',
      hint: '按数据集的做法缩成 8 × 8 像素。图像只留在本页；模型保持不变。',
      use: '让模型来读',
      back: '恢复数据集中的图像',
      using: '现在显示的是你写的数字。',
    },
    series: {
      title: '你的序列',
      placeholder: '粘贴表格（CSV），或把文件拖到这里',
      column: '列',
      file: '表格文件',
      hint: '数据只留在本页，也不包含在链接中。最后五分之一不参与训练。',
      use: '用这个序列训练',
      back: '恢复自带的序列',
      using: (name, values) => `正在用你的序列训练：${name}，共 ${values} 个数值。`,
      cut: (name, values, given) => `你的序列 ${name} 共有 ${given} 个数值，正在用前 ${values} 个训练。`,
    },
    problems: {
      unknownWord: (word) => `模型不认识“${word}”；上面列出了模型认识的词。`,
      noSentence: '请写至少两个词的句子。',
      noJudgement: '这个句子没有褒贬，或者超过 128 个词：需要有表示褒贬的词。',
      noDrawing: '请先写一个数字。',
      refused: '这些数据无法使用；训练仍用原来的数据。',
      large: '文件超过 5 MB。',
      part: '无法加载读取表格的程序，请联网后重试。',
      csv: {
        empty: '这里还没有表格。',
        noNumbers: '这一列没有数。',
        gap: (row) => `第 ${row} 行没有数值：请补上，或删去这一行。`,
        text: (row, text) => `第 ${row} 行应是数，却是“${text}”。`,
        few: (given, least) => `只有 ${given} 个数值，至少需要 ${least} 个。`,
        same: '所有数值都相同，没有可学的内容。',
      },
    },
  },
};
