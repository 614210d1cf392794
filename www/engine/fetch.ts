/** Fetches the engine's files, and finds out what came in place of one. */

import type { Failure, FileKind } from '../i18n/failure';
import { LoadError } from './errors';
import { isOffline } from './offline';
import { parseUrl } from './url';

/** An address as it is asked for, relative ones from the page. */
export function absolute(address: string | URL): string {
  const base = 'document' in globalThis ? document.baseURI : 'location' in globalThis ? location.href : undefined;
  return parseUrl(address, base)?.href ?? String(address);
}

/** Whether an address lies on another origin than the page; a sandboxed frame has none, so all are others to it. */
export function isOtherOrigin(address: string): boolean {
  const origin = parseUrl(address)?.origin;
  return 'location' in globalThis && origin !== undefined && origin !== globalThis.origin;
}

/**
 * The answer of the server, which has the file.
 *
 * @throws LoadError when no answer comes, or one without a file.
 */
export async function fetchFile(file: FileKind, source: string | URL): Promise<Response> {
  const address = absolute(source);
  let response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw new LoadError({ kind: 'unreachable', file, address, offline: isOffline(), otherOrigin: isOtherOrigin(address) }, { cause });
  }
  if (!response.ok) throw new LoadError({ kind: 'status', file, address, status: response.status });
  return response;
}

/** @throws LoadError when the connection ends before all bytes have come. */
export async function readBytes(file: FileKind, source: string | URL, response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const expected = Number(response.headers.get('Content-Length')) || null;
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new LoadError({ kind: 'cut', file, address: absolute(source), expected }, { cause });
  }
}

/** Many hosts answer with a page of their own, and status 200, when a file is missing. */
export function isHtml(response: Response): boolean {
  return response.headers.get('Content-Type')?.startsWith('text/html') === true;
}

/** How a worker failed before it was open: its script did not come, failed as it ran, or the core did not fit it. */
export type StartTrouble = 'script' | 'running' | 'core';

/** Whether a policy of the page has kept a script of a worker from running. */
let refused: boolean | null = null;
/** Whether it demanded Trusted Types. */
let untrusted = false;
/** The name of the policy of Trusted Types under which workers start. */
export const TRUSTED = 'vanishing-point';

/** From now on takes note of what the page's policy refuses. */
export function watchPolicy(): void {
  if (refused !== null || !('addEventListener' in globalThis)) return;
  refused = false;
  globalThis.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    if (/^(worker|child|script)-src/.test(effectiveDirective)) refused = true;
    if (effectiveDirective === 'require-trusted-types-for') untrusted = true;
  });
}

/** Why no worker starts from a script: asks for the script itself. */
export async function diagnoseWorker(source: string | URL, trouble: StartTrouble): Promise<Failure | null> {
  const address = absolute(source);
  if (trouble === 'core') return { kind: 'versions', address };
  try {
    const response = await fetchFile('worker', address);
    if (isHtml(response)) return { kind: 'html', file: 'worker', address };
    const { length } = await readBytes('worker', address, response);
    const type = response.headers.get('Content-Type') ?? '';
    if (!/^(text|application)\/(x-)?(javascript|ecmascript)\b/.test(type)) return { kind: 'type', address, type };
    if (trouble === 'script' && untrusted) return { kind: 'trustedTypes', name: TRUSTED };
    // It is there, and nothing forbids it: then it cannot be run.
    if (trouble === 'running' || refused !== true) return { kind: 'damaged', file: 'worker', address, bytes: length };
  } catch (error) {
    if (error instanceof LoadError) return error.failure;
    throw error;
  }
  return { kind: 'workerPolicy', source: isOtherOrigin(address) ? 'blob:' : "'self'" };
}
