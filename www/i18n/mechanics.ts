/** What a text of a language must not look like, whatever it says; for the tests alone. */

import type { Language } from './languages';

interface Rule {
  what: string;
  pattern: RegExp;
}

const HAN = '\\u4e00-\\u9fff';
/** Signs that bring their own room in Chinese. */
const WIDE = '，。；：！？、（）“”《》';

const RULES: Record<Language, readonly Rule[]> = {
  en: [
    { what: 'a straight apostrophe or quotation mark', pattern: /[A-Za-z]'[A-Za-z]|"[A-Za-z]/ },
    { what: 'a space before a sign', pattern: / [,;:!?](?!\d)|(?<![,\w]) \.(?!\d)/ },
    { what: 'a percent sign set off by other than a thin space', pattern: /\d[ \u00a0]?%/ },
    { what: 'Chinese', pattern: new RegExp(`[${HAN}${WIDE.replaceAll(/[“”]/g, '')}]`) },
    // Each was on the page, and nobody says so.
    { what: 'a turn that is no English', pattern: /\b(left aside|go on fast|hears? which|as the system|not asked|asked for|starts training again|at least one cell stays|no engine’s number|therefore cannot)\b/i },
  ],
  zh: [
    { what: 'a narrow sign beside Chinese', pattern: new RegExp(`[${HAN}][,;:!?()]|[,;:!?()][${HAN}]|[${HAN}]\\.(?!\\w)`) },
    { what: 'a space beside a wide sign', pattern: new RegExp(`[${WIDE}] | [${WIDE}]`) },
    { what: 'a space before the percent sign', pattern: /[\s\u2009]%/ },
    { what: 'no space between Chinese and a Latin word or number', pattern: new RegExp(`[${HAN}][A-Za-z0-9]|[A-Za-z0-9%][${HAN}]`) },
    { what: 'a space between Chinese words', pattern: new RegExp(`[${HAN}] [${HAN}]`) },
    { what: 'half an ellipsis', pattern: /(?<!…)…(?!…)|\.\.\./ },
    { what: 'a straight quotation mark beside Chinese', pattern: new RegExp(`["'][${HAN}]|[${HAN}]["']`) },
    // One word each: 模型, 实验台, 答案; and what no lecturer writes.
    { what: 'a word that has another on these pages', pattern: /泳道|演示场|演示台|回答|末步|搁置|边缘曲线|恰好为零|每种单元|两遍|听得到|听到|再被教|检查器|抽屉|神经网路|缺省|(?<!出人)意外/ },
  ],
};

/** Text as it is read: without the marks of mathematics, and with what is put in as a sign of its own. */
function read(text: string): string {
  return text.replaceAll(/⟦[^⟧]*⟧/g, '⟦⟧').replaceAll(/[*~]/g, '');
}

/** What is wrong with a text, each with the place. */
export function flaws(text: string, language: Language): string[] {
  const shown = read(text);
  return RULES[language].flatMap(({ what, pattern }) => {
    const found = pattern.exec(shown);
    return found === null ? [] : [`${what}: …${shown.slice(Math.max(0, found.index - 12), found.index + 14)}…`];
  });
}
