/** What was refused, and what is allowed in its place. */

import type { errorsTexts as English } from '../en/errors';
import type { Allowed, ModuleFault, Rule } from '../refusal';

/** Each continues the words “允许：”. */
const RULES: Record<Rule, string> = {
  object: '含有实验参数的对象',
  utf8: 'UTF-8 编码的文本',
  safetensors: 'safetensors 文件',
  grammar: '句子的文法',
  varies: '不全相同的数',
  numberType: 'U8、I16、F32、F64 四种类型',
  snapshot: 'snapshot() 返回的内容',
  sameModel: '类型、任务、规模和优化器都相同的模型',
  knownCharacters: '模型认识的字符',
  prompt: '至少一个字符，作为开头',
  textTask: '“text”，这样模型才能续写',
  finiteWeights: '使每个权重保持有限的值',
  knownClass: '数据中列出的类别',
  stepWithLoss: 'all，或需要作答的某一步',
};

/** 接在“允许：”之后。 */
const FAULTS: Record<ModuleFault, string> = {
  none: '含有一个 nn.RNN、nn.LSTM 或 nn.GRU 的文件',
  several: '只有一个循环模块',
  bidirectional: '只向前读的模块',
  projected: '不带 proj_size 的模块',
  quantised: 'F64、F32、F16、BF16 类型，未经量化',
  cell: 'nn.RNN、nn.LSTM 或 nn.GRU，而不是单独的单元',
  parametrised: '普通权重：保存前请去掉权重归一化',
  layers: '1 到 4 层',
  units: '1 到 256 个单元',
  width: '每步至多 16384 个数',
  missing: '其他张量所需的全部张量',
  shape: '彼此相符的形状',
  large: '至多 64 MB',
};

/** 文件里有什么；名称与数目在其后的括号中，与文件所写相同。 */
const FOUND: Record<ModuleFault, string> = {
  none: '没有可用的循环模块',
  several: '有多个循环模块',
  bidirectional: '模块是双向的',
  projected: '模块带有投影',
  quantised: '数值类型不受支持',
  cell: '是单独的单元',
  parametrised: '权重经过了参数化',
  layers: '层数不符',
  units: '单元数不符',
  width: '每步读取的数太多',
  missing: '缺少张量',
  shape: '张量的形状互不相符',
  large: '文件太大',
};

function whatIsAllowed(allowed: Allowed): string {
  switch (allowed.type) {
    case 'range': {
      const { min, max, exclusiveMin, integer, nullable } = allowed;
      const number = integer ? '整数' : '数';
      const above = exclusiveMin || max === null;
      const range = max === null ? `大于 ${min}` : above ? `大于 ${min}、不超过 ${max}` : `${min} 到 ${max}`;
      return `${nullable ? `none，或${range.startsWith('大') ? '' : ' '}` : ''}${range} 的${number}`;
    }
    case 'numberOr':
      return `${allowed.nullable ? 'none、' : ''}${allowed.words.join('、')}，或 ${allowed.min} 到 ${allowed.max} 的数`;
    case 'words':
      return `${allowed.nullable ? 'none，或 ' : ''}${allowed.words.join('、')}`;
    case 'list':
      return `至少一项、各不重复的列表，可选 ${allowed.words.join('、')}`;
    case 'gates':
      return `${allowed.nullable ? 'none，或' : ''}门与 ${allowed.min} 到 ${allowed.max} 的值，如 forget:1 或 forget:1,input:0.5；可选的门：${allowed.words.join('、')}`;
    case 'keys':
      return allowed.keys.join('、');
    case 'atMost':
      return `在这样的长度和规模下至多 ${allowed.limit}，否则内存不够`;
    case 'shape':
      return allowed.expected;
    case 'finite':
      return '有限的数';
    case 'file':
      return `${allowed.file} 的内容，或与之同类的文件`;
    case 'text':
      return `2 到 ${allowed.longest} 个字符，其中 2 到 ${allowed.mostDifferent} 个不同`;
    case 'module':
      return FAULTS[allowed.fault];
    case 'rule':
      return RULES[allowed.rule];
    case 'other':
      return allowed.words;
  }
}

export const errorsTexts: typeof English = {
  errors: ({ kind, key, given, allowed }) => {
    const rest = whatIsAllowed(allowed);
    const quoted = given === '' ? '空值' : `“${given}”`;
    switch (kind) {
      case 'unknownKey':
        return `“${given}”不是参数；可用：${rest}。`;
      case 'wrongValue':
        return `${key}：不能取${quoted}；允许：${rest}。`;
      case 'outOfRange':
        return `${key}：${given} 超出范围；允许：${rest}。`;
      case 'wrongShape':
        return `${key}：形状为 ${given}，应为：${rest}。`;
      case 'notFinite':
        return `${key}：${given} 不是有限的数；允许：${rest}。`;
      case 'weightName':
        return `权重：${given === '' ? key : given} 不符合；允许：${rest}。`;
      case 'text':
        return given === '' ? `没有文本；需要：${rest}。` : `文本${quoted}不能使用；允许：${rest}。`;
      case 'module':
        return `权重文件：${allowed.type === 'module' ? `${FOUND[allowed.fault]}（${given}）` : given}；允许：${rest}。`;
      case 'unreadable':
        return `${key}：无法读取（${given}）；允许：${rest}。`;
    }
  },
  used: (value) => `已采用 ${value}。`,
};
