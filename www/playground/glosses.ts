/**
 * The English words of the task `sentiment` in Chinese: there are no ratings of Chinese words that are free to ship, so its
 * sentences are English ones, and each word has its meaning above it.
 */

import './glosses.css';

export const GLOSSES: Readonly<Record<string, string>> = {
  but: '但是', was: '是', told: '告诉', us: '我们', that: '（从句）', nobody: '没有人', thought: '认为', did: '曾', not: '不', think: '认为', never: '从不', i: '我',
  would: '会', say: '说', my: '我的', brother: '兄弟', sister: '姐妹', neighbour: '邻居', the: '这', woman: '女人', next: '隔', door: '壁', a: '一', man: '男人',
  on: '在……上', train: '火车', film: '电影', book: '书', concert: '音乐会', meal: '饭菜', hotel: '旅馆', lecture: '讲座', garden: '花园', journey: '旅行', of: '的',
  last: '上一', week: '周', at: '在', end: '尽头', street: '街', we: '我们', had: '曾', heard: '听说', about: '关于', radio: '广播', which: '（从句）', seen: '看过',
  twice: '两次', in: '在……里', same: '同一', month: '月', from: '从', other: '另一', side: '边', river: '河', old: '老', house: '房子', between: '之间', station: '车站',
  and: '和', school: '学校', when: '当', saw: '看见', it: '它', evening: '晚上', then: '然后', all: '都', went: '去', home: '家', by: '乘', as: '就', far: '远',
  could: '能', see: '看', place: '座位', back: '后面', room: '房间', very: '非常', extremely: '极其', slightly: '略微', somewhat: '有些', good: '好', great: '很棒',
  excellent: '优秀', wonderful: '精彩', beautiful: '美丽', brilliant: '出色', perfect: '完美', superb: '极好', lovely: '可爱', funny: '有趣', charming: '迷人',
  delightful: '令人愉快', enjoyable: '惬意', fascinating: '引人入胜', fantastic: '美妙', clever: '巧妙', elegant: '优雅', entertaining: '好玩', exciting: '激动人心',
  graceful: '优美', impressive: '令人难忘', interesting: '有意思', magnificent: '壮丽', marvelous: '绝妙', outstanding: '杰出', pleasant: '宜人', splendid: '辉煌',
  thoughtful: '周到', amazing: '惊人', awesome: '了不起', admirable: '令人钦佩', amusing: '逗趣', cheerful: '欢快', creative: '有创意', fabulous: '极妙', glorious: '灿烂',
  gorgeous: '华美', original: '新颖', peaceful: '宁静', vibrant: '有活力', bad: '差', terrible: '糟糕', horrible: '可怕', boring: '无聊', dull: '沉闷', ugly: '丑陋',
  stupid: '愚蠢', sad: '悲伤', weak: '薄弱', annoying: '烦人', disappointing: '令人失望', painful: '痛苦', ridiculous: '荒唐', unpleasant: '令人不快', lame: '蹩脚',
  dirty: '脏', disturbing: '令人不安', dumb: '笨', faulty: '有毛病', flawed: '有缺陷', frustrating: '令人沮丧', harsh: '刺耳', irritating: '恼人', lousy: '差劲',
  messy: '凌乱', rotten: '腐烂', rude: '粗鲁', shameful: '可耻', unfair: '不公', useless: '无用', vile: '恶劣', crude: '粗糙', disastrous: '灾难般', idiotic: '白痴般',
  inferior: '低劣', obnoxious: '讨厌', worse: '更差', ruined: '毁坏', foolish: '愚笨',
};
