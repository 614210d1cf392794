/** The frame of the documents that are made from the sources; no page loads it. */

import type { documentTexts as English } from '../en/documents';

export const documentTexts: typeof English = {
  parameters: {
    title: '实验参数',
    lead: '由 `src/experiment/mod.rs` 中唯一的参数表生成（`cargo xtask docs`），并有测试保证与表一致。键用于 JSON 和网址；属性是同一个键的短横线写法。带 ↻ 的参数更改后重新开始训练，其余立即生效。',
    head: ['键', '属性', '含义', '取值', '默认', ''],
    only: (whom) => `仅用于 ${whom}。`,
    above: (min) => `大于 ${min}`,
    range: (min, max) => `${min} 到 ${max}`,
    whole: (range) => `整数，${range}`,
    orNone: (rest) => `\`none\`、${rest}`,
    label: (label) => `**${label}**：`,
    sentences: (sentences) => sentences.join(''),
  },
  scenes: {
    kind: (kind) => `*${kind}*：`,
    lead: '由 `www/scenes/scenes.json` 生成（`cargo xtask docs`），并有测试保证一致。`#` 之后的部分在任何地方的实验台中打开这个场景；加上 `hide=answer` 则先不显示结果，直到有人揭晓。`tests/scenes.rs` 对照正在训练的模型检验每一项说法。',
  },
};
