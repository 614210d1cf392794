import { heldIn } from '../../../store/hold';
import type { ExactStep } from '../exact';
import { gateFormula, gateGradient, hiddenGradient, preactivationTerms, stepNames, type Formulas } from '../formulas';

export const mingruLetters: Readonly<Record<string, string>> = { update: 'z', candidate: 'h̃' };

/** z = 1 replaces the state: the other way round than in the GRU. The new value is linear in the input, or g of that. */
export function mingruFormulas(step: ExactStep): Formulas {
  const { t, before, after } = stepNames(step);
  const update = step.gate('update');
  const candidate = step.gate('candidate');
  const positive = step.experiment.newValue === 'positive';
  return {
    forward: [
      { id: 'h̃', left: `*h̃*~${t}~`, right: positive ? `g(*W*~x~*x*~${t}~ + *b*)` : `*W*~x~*x*~${t}~ + *b*`, wrap: positive ? 'g' : null, terms: preactivationTerms(step, 'candidate'), result: candidate },
      { id: 'h', left: `*h*~${t}~`, right: `(1−*z*)·*h*~${before}~ + *z*·*h̃*`, wrap: null, terms: [[1 - update, step.hidden(-1)], [update, candidate]], result: step.hidden() },
    ],
    preactivations: [gateFormula(step, 'update', mingruLetters)],
    gateGradients: [gateGradient(step, mingruLetters, 'update', '∂*L*/∂*z*', [step.gradGate('update')])],
    backward: [
      hiddenGradient(step, { symbols: `(1−*z*~${after}~)·∂*L*/∂*h*~${after}~`, factors: [step.isCut(1) ? 0 : 1 - step.gate('update', 1), step.gradHidden(1)] }),
      { id: '∂h̃', left: '∂*L*/∂*h̃*', right: `*z*·∂*L*/∂*h*~${t}~`, wrap: null, terms: [[update, step.gradHidden()]], result: step.gradGate('candidate') },
      // Above zero g(a) = a + ½, whose slope is 1; below it is σ(a).
      ...(positive ? [{ id: '∂ah̃', left: '∂*L*/∂*a*~h̃~', right: candidate >= 0.5 ? '∂*L*/∂*h̃*·1' : '∂*L*/∂*h̃*·*h̃*(1−*h̃*)', wrap: null, terms: [[step.gradGate('candidate'), candidate >= 0.5 ? 1 : candidate * (1 - candidate)]], result: step.gradPreactivation('candidate') }] : []),
      ...(heldIn(step.experiment).update === undefined ? [{ id: '∂z', left: '∂*L*/∂*z*', right: `(*h̃*−*h*~${before}~)·∂*L*/∂*h*~${t}~`, wrap: null, terms: [[candidate - step.hidden(-1), step.gradHidden()]], result: step.gradGate('update') }] : []),
    ],
  };
}
