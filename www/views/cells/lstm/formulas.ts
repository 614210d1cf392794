import type { ExactStep } from '../exact';
import { gateFormula, gateGradient, hiddenGradient, stepNames, type Formulas } from '../formulas';

export const lstmLetters: Readonly<Record<string, string>> = { input: 'i', forget: 'f', candidate: 'g', output: 'o' };

export function lstmFormulas(step: ExactStep): Formulas {
  const { t, before, after } = stepNames(step);
  const c = step.cell();
  const slope = 1 - Math.tanh(c) ** 2;
  const carried = step.isCut(1) ? 0 : step.gate('forget', 1);
  return {
    forward: [
      { id: 'c', left: `*c*~${t}~`, right: `*f*·*c*~${before}~ + *i*·*g*`, wrap: null, terms: [[step.gate('forget'), step.cell(-1)], [step.gate('input'), step.gate('candidate')]], result: c },
      { id: 'h', left: `*h*~${t}~`, right: `*o*·tanh *c*~${t}~`, wrap: null, terms: [[step.gate('output'), Math.tanh(c)]], result: step.hidden() },
    ],
    preactivations: ['input', 'forget', 'candidate', 'output'].map((gate) => gateFormula(step, gate, lstmLetters)),
    gateGradients: [
      gateGradient(step, lstmLetters, 'input', '∂*L*/∂*c*·*g*', [step.gradCell(), step.gate('candidate')]),
      gateGradient(step, lstmLetters, 'forget', `∂*L*/∂*c*·*c*~${before}~`, [step.gradCell(), step.cell(-1)]),
      gateGradient(step, lstmLetters, 'candidate', '∂*L*/∂*c*·*i*', [step.gradCell(), step.gate('input')]),
      gateGradient(step, lstmLetters, 'output', '∂*L*/∂*h*·tanh *c*', [step.gradHidden(), Math.tanh(c)]),
    ],
    backward: [
      hiddenGradient(step),
      {
        id: '∂c',
        left: `∂*L*/∂*c*~${t}~`,
        right: `∂*L*/∂*h*~${t}~·*o*·(1−tanh²*c*~${t}~) + *f*~${after}~·∂*L*/∂*c*~${after}~`,
        wrap: null,
        terms: [[step.gradHidden(), step.gate('output'), slope], [carried, step.gradCell(1)]],
        result: step.gradCell(),
      },
    ],
  };
}
