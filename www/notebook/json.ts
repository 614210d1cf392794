/** JSON with the numbers that JSON does not know, as Python reads them: NaN, Infinity, -Infinity. */

const MARK = '\u0001';

export function asJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'number' && !Number.isFinite(each)) return `${MARK}${each}${MARK}`;
    if (ArrayBuffer.isView(each) && !(each instanceof DataView)) return [...(each as unknown as Iterable<number>)];
    return each instanceof Map ? Object.fromEntries(each as Map<string, unknown>) : each;
  });
  return text.replaceAll(/"\\u0001(-?\w+)\\u0001"/g, '$1');
}
