import { sum, type ExactStep, type Product } from '../exact';
import { hiddenGradient, stepNames, type Formulas } from '../formulas';
import { directProducts, drive, driveProducts, eigenvalue, fromOutputs, gradState, reading, state, toInput } from './numbers';

/** The state is complex, so each of its lines stands twice: once for the real part, once for the imaginary one. */
export function lruFormulas(step: ExactStep): Formulas {
  const { t, before, after } = stepNames(step);
  const turn = eigenvalue(step);
  const was = state(step, -1);
  const now = state(step);
  const { scale, re, im } = drive(step);
  const later = step.isCut(1) ? { re: 0, im: 0 } : gradState(step, 1);
  const above = fromOutputs(step);
  const arrives = gradState(step);
  const h = step.hidden();
  return {
    forward: [
      { id: 're', left: `Re *s*~${t}~`, right: `Re(*λ*·*s*~${before}~) + exp *γ*·Re(*B x*~${t}~)`, wrap: null, terms: [[turn.re, was.re], [-turn.im, was.im], [scale, re]], result: now.re },
      { id: 'im', left: `Im *s*~${t}~`, right: `Im(*λ*·*s*~${before}~) + exp *γ*·Im(*B x*~${t}~)`, wrap: null, terms: [[turn.re, was.im], [turn.im, was.re], [scale, im]], result: now.im },
      { id: 'h', left: `*h*~${t}~`, right: `tanh(Re(*C s*~${t}~) + *D x*~${t}~)`, wrap: 'tanh', terms: [[reading(step)], [sum(directProducts(step))]], result: h },
    ],
    preactivations: [],
    gateGradients: [],
    backward: [
      step.isTop ? hiddenGradient(step) : { id: '∂h', left: `∂*L*/∂*h*~${t}~`, right: `*D*ᵀ∂*y*~${t}~↑ + Re((exp *γ*⊙*B*)ᴴ∂*s*~${t}~↑)`, wrap: null, terms: [[toInput(step.above(), step.unit)]], result: step.gradHidden() },
      { id: '∂y', left: `∂*L*/∂*y*~${t}~`, right: `(1−*h*~${t}~²)·∂*L*/∂*h*~${t}~`, wrap: null, terms: [[1 - h * h, step.gradHidden()]], result: step.gradPreactivation('hidden') },
      { id: '∂re', left: `∂*L*/∂Re *s*~${t}~`, right: `Re(*C*ᴴ∂*y*) + Re(*λ̄*·∂*s*~${after}~)`, wrap: null, terms: [[above.re], [turn.re, later.re], [turn.im, later.im]], result: arrives.re },
      { id: '∂im', left: `∂*L*/∂Im *s*~${t}~`, right: `Im(*C*ᴴ∂*y*) + Im(*λ̄*·∂*s*~${after}~)`, wrap: null, terms: [[above.im], [turn.re, later.im], [-turn.im, later.re]], result: arrives.im },
    ],
  };
}

/** All that is multiplied to make the unit's state and output of an input. */
export function lruProducts(step: ExactStep): { title: string; head: string[]; products: Product[] }[] {
  const { t } = stepNames(step);
  const table = (name: string, products: Product[]) => ({ title: `${name} *x*~${t}~`, head: [name, `*x*~${t}~`], products });
  return [table('Re *B*', driveProducts(step, 're')), table('Im *B*', driveProducts(step, 'im')), table('*D*', directProducts(step))];
}
