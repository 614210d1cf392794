/** Means and quantiles of magnitudes. */

/** The mean of the numbers that are there: of logarithms, the geometric mean of what arrives. NaN when there are none. */
export function meanOf(values: Iterable<number | null>): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? NaN : sum / count;
}

/** A quantile of ascending or descending numbers, linear between neighbours; `share` 0 is the first. NaN when there are none. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return NaN;
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (place - low);
}
