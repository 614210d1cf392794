/** A formula as it is read: symbols, the numbers put in, the result. Every number carries its full precision. */

import { h, rich } from '../views/dom';
import { MINUS } from '../views/format';
import type { Product } from '../views/cells/exact';
import type { Formula } from '../views/cells/formulas';

/** Three significant digits, with a real minus sign: −0.702, 2.70e−6. */
export function digits(number: number): string {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? '–' : number > 0 ? '∞' : `${MINUS}∞`;
  const size = Math.abs(number);
  const text = size === 0 ? '0' : size >= 0.001 && size < 10_000 ? size.toPrecision(3) : size.toExponential(2);
  return (number < 0 ? MINUS : '') + text.replace('e-', `e${MINUS}`);
}

export function data(number: number, bracketed = false): HTMLElement {
  const text = digits(number);
  return h('data', { value: String(number) }, bracketed && number < 0 ? `(${text})` : text);
}

export function formulaView({ id, left, right, wrap, terms, result }: Formula): HTMLElement {
  const numbers = h('div', { class: 'numbers' });
  if (wrap !== null) numbers.append(wrap === 'relu' ? 'max(0, ' : `${wrap}(`);
  terms.forEach((factors, index) => {
    if (index > 0) numbers.append(' + ');
    const term = h('span', { class: 'term' });
    factors.forEach((factor, place) => {
      if (place > 0) term.append('·');
      term.append(data(factor, place > 0 || index > 0));
    });
    numbers.append(term);
  });
  if (wrap !== null) numbers.append(')');
  numbers.append(' = ', h('b', {}, data(result)));
  return h('div', { class: 'formula', 'data-formula': id, 'data-wrap': wrap }, h('div', { class: 'symbols' }, rich(left), ' = ', rich(right)), numbers);
}

/** Every multiplication of a sum over weights: index, weight, value, product. */
export function productsView(name: string, products: readonly Product[], heads: readonly string[]): HTMLElement {
  const shown = products.flatMap((product, index) => (product.value === 0 ? [] : [{ ...product, index }]));
  return h('table', { class: 'products' },
    h('caption', {}, rich(name)),
    h('thead', {}, h('tr', {}, ...heads.map((head) => (head === '' ? h('td') : h('th', { scope: 'col' }, rich(head)))))),
    h('tbody', {}, ...shown.map(({ weight, value, index }) =>
      h('tr', { translate: 'no' }, h('th', { scope: 'row' }, String(index + 1)), h('td', {}, data(weight)), h('td', {}, data(value)), h('td', {}, data(weight * value))))));
}
