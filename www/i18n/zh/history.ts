/** The history of a run: film, milestones, divergence, looking back, notices. */

import type { historyTexts as English } from '../en/history';

export const historyTexts: typeof English = {
  film: {
    loss: '损失',
    accuracy: '准确率',
    measures: '图中显示的量',
    caption: '梯度胶片',
    explanation: '更新由左向右；每条胶片最上方为 t = 1。取自一条序列，与最后一步之比。',
    update: '第 0 次更新',
    baseline: (level) => `虚线：${level}，最简单的答案所能达到的水平。`,
    training: '粗线：留出的数据，从未参与训练；细线：刚学过的一批数据。粗线上升而细线下降时，模型在死记硬背。',
    heldOut: '留出数据',
    learned: '训练数据',
    trainingSummary: (losses) => `刚学过的一批数据的损失：${losses.join('，')}。`,
    lossOf: (cell, loss) => `${cell} ${loss}`,
    summary: (update, parts) => `第 ${update} 次更新时的损失：${parts.join('，')}。`,
  },
  milestone: {
    goOn: '继续',
    later: '后来会怎样？',
  },
  diverged: {
    badge: (update) => `第 ${update} 次更新时发散`,
    clip: '开启梯度裁剪',
  },
  past: {
    slider: '当前所示的更新',
    bound: '拖动即可回看任意一次更新。每个模型最多保存 256 个快照、共 32 MB；快照之间会重新训练，得到的数值完全相同。',
    valueText: (viewed, newest, parts) => `第 ${viewed} 次更新，共 ${newest} 次。${parts.join('，')}`,
    of: (newest) => `共 ${newest} 次，回看中`,
    rewind: '退回到这里',
    rewindHint: '从这次更新继续训练，之后的历史将被丢弃。',
    leave: '回到最新',
    leaveHint: '回看不会丢失任何内容。播放会从最新的更新继续。',
    back: '后退一次更新',
    event: (update, text) => `第 ${update} 次更新：${text}。`,
    grows: (cell) => `${cell} 梯度往回增大`,
    between: '，',
    diverges: (cell) => `${cell} 发散`,
    rescaled: (radius, cell) => `${cell === null ? '' : `${cell} `}谱半径 ${radius}`,
    parameters: { rate: '学习率', clip: '裁剪', clipBy: '裁剪方式', truncate: '截断', shortest: '最短长度', hold: '固定门' },
    where: (tensor, step) => `最先出现非有限值：${tensor}${step === null ? '' : `，t = ${step}`}`,
    recover: '退回',
    recoverHint: '所有模型退回到该模型梯度尚属正常的时候。若不作任何改动，它会再次发散。',
    clipHint: '所有模型退回到该模型梯度尚属正常的时候，并从那里开始把梯度裁剪到范数 1。',
  },
  notices: {
    replaced: (cell) => `${cell} 的工作线程停止并已被替换，从最近的快照继续。`,
    laneError: (cell, message) => `${cell}：${message}`,
    more: (count: number) => `还有 ${count} 条……`,
    dismiss: '关闭',
    lastRun: (task: string, update: string) => `您上次在此浏览器中的运行（${task}）停在第 ${update} 次更新。`,
    goOnWithLast: '从那里继续',
    unkept: '浏览器的存储空间已满或已被禁用，无法保留您的运行：训练照常继续，但页面重新加载后，只能从文件恢复这次运行（“分享”中的“保存运行”）。',
  },
};
