import type { ExactStep } from '../exact';
import { hiddenGradient, stepNames, type Formulas } from '../formulas';

export function windowFormulas(step: ExactStep): Formulas {
  const { t } = stepNames(step);
  const preactivation = step.inputPart('hidden') + step.bias('ih', 'hidden');
  const h = step.hidden();
  return {
    forward: [
      { id: 'a', left: `*a*~${t}~`, right: step.layer === 0 ? `*W*[*e*~${t}~, …] + *b*` : `*W*~x~*x*~${t}~ + *b*`, wrap: null, terms: [[step.inputPart('hidden')], [step.bias('ih', 'hidden')]], result: preactivation },
      { id: 'h', left: `*h*~${t}~`, right: `tanh *a*~${t}~`, wrap: 'tanh', terms: [[preactivation]], result: h },
    ],
    preactivations: [],
    gateGradients: [],
    backward: [
      hiddenGradient(step),
      { id: '∂a', left: `∂*L*/∂*a*~${t}~`, right: `(1−*h*²)·∂*L*/∂*h*~${t}~`, wrap: null, terms: [[1 - h * h, step.gradHidden()]], result: step.gradPreactivation('hidden') },
    ],
  };
}
