import { parentPort, workerData } from 'node:worker_threads';
import * as quickjsNg from '@jitl/quickjs-ng-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import type { Lost } from './host.ts';
import { RECORDS, REQUESTS } from './javascript-beats.ts';
import {
  type JavascriptChunk,
  type LoadFault,
  openRealm,
  type Realm,
  type RunResult,
} from './javascript-realm.ts';

/** What the parent hands to a new worker. */
export interface WorkerSetup {
  readonly wasm: WebAssembly.Module;
  readonly sources: readonly (readonly [pipeline: number, source: string])[];
  readonly timeoutMs: number;
  /** Two Int32 in shared memory: records begun in the present request, requests begun. */
  readonly beats: Int32Array;
}

/** A chunk of a pipeline; without a chunk the source is only loaded. */
export interface WorkerRequest {
  readonly pipeline: number;
  readonly chunk?: JavascriptChunk;
}

export type WorkerReply =
  | Extract<RunResult, { kind: 'answer' }>
  | Lost
  /** Sent once, unasked: the engine itself is up. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'fault'; readonly fault: LoadFault };

// The package's types are those of its CommonJS form, its code here is the ES module.
const variant = quickjsNg.default as unknown as QuickJSSyncVariant;
const setup = workerData as WorkerSetup;
const sources = new Map(setup.sources);
const realms = new Map<number, Realm>();
const module = await newModule();

parentPort?.on('message', (request: WorkerRequest) => {
  parentPort?.postMessage(answer(request));
});
parentPort?.postMessage({ kind: 'ready' } satisfies WorkerReply);

function answer({ pipeline, chunk }: WorkerRequest): WorkerReply {
  Atomics.store(setup.beats, RECORDS, 0);
  Atomics.add(setup.beats, REQUESTS, 1);
  const realm = realms.get(pipeline) ?? open(pipeline);
  if ('reason' in realm) return { kind: 'fault', fault: realm };
  realms.set(pipeline, realm);
  if (chunk === undefined) return { kind: 'loaded' };
  const result = realm.run(chunk);
  const at = Atomics.load(setup.beats, RECORDS) - 1;
  if (result.kind !== 'answer' || result.worn) {
    realms.delete(pipeline);
    realm.dispose();
  }
  return result.kind === 'answer' ? result : { kind: 'lost', at, code: result.kind };
}

function open(pipeline: number): Realm | LoadFault {
  return openRealm({
    module,
    source: sources.get(pipeline) ?? '',
    timeoutMs: setup.timeoutMs,
    now: () => performance.now(),
    beats: setup.beats,
  });
}

interface HostCalls {
  callbacks: { module: { callbacks: { callFunction: () => number } } };
}

/**
 * The only host function that a realm can reach is `beat`. Answered here, before the library wraps
 * its arguments: 0.1 µs a record instead of 2. A result of 0 is `undefined`.
 */
async function newModule(): Promise<QuickJSWASMModule> {
  const quickjs = await newQuickJSWASMModuleFromVariant(
    newVariant(variant, { wasmModule: setup.wasm }),
  );
  const { callbacks } = (quickjs as unknown as HostCalls).callbacks.module;
  callbacks.callFunction = () => {
    Atomics.add(setup.beats, RECORDS, 1);
    return 0;
  };
  return quickjs;
}
