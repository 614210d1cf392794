/** The names of the cells. */

import type { cellsTexts as English } from '../en/cells';

export const cellsTexts: typeof English = {
  cells: { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU', window: '窗口', mingru: 'minGRU', lru: 'LRU', attention: '注意力' },
  cellHints: {
    rnn: '普通循环网络',
    lstm: '长短期记忆网络',
    gru: '门控循环单元',
    window: '只看最近几个输入：循环网络要超越的基线',
    mingru: '最小门控循环单元：门不看状态，门为 1 时替换状态',
    lru: '线性循环单元：复状态在步与步之间只做乘法，tanh 在循环之外',
    attention: '因果自注意力，即 Transformer 的做法：每一步直接读取此前所有步，不传递状态',
  },
};
