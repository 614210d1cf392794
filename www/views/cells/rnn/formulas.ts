import type { ExactStep } from '../exact';
import { hiddenGradient, preactivationTerms, stepNames, type Formulas } from '../formulas';

export function rnnFormulas(step: ExactStep): Formulas {
  const { t, before } = stepNames(step);
  const relu = step.experiment.activation === 'relu';
  const preactivation = step.inputPart('hidden') + step.recurrentPart('hidden') + step.bias('ih', 'hidden') + step.bias('hh', 'hidden');
  const h = step.hidden();
  return {
    forward: [
      { id: 'a', left: `*a*~${t}~`, right: `*W*~x~*x*~${t}~ + *W*~h~*h*~${before}~ + *b*`, wrap: null, terms: preactivationTerms(step, 'hidden'), result: preactivation },
      { id: 'h', left: `*h*~${t}~`, right: relu ? `max(0, *a*~${t}~)` : `tanh *a*~${t}~`, wrap: relu ? 'relu' : 'tanh', terms: [[preactivation]], result: h },
    ],
    preactivations: [],
    gateGradients: [],
    backward: [
      hiddenGradient(step),
      {
        id: '∂a',
        left: `∂*L*/∂*a*~${t}~`,
        right: relu ? `1[*a*>0]·∂*L*/∂*h*~${t}~` : `(1−*h*²)·∂*L*/∂*h*~${t}~`,
        wrap: null,
        terms: [[relu ? (h > 0 ? 1 : 0) : 1 - h * h, step.gradHidden()]],
        result: step.gradPreactivation('hidden'),
      },
    ],
  };
}
