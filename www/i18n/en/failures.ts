/** What could not be loaded or started. */

import type { Failure, FileKind } from '../failure';
import { partSentence } from './part';

const FILES: Record<FileKind, string> = { core: 'core', data: 'data set', worker: 'script of the workers', model: 'file of weights' };

export const failuresTexts = {
  /** What came from which address, and what to do. */
  failures: (failure: Failure): string => {
    switch (failure.kind) {
      case 'unreachable': {
        const beginning = `The ${FILES[failure.file]} could not be fetched from ${failure.address}:`;
        if (failure.offline) return `${beginning} this device is offline. Try again when it is connected.`;
        if (failure.otherOrigin) return `${beginning} no answer. Either the server cannot be reached, or it does not let other origins read the file (Access-Control-Allow-Origin), or the policy of this page forbids it (connect-src).`;
        return `${beginning} no answer. Either the server cannot be reached, so try again later, or the policy of this page forbids it (connect-src).`;
      }
      case 'status':
        return `The ${FILES[failure.file]} could not be fetched from ${failure.address}: the server answered ${failure.status}${failure.status === 404 ? ' (not found). Put the file there, or say where it lies' : ''}.`;
      case 'html':
        return `At ${failure.address} there is a web page (HTML) in place of the ${FILES[failure.file]}. Put the file there, or say where it lies.`;
      case 'cut':
        return `The connection ended before the ${FILES[failure.file]} had arrived from ${failure.address}${failure.expected === null ? '' : ` (${failure.expected} bytes)`}. Try again.`;
      case 'damaged':
        return failure.address === null
          ? `The bytes of the ${FILES[failure.file]} are damaged (${failure.bytes} bytes).`
          : `The ${FILES[failure.file]} from ${failure.address} is damaged or incomplete (${failure.bytes} bytes arrived). Put the file of this version there again.`;
      case 'type':
        return `The script of the workers at ${failure.address} is sent as “${failure.type}”, and browsers run only text/javascript. Set the type on the server.`;
      case 'versions':
        return `The core and the script of the workers${failure.address === null ? '' : ` (${failure.address})`} are of different versions. Put the files of one version beside each other, and reload.`;
      case 'noWebAssembly':
        return 'This browser offers no WebAssembly, which trains the models. In Lockdown Mode, allow it for this site in the browser’s settings.';
      case 'noSimd':
        return 'This browser’s WebAssembly has no 128-bit SIMD, which the core needs. Use a newer browser.';
      case 'wasmPolicy':
        return 'The policy of this page forbids WebAssembly: its script-src must allow \'wasm-unsafe-eval\'.';
      case 'workerPolicy':
        return `The policy of this page does not let workers start: its worker-src must allow ${failure.source}.`;
      case 'trustedTypes':
        return `The policy of this page requires Trusted Types, so no worker may start: its trusted-types must allow ${failure.name}.`;
      case 'noAddress':
        return `This script has no address of its own, so the ${FILES[failure.file]} cannot be found beside it. Say where the files lie: VanishingPoint = {assets: {wasm, worker}}.`;
      case 'swallowed':
        return 'The tag <vanishing-point> is not closed, so HTML takes what follows it for its content, “/>” or not. Write </vanishing-point> after it.';
      case 'part':
        return partSentence(failure);
    }
  },
};
