/** What the page says of a link. */

import type { addressTexts as English } from '../en/address';

export const addressTexts: typeof English = {
  address: {
    otherEngine: (given, own) => `这个链接由引擎 ${given} 生成，本页使用引擎 ${own}，数值可能与链接生成时不同。`,
    unreadableEngine: (given) => `engine：“${given}”不是引擎编号；本页使用自己的引擎。`,
    unknown: (keys) => `无法识别，已忽略：${keys}。`,
    unknownPart: (words, parts) => `hide：“${words}”无法隐藏；可用的是各实验参数，以及 ${parts}。`,
  },
};
