/** One of several, decided by a seed and a number: the same for the same, and spread evenly (the finaliser of MurmurHash3, public domain). */
export function drawn<Item>(items: readonly Item[], seed: number, number: number): Item | undefined {
  let bits = (seed ^ Math.imul(number + 1, 0x9e3779b9)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return items[((bits ^ (bits >>> 16)) >>> 0) % items.length];
}
