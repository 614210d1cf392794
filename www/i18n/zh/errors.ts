/** What was refused, and what is allowed in its place. */

import type { errorsTexts as English } from '../en/errors';
import type { Allowed } from '../refusal';

function allowed(what: Allowed): string {
  switch (what.type) {
    case 'range': {
      const number = what.integer ? '整数' : '数';
      return `${what.orNone === true ? 'none，或' : ''}${what.max === null || what.exclusiveMin === true ? `大于 ${what.min} 的${number}` : `${what.min} 到 ${what.max} 的${number}`}`;
    }
    case 'words':
      return `${what.orNone === true ? 'none，或' : ''}${what.words.join(', ')}`;
    case 'list':
      return `至少一项，每项一次：${what.words.join(', ')}`;
    case 'keys':
      return what.keys.join(', ');
    case 'finite':
      return '有限的数';
    case 'object':
      return '含有实验参数的对象';
  }
}

export const errorsTexts: typeof English = {
  errors: ({ kind, key, given, allowed: what }) => {
    const rest = allowed(what);
    switch (kind) {
      case 'unknownKey':
        return `“${given}” 不是参数；可用的有 ${rest}。`;
      case 'wrongValue':
        return `${key}：“${given}” 不可用；允许：${rest}。`;
      case 'outOfRange':
        return `${key}：${given} 超出范围；允许：${rest}。`;
      case 'wrongShape':
        return `${key}：形状为 ${given}，应为 ${rest}。`;
      case 'notFinite':
        return `${key}：${given} 不是有限数；允许：${rest}。`;
      case 'weightName':
        return `权重：${given === '' ? key : given} 不符合；允许：${rest}。`;
      case 'text':
        return `这段文本不能使用：${given}；要求：${rest}。`;
      case 'unreadable':
        return `无法读取：${given}；允许：${rest}。`;
    }
  },
  used: (value) => `已采用 ${value}。`,
};
