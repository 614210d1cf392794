/** An address as a URL; null where it is none. */
export function parseUrl(address: string | URL, base?: string): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}
