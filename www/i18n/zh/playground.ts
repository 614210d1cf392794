/** The playground: rail, header, tabs, hidden outcome. */

import type { playgroundTexts as English } from '../en/playground';

export const playgroundTexts: typeof English = {
  rail: {
    title: '实验',
    defaults: '恢复默认',
    defaultsHint: '把所有参数恢复为默认值',
    task: '任务',
    sameData: '同数据，同种子',
    advanced: '高级',
    restartLegend: '会重新开始训练',
    newest: (newest, viewed) => `这里是最新一次（第 ${newest} 次）更新的设置；正在看的是第 ${viewed} 次。`,
    lastCell: '至少保留一个模型。',
    text: '你的文本',
    textPlaceholder: '在此粘贴任意文本：歌词、诗、代码……',
    textHint: '文本只留在本页，不会写进链接。',
    useText: '用这段文本训练',
    usePassage: '回到内置文章',
    usingOwn: (count) => `正在用你的文本训练，共 ${count} 个字符。`,
    write: '让模型写作',
    model: '模型',
    prompt: '开头',
    temperature: '温度',
    writeButton: '写',
    writing: '正在写……',
    resultOf: (cell, update) => `${cell}，第 ${update} 次更新`,
  },
  header: {
    more: '更多',
    embed: '嵌入',
    present: '投影',
    share: '分享',
    leavePresent: '退出投影',
    language: '语言',
    theme: '主题',
    themes: { light: '浅色', dark: '深色', auto: '跟随系统' },
    experiment: '实验',
    values: '数值',
  },
  tabs: { label: '视图', lanes: '模型', cell: '数值', setup: '设置' },
  outcome: {
    ask: '答案暂不显示。你预计梯度和各模型的回答会怎样？',
    reveal: '揭晓',
    hidden: '揭晓之前不显示。',
    revealed: '已揭晓。',
  },
};
