/** 课程页面的文字。每课的正文各在一个文件里。 */

import type { CourseTexts } from '../../lessons/texts';

export const courseTexts: CourseTexts = {
  title: '课程',
  subtitle: '一节节短课，旁边的模型随着阅读实时训练。正文里的每个数字都读自台上的模型。',
  minutes: (minutes) => `约 ${minutes} 分钟`,
  place: (place, all) => `第 ${place} 课，共 ${all} 课`,
  reader: {
    stage: '本课的模型',
    beat: (place, all) => `${place} / ${all}`,
    next: '下一步',
    previous: '上一步',
    contents: '全部课程',
    nextLesson: (title) => `下一课：${title}`,
    end: '这是最后一课。',
    present: '放映',
    leave: '退出放映',
    playground: '在实验台打开这个实验',
    toPlayground: '在实验台打开',
    choices: '选项',
    predict: '先做出选择，再看模型给出的结果。',
    right: '正是如此。',
    wrong: '并非如此。',
    judged: { right: '（正确）', wrong: '（你的选择，不正确）' },
    again: '重新选择',
    code: '你的预测，供收集的老师使用：',
    copy: '复制',
    copied: '已复制',
  },
  room: {
    title: '全班的预测',
    explanation: '每课末尾有一串代表自己预测的代码，例如 vanishing:BC。把全班的代码粘贴到这里，比如从聊天记录里复制。代码只留在这个窗口里；不需要姓名，也不会发送出去。',
    paste: '预测代码',
    unread: (words, count) => `不是代码（${count}）：${words}`,
    right: '正确',
  },
  lessons: {
    window: { title: '窗口不是记忆', goal: '只看得见最近几个字母的模型永远学不会什么，梯度又如何精确地说明这一点。', minutes: 5 },
    loop: { title: '循环', goal: '隐藏状态怎样把一个字母带到后面：每一步用同样的权重，序列长短不限。', minutes: 5 },
    learning: { title: '从结尾学起', goal: '结尾的一个答案，怎样教会开头该做什么：损失、沿时间反向传播、更新。', minutes: 5 },
    vanishing: { title: '消失', goal: '误差信号沿时间往回传时为何越来越小，这对学习意味着什么。', minutes: 7 },
    exploding: { title: '爆炸', goal: '同一个连乘积，反过来的情形：不断增大的梯度，裁剪能治什么，截断要付出什么。', minutes: 6 },
    keeping: { title: '保持', goal: 'LSTM 的门怎样让信号存活下来，又怎样把它拒之门外。', minutes: 7 },
    gates: { title: '两个门', goal: 'GRU 用一个状态和两个门来保持，它是否与 LSTM 一样好。', minutes: 6 },
    traps: { title: '陷阱', goal: '从梯度里读出其实没有的东西：四个容易犯的错误。', minutes: 6 },
  },
};

export const lessonTexts = {
  window: () => import('./lessons/window'),
  loop: () => import('./lessons/loop'),
  learning: () => import('./lessons/learning'),
  vanishing: () => import('./lessons/vanishing'),
  exploding: () => import('./lessons/exploding'),
  keeping: () => import('./lessons/keeping'),
  gates: () => import('./lessons/gates'),
  traps: () => import('./lessons/traps'),
};
