import type { ExactStep, Product } from '../exact';
import { stepNames, type Formulas } from '../formulas';
import { Block, headsOf } from './numbers';

/** Nothing is carried: a step reads earlier ones by their keys and values, and its gradient goes back to all of them at once. */
export function attentionFormulas(step: ExactStep): Formulas {
  const { t } = stepNames(step);
  const { unit } = step;
  const block = new Block(step, headsOf(step.experiment.heads, step.run.units));
  const read = block.read[block.head]!;
  const now = step.step;
  const earlier = read.slice(0, now).reduce((total, p, j) => total + p * block.value(j), 0);
  const x = step.hidden();
  const merge = block.bias('self_attn.out_proj.bias');
  const narrow = block.bias('linear2.bias');
  const middle = block.middle[unit]!;
  const after = block.gradAfter();
  const gradMiddle = block.gradMiddle(after);
  const scores = block.gradScores(gradMiddle);
  const root = Math.sqrt(block.width);
  const project = (letter: string, value: number, place: number) => {
    const bias = block.bias('self_attn.in_proj_bias', place * block.units + unit);
    return { id: letter, left: `*${letter}*~${t}~`, right: `*W*~${letter}~norm(*x*~${t}~) + *b*`, wrap: null, terms: [[value - bias], [bias]], result: value };
  };
  return {
    forward: [
      { id: 'o', left: `*o*~${t}~`, right: `*p*~${t}${t}~·*v*~${t}~ + Σ~j<${t}~ *p*~${t}j~·*v*~j~`, wrap: null, terms: [[read[now]!, block.value(now)], [earlier]], result: block.given[unit]! },
      { id: 'm', left: `*m*~${t}~`, right: `*x*~${t}~ + *W*~o~*o*~${t}~ + *b*`, wrap: null, terms: [[x], [middle - x - merge], [merge]], result: middle },
      { id: 'x′', left: `*x′*~${t}~`, right: `*m*~${t}~ + *W*~2~GELU(*W*~1~norm(*m*~${t}~) + *b*~1~) + *b*~2~`, wrap: null, terms: [[middle], [block.after[unit]! - middle - narrow], [narrow]], result: step.isTop ? block.after[unit]! : step.above().hidden() },
    ],
    preactivations: [project('q', block.query[unit]!, 0), project('k', block.key(now), 1), project('v', block.value(now), 2)],
    gateGradients: [
      { id: '∂q', left: `∂*L*/∂*q*~${t}~`, right: `Σ~j≤${t}~ *p*~${t}j~(∂*p*~${t}j~ − Σ *p*∂*p*)·*k*~j~/√*d*`, wrap: null, terms: [[scores[now]! / root, block.key(now)], [scores.slice(0, now).reduce((total, slope, j) => total + (slope / root) * block.key(j), 0)]], result: step.gradPreactivation('query') },
    ],
    backward: [
      { id: '∂m', left: `∂*L*/∂*m*~${t}~`, right: `∂*L*/∂*x′*~${t}~ + norm′ᵀ*W*~1~ᵀ(GELU′⊙*W*~2~ᵀ∂*x′*~${t}~)`, wrap: null, terms: [[after[unit]!], [gradMiddle[unit]! - after[unit]!]], result: gradMiddle[unit]! },
      { id: '∂h', left: `∂*L*/∂*x*~${t}~`, right: `∂*L*/∂*m*~${t}~ + norm′ᵀ(*W*~q~ᵀ∂*q*~${t}~ + *W*~k~ᵀ∂*k*~${t}~ + *W*~v~ᵀ∂*v*~${t}~)`, wrap: null, terms: [[gradMiddle[unit]!], [block.through('query')], [block.through('key')], [block.through('value')]], result: step.gradHidden() },
    ],
  };
}

/** All that is multiplied to make the unit's query, key and value. */
export function attentionProducts(step: ExactStep): { title: string; head: string[]; products: Product[] }[] {
  const { t } = stepNames(step);
  const block = new Block(step, headsOf(step.experiment.heads, step.run.units));
  return (['q', 'k', 'v'] as const).map((letter, kind) => ({
    title: `*W*~${letter}~norm(*x*~${t}~)`, head: [`*W*~${letter}~`, `norm(*x*~${t}~)`], products: block.products(kind as 0 | 1 | 2),
  }));
}
