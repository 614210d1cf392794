/** The gain of one step back, over time: the largest, the median and the smallest singular value of every ∂s_t/∂s_{t−1}. */

import type { PathGains } from '../generated/types';
import { powerOfTen } from './format';
import { plot } from './plot';
import { meanOf, quantile } from './statistics';

/** The axis ends here at the latest, in decades; smaller ones leave it below. */
const FLOOR = -4;
const HEIGHT = 120;

export interface GainSummary {
  /** log10 of the largest singular value of all steps together; null when nothing comes through. */
  together: number | null;
  /** Mean |cos| between the direction that a step leaves and the one that the next step back stretches most. */
  overlap: number;
}

export function gainSummary(trace: PathGains): GainSummary {
  return { together: trace.log10ProductSingularValues[0]?.[0] ?? null, overlap: meanOf(trace.directionOverlaps) };
}

export interface GainLabels {
  title: string;
  max: string;
  median: string;
  min: string;
}

/** `steps[i]` are the singular values of step t = i + 2, largest first. */
export function stepGains(steps: readonly (readonly number[])[], labels: GainLabels): HTMLElement {
  const curve = (share: number) => steps.map((values) => Math.log10(quantile(values, share)));
  const [max, upper, median, lower, min] = [0, 0.25, 0.5, 0.75, 1].map(curve) as [number[], number[], number[], number[], number[]];
  const highest = Math.max(0, ...max.filter(Number.isFinite));
  const top = Math.max(0.3, Math.ceil(highest * 2) / 2);
  const bottom = Math.max(FLOOR, Math.min(-1, Math.floor(Math.min(0, ...min.filter(Number.isFinite)))));
  const y = (log10: number) => (top - Math.max(bottom, log10)) / (top - bottom);
  const last = Math.max(1, steps.length - 1);
  const points = (logs: readonly number[]) => logs.map((log10, index) => `${(index / last).toFixed(4)},${y(log10).toFixed(4)}`);
  const band = (high: readonly number[], low: readonly number[]) => `M${points(high).join('L')}L${points(low).reverse().join('L')}Z`;
  const line = (logs: readonly number[]) => `M${points(logs).join('L')}`;
  const decades = Array.from({ length: Math.floor(top) - bottom + 1 }, (_, index) => Math.floor(top) - index);
  const end = (logs: readonly number[]) => y(logs.at(-1) ?? bottom);
  return plot({
    title: labels.title,
    height: HEIGHT,
    left: decades.map((decade) => ({ at: y(decade), text: powerOfTen(decade), strong: decade === 0 })),
    bottom: stepTicks(2, steps.length + 1),
    right: [{ at: end(max), text: labels.max }, { at: end(median), text: labels.median }, { at: end(min), text: labels.min }],
    paths: [
      { class: 'area', d: band(max, min) },
      { class: 'area', d: band(upper, lower) },
      { class: 'line thin', d: line(max) },
      { class: 'line', d: line(median) },
    ],
  });
}

/** The first and the last step, and a few round ones between. */
export function stepTicks(first: number, last: number): { at: number; text: string }[] {
  const span = Math.max(1, last - first);
  const unit = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => span / size <= 5) ?? 500;
  const steps = [first];
  for (let t = Math.ceil(first / unit) * unit; t < last; t += unit) if (t - first > unit * 0.6 && last - t > unit * 0.6) steps.push(t);
  if (last > first) steps.push(last);
  return steps.map((t) => ({ at: (t - first) / span, text: String(t) }));
}
