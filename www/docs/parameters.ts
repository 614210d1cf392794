/** docs/parameters.md, from the table of parameters and the words of a language. */

import { attributeName, PARAMETERS, type Parameter } from '../element/parameters';
import { format } from '../element/validate';
import { BOTH } from '../i18n/both';
import type { Language } from '../i18n/language';
import { plain } from '../views/dom';

const FRAME = {
  en: {
    title: 'Parameters of an experiment',
    lead: 'Made from the one table of parameters in `src/experiment/mod.rs` by `cargo xtask docs`; a test keeps it current. The key stands in JSON and in the address; the attribute is the same key in kebab-case. A change of a parameter marked ↻ starts training again, the others take effect at once.',
    head: ['key', 'attribute', 'what it is', 'values', 'default', ''],
    only: (whom: string) => `Only ${whom}.`,
    none: 'none',
    above: (min: string) => `above ${min}`,
    range: (min: string, max: string) => `${min} to ${max}`,
    whole: 'whole',
    or: ' or ',
  },
  zh: {
    title: '实验参数',
    lead: '由 `src/experiment/mod.rs` 中唯一的参数表生成（`cargo xtask docs`），并有测试保证与表一致。键用于 JSON 和网址；属性是同一个键的短横线写法。带 ↻ 的参数更改后重新开始训练，其余立即生效。',
    head: ['键', '属性', '含义', '取值', '默认', ''],
    only: (whom: string) => `仅用于 ${whom}。`,
    none: 'none',
    above: (min: string) => `大于 ${min}`,
    range: (min: string, max: string) => `${min} 到 ${max}`,
    whole: '整数',
    or: ' 或 ',
  },
};

export function parametersPage(language: Language): string {
  const frame = FRAME[language];
  const rows = PARAMETERS.map((parameter) => row(parameter, language));
  return [`# ${frame.title}`, '', frame.lead, '', line(frame.head), line(frame.head.map(() => '---')), ...rows, ''].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function row(parameter: Parameter, language: Language): string {
  const words = BOTH[language];
  const frame = FRAME[language];
  const { label, hint } = words.parameters[parameter.key];
  const whom = [...(parameter.cells ?? []), ...(parameter.tasks ?? [])].map((word) => `\`${word}\``).join(' ');
  const text = [`**${plain(label)}.**`, plain(hint), ...(whom === '' ? [] : [frame.only(whom)])].join(language === 'zh' ? '' : ' ');
  return line([`\`${parameter.key}\``, `\`${attributeName(parameter.key)}\``, text, values(parameter, language), `\`${format(parameter.default)}\``, parameter.restart ? '↻' : '']);
}

function values(parameter: Parameter, language: Language): string {
  const frame = FRAME[language];
  const own = () => {
    if ('choices' in parameter) return parameter.choices.map((choice) => `\`${choice}\``).join(' ');
    const range = parameter.exclusiveMin === true || parameter.max === undefined ? frame.above(String(parameter.min)) : frame.range(String(parameter.min), String(parameter.max));
    return parameter.kind === 'integer' ? `${frame.whole}${language === 'zh' ? '，' : ', '}${range}` : range;
  };
  return parameter.nullable ? `\`${frame.none}\`${frame.or}${own()}` : own();
}
