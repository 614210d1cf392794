/**
 * What gradients are divided by on the relative scale: log10 of the norm at the last step that any loss reaches,
 * which is T unless nothing is asked there. 0, which leaves them as they are, when no loss reaches any step.
 */
export function referenceNorm(log10Norms: Float32Array): number {
  for (let step = log10Norms.length - 1; step >= 0; step--) {
    if (Number.isFinite(log10Norms[step])) return log10Norms[step]!;
  }
  return 0;
}
