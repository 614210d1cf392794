import type { Failure } from '../failure';

/** A script that could not be loaded on demand; apart from the other sentences, which may be what did not come. */
export function partSentence({ address, offline }: Extract<Failure, { kind: 'part' }>): string {
  return offline
    ? 'This part could not be loaded: this device is offline. Try again when it is connected.'
    : `This part could not be loaded${address === null ? '' : ` from ${address}`}: the server cannot be reached, or has another version by now. Try again, or reload the page.`;
}
