/** What was refused, and what is allowed in its place. */

import type { Allowed, ModuleFault, Refusal, Rule } from '../refusal';

/** Each continues the word “allowed:”. */
const RULES: Record<Rule, string> = {
  object: 'an object with the experiment’s keys',
  utf8: 'a text in UTF-8',
  safetensors: 'a safetensors file',
  grammar: 'a grammar of sentences',
  varies: 'numbers that are not all the same',
  numberType: 'the types U8, I16, F32 and F64',
  snapshot: 'what snapshot() returned',
  sameModel: 'a model with the same cell, task, sizes and optimiser',
  knownCharacters: 'the characters that the model knows',
  prompt: 'at least one character to go on from',
  textTask: '“text”, the task in which models write',
  finiteWeights: 'a value that leaves every weight finite',
  knownClass: 'the classes that the data name',
  stepWithLoss: 'all, or a step at which an answer is due',
};

/** Each continues the words “allowed:”. */
const FAULTS: Record<ModuleFault, string> = {
  none: 'a file with one nn.RNN, nn.LSTM or nn.GRU in it',
  several: 'one recurrent module',
  bidirectional: 'a module that reads forward only',
  projected: 'a module without proj_size',
  quantised: 'the types F64, F32, F16 and BF16, not quantised',
  cell: 'nn.RNN, nn.LSTM or nn.GRU, not a cell by itself',
  parametrised: 'plain weights: remove the weight norm before saving',
  layers: '1 to 4 layers',
  units: '1 to 256 units',
  width: 'at most 16384 numbers a step',
  missing: 'all the tensors that the others need',
  shape: 'shapes that fit each other',
  large: 'at most 64 MB',
};

function whatIsAllowed(allowed: Allowed): string {
  switch (allowed.type) {
    case 'range': {
      const { min, max, exclusiveMin, integer, nullable } = allowed;
      const upTo = max === null ? '' : exclusiveMin ? ` and up to ${max}` : ` to ${max}`;
      return `${nullable ? 'none, or ' : ''}a ${integer ? 'whole ' : ''}number ${exclusiveMin || max === null ? 'above' : 'from'} ${min}${upTo}`;
    }
    case 'numberOr':
      return `${allowed.nullable ? 'none, ' : ''}${allowed.words.join(', ')}, or a number from ${allowed.min} to ${allowed.max}`;
    case 'words':
      return `${allowed.nullable ? 'none, or ' : ''}${allowed.words.join(', ')}`;
    case 'list':
      return `a list of at least one of ${allowed.words.join(', ')}, each once`;
    case 'gates':
      return `${allowed.nullable ? 'none, or ' : ''}gates with a value from ${allowed.min} to ${allowed.max}, like forget:1 or forget:1,input:0.5; gates are ${allowed.words.join(', ')}`;
    case 'keys':
      return allowed.keys.join(', ');
    case 'atMost':
      return `at most ${allowed.limit} at this length and these sizes, to fit into memory`;
    case 'shape':
      return allowed.expected;
    case 'finite':
      return 'a finite number';
    case 'file':
      return `the bytes of ${allowed.file}, or of a file like it`;
    case 'text':
      return `2 to ${allowed.longest} characters, 2 to ${allowed.mostDifferent} of them different`;
    case 'module':
      return FAULTS[allowed.fault];
    case 'rule':
      return RULES[allowed.rule];
    case 'other':
      return allowed.words;
  }
}

export const errorsTexts = {
  /** One sentence: what was given, and what is allowed. */
  errors: ({ kind, key, given, allowed }: Refusal): string => {
    const rest = whatIsAllowed(allowed);
    const quoted = given === '' ? 'nothing' : `“${given}”`;
    switch (kind) {
      case 'unknownKey':
        return `“${given}” is not a parameter; allowed: ${rest}.`;
      case 'wrongValue':
        return `${key}: ${quoted} is not possible; allowed: ${rest}.`;
      case 'outOfRange':
        return `${key}: ${given} is out of range; allowed: ${rest}.`;
      case 'wrongShape':
        return `${key}: the shape is ${given}, but must be ${rest}.`;
      case 'notFinite':
        return `${key}: ${given} is not a finite number; allowed: ${rest}.`;
      case 'weightName':
        return `Weights: ${given === '' ? key : given} does not fit; allowed: ${rest}.`;
      case 'text':
        return given === '' ? `There is no text; it needs ${rest}.` : `The text ${quoted} cannot be used; allowed: ${rest}.`;
      case 'module':
        return `The file of weights is ${given}; allowed: ${rest}.`;
      case 'unreadable':
        return `${key}: this cannot be read (${given}); allowed: ${rest}.`;
    }
  },
  used: (value: string) => `${value} is used.`,
};
