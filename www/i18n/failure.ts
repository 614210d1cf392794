/** What could not be loaded or started, as data: the engine finds out why, and each language makes a sentence of it. */

/** The files that the engine fetches. */
export type FileKind = 'core' | 'data' | 'worker' | 'model';

export type Failure =
  /** No answer: no network, a server that cannot be reached or allows no other origin, or a policy. */
  | { kind: 'unreachable'; file: FileKind; address: string; offline: boolean; otherOrigin: boolean }
  /** The server answered, but not with the file. */
  | { kind: 'status'; file: FileKind; address: string; status: number }
  /** The answer is a web page. */
  | { kind: 'html'; file: FileKind; address: string }
  /** The answer ended too early; null where the length is not known. */
  | { kind: 'cut'; file: FileKind; address: string; expected: number | null }
  /** The answer is complete, but not what it has to be. */
  | { kind: 'damaged'; file: FileKind; address: string | null; bytes: number }
  /** The script of the workers comes under a type that browsers do not run. */
  | { kind: 'type'; address: string; type: string }
  /** Core and worker are of different builds. */
  | { kind: 'versions'; address: string | null }
  | { kind: 'noWebAssembly' }
  | { kind: 'noSimd' }
  /** The page's policy forbids WebAssembly. */
  | { kind: 'wasmPolicy' }
  /** The script of the workers is there, but none may start; `source` is what the policy has to allow. */
  | { kind: 'workerPolicy'; source: string }
  /** The page demands Trusted Types, and allows no policy of this name. */
  | { kind: 'trustedTypes'; name: string }
  /** The script does not know its own address, and nobody said where its files are. */
  | { kind: 'noAddress'; file: FileKind }
  /** The tag of an element is not closed, and what follows it is inside. */
  | { kind: 'swallowed' }
  /** A script that is loaded on demand did not come; null where the browser does not say from where. */
  | { kind: 'part'; address: string | null; offline: boolean };
