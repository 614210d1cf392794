import { heldIn } from '../../../store/hold';
import type { ExactStep } from '../exact';
import { gateFormula, gateGradient, hiddenGradient, stepNames, type Formulas } from '../formulas';

export const gruLetters: Readonly<Record<string, string>> = { reset: 'r', update: 'z', candidate: 'n' };

export function gruFormulas(step: ExactStep): Formulas {
  const { t, before, after } = stepNames(step);
  const update = step.gate('update');
  const candidate = step.gate('candidate');
  const resetsAfter = step.experiment.resetGate === 'after';
  const memory = step.recurrentPart('candidate') + step.bias('hh', 'candidate');
  return {
    forward: [
      {
        id: 'n',
        left: `*n*~${t}~`,
        right: resetsAfter ? `tanh(*W*~x~*x*~${t}~ + *b* + *r*·(*W*~h~*h*~${before}~ + *b*~h~))` : `tanh(*W*~x~*x*~${t}~ + *b* + *W*~h~(*r*⊙*h*~${before}~))`,
        wrap: 'tanh',
        terms: resetsAfter
          ? [[step.inputPart('candidate')], [step.bias('ih', 'candidate')], [step.gate('reset'), memory]]
          : [[step.inputPart('candidate')], [step.bias('ih', 'candidate') + step.bias('hh', 'candidate')], [step.recurrentPart('candidate')]],
        result: candidate,
      },
      { id: 'h', left: `*h*~${t}~`, right: `(1−*z*)·*n* + *z*·*h*~${before}~`, wrap: null, terms: [[1 - update, candidate], [update, step.hidden(-1)]], result: step.hidden() },
    ],
    preactivations: ['reset', 'update'].map((gate) => gateFormula(step, gate, gruLetters)),
    gateGradients: [
      gateGradient(step, gruLetters, 'candidate', '∂*L*/∂*n*', [step.gradGate('candidate')]),
      gateGradient(step, gruLetters, 'update', '∂*L*/∂*z*', [step.gradGate('update')]),
      resetsAfter
        ? gateGradient(step, gruLetters, 'reset', `∂*a*~n~·(*W*~h~*h*~${before}~ + *b*~h~)`, [step.gradPreactivation('candidate'), memory])
        : gateGradient(step, gruLetters, 'reset', `*h*~${before}~·*W*~h~ᵀ∂*a*~n~`, [step.hidden(-1), step.throughCandidate()]),
    ],
    backward: [
      hiddenGradient(step, { symbols: `*z*~${after}~·∂*L*/∂*h*~${after}~`, factors: [step.isCut(1) ? 0 : step.gate('update', 1), step.gradHidden(1)] }),
      { id: '∂n', left: '∂*L*/∂*n*', right: `(1−*z*)·∂*L*/∂*h*~${t}~`, wrap: null, terms: [[1 - update, step.gradHidden()]], result: step.gradGate('candidate') },
      ...(heldIn(step.experiment).update === undefined ? [{ id: '∂z', left: '∂*L*/∂*z*', right: `(*h*~${before}~−*n*)·∂*L*/∂*h*~${t}~`, wrap: null, terms: [[step.hidden(-1) - candidate, step.gradHidden()]], result: step.gradGate('update') }] : []),
    ],
  };
}
