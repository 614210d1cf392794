/** docs/parameters.md, from the table of parameters and the words of a language. */

import { attributeName, PARAMETERS, type Parameter } from '../store/parameters';
import { format } from '../store/validate';
import type { Messages } from '../i18n';
import type { documentTexts } from '../i18n/en/documents';
import { plain } from '../views/dom';

type Frame = (typeof documentTexts)['parameters'];

export function parametersPage(words: Messages, frame: Frame): string {
  const rows = PARAMETERS.map((parameter) => row(parameter, words, frame));
  return [`# ${frame.title}`, '', frame.lead, '', line(frame.head), line(frame.head.map(() => '---')), ...rows, ''].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function row(parameter: Parameter, words: Messages, frame: Frame): string {
  const { label, hint } = words.parameters[parameter.key];
  const only = [...(parameter.cells ?? []), ...(parameter.tasks ?? [])].map((word) => `\`${word}\``).join(' ');
  const text = frame.label(plain(label)) + frame.sentences([plain(hint), ...(only === '' ? [] : [frame.only(only)])]);
  return line([`\`${parameter.key}\``, `\`${attributeName(parameter.key)}\``, text, values(parameter, frame), `\`${format(parameter.default)}\``, parameter.restart ? '↻' : '']);
}

function values(parameter: Parameter, frame: Frame): string {
  return parameter.nullable ? frame.orNone(valuesBesideNone(parameter, frame)) : valuesBesideNone(parameter, frame);
}

function valuesBesideNone(parameter: Parameter, frame: Frame): string {
  if (parameter.kind === 'gates') return `${parameter.choices.map((gate) => `\`${gate}:\``).join(' ')} · ${frame.range(String(parameter.min), String(parameter.max))}`;
  if ('choices' in parameter) return parameter.choices.map((choice) => `\`${choice}\``).join(' ');
  const { kind, min, max, exclusiveMin, words = [] } = parameter;
  const range = exclusiveMin === true || max === undefined ? frame.above(String(min)) : frame.range(String(min), String(max));
  return [...words.map((word) => `\`${word}\``), kind === 'integer' ? frame.whole(range) : range].join(' · ');
}
