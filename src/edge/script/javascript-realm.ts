import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core';
import {
  JAVASCRIPT_BYTES_MAX,
  JAVASCRIPT_STACK_BYTES_MAX,
  SCRIPT_LOAD_MS_MAX,
} from '../../model/limits.ts';
import { PRELUDE } from './javascript-prelude.ts';

/** The file name under which the user's frames stand in a stack. */
export const SOURCE_FILE = 'transformation.js';

/**
 * One pipeline's world: a QuickJS runtime of its own with the prelude and the user's source in it.
 */
export interface Realm {
  /** One answer text for one chunk, or where it broke; a broken realm must be disposed. */
  run(chunk: JavascriptChunk): RunResult;
  dispose(): void;
}

export interface JavascriptChunk {
  /** A JSON array of profiles, bigints as strings. */
  readonly records: string;
  /** JSON: `[[index, ...path]]` of those strings. */
  readonly exact: string;
  /** Whether a profile holds an object or a list. */
  readonly nested: boolean;
}

export type RunResult =
  /** `worn`: the realm holds much memory or endless jobs; take a fresh one for the next chunk. */
  | { readonly kind: 'answer'; readonly text: string; readonly worn: boolean }
  | { readonly kind: 'memory' }
  /** The records could not be parsed together. */
  | { readonly kind: 'unread' };

/** Why a source gives no realm; `message` is the engine's and may quote the source. */
export interface LoadFault {
  readonly reason: 'threw' | 'timeout' | 'missing' | 'not callable';
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

export interface RealmOptions {
  readonly module: QuickJSWASMModule;
  readonly source: string;
  readonly timeoutMs: number;
  readonly now: () => number;
  /** Counts the records begun; written by the engine through `onBeat`. */
  readonly beats: Int32Array;
}

/** Makes a realm, or says why the source does not load. Beats during the load are none. */
export function openRealm(options: RealmOptions): Realm | LoadFault {
  const { module, now, timeoutMs, beats } = options;
  const runtime = module.newRuntime();
  runtime.setMemoryLimit(JAVASCRIPT_BYTES_MAX);
  runtime.setMaxStackSize(JAVASCRIPT_STACK_BYTES_MAX);
  const context = runtime.newContext();
  const deadline = watch(now, beats, timeoutMs);
  runtime.setInterruptHandler(deadline.passed);
  const dispose = () => {
    context.dispose();
    runtime.dispose();
  };
  deadline.start(SCRIPT_LOAD_MS_MAX);
  const verbs = openPrelude(context);
  const fault = load(context, options.source, verbs, deadline);
  if (fault !== undefined) {
    closeQuietly(verbs, dispose);
    return fault;
  }
  const run = runner(context, verbs, deadline);
  return {
    run: (chunk) => {
      deadline.start(timeoutMs);
      return run(chunk);
    },
    dispose: () => closeQuietly(verbs, dispose),
  };
}

interface Verbs {
  readonly adopt: QuickJSHandle;
  readonly begin: QuickJSHandle;
  readonly step: QuickJSHandle;
  readonly skip: QuickJSHandle;
  readonly end: QuickJSHandle;
}

interface Deadline {
  /** The next record, or the load, begins now. */
  start(limitMs: number): void;
  readonly passed: () => boolean;
}

/** The clock of one record: it starts anew whenever the count of beats has changed. */
function watch(now: () => number, beats: Int32Array, recordMs: number): Deadline {
  let seen = 0;
  let startMs = 0;
  let limitMs = recordMs;
  return {
    start(limit) {
      limitMs = limit;
      startMs = now();
      seen = Atomics.load(beats, 0);
    },
    passed() {
      const beat = Atomics.load(beats, 0);
      if (beat === seen) return now() - startMs > limitMs;
      seen = beat;
      startMs = now();
      limitMs = recordMs;
      return false;
    },
  };
}

function openPrelude(context: QuickJSContext): Verbs {
  using make = context.unwrapResult(context.evalCode(PRELUDE, 'prelude.js'));
  // The body never runs: the worker answers this call before it gets here.
  using beat = context.newFunction('beat', () => context.undefined);
  using made = context.unwrapResult(context.callFunction(make, context.undefined, beat));
  return {
    adopt: context.getProp(made, 'adopt'),
    begin: context.getProp(made, 'begin'),
    step: context.getProp(made, 'step'),
    skip: context.getProp(made, 'skip'),
    end: context.getProp(made, 'end'),
  };
}

function load(
  context: QuickJSContext,
  source: string,
  verbs: Verbs,
  deadline: Deadline,
): LoadFault | undefined {
  const loaded = context.evalCode(source, SOURCE_FILE, { type: 'global' });
  if (loaded.error) return loadFault(context, loaded.error, deadline);
  loaded.value.dispose();
  context.runtime.executePendingJobs().dispose();
  const found = context.evalCode('typeof transform === "undefined" ? undefined : transform', '');
  if (found.error) return loadFault(context, found.error, deadline);
  using transform = found.value;
  const type = context.typeof(transform);
  if (type !== 'function') {
    const reason = type === 'undefined' ? 'missing' : 'not callable';
    return { reason, name: '', message: '', stack: '' };
  }
  context.unwrapResult(context.callFunction(verbs.adopt, context.undefined, transform)).dispose();
  return undefined;
}

function loadFault(context: QuickJSContext, error: QuickJSHandle, deadline: Deadline): LoadFault {
  using thrown = error;
  const reason = deadline.passed() ? 'timeout' : 'threw';
  deadline.start(SCRIPT_LOAD_MS_MAX);
  return {
    reason,
    name: textProperty(context, thrown, 'name') || 'a value that is no Error',
    message: textProperty(context, thrown, 'message'),
    stack: textProperty(context, thrown, 'stack'),
  };
}

function textProperty(context: QuickJSContext, holder: QuickJSHandle, name: string): string {
  const type = context.typeof(holder);
  if (type !== 'object' && type !== 'function') return '';
  using value = context.getProp(holder, name);
  return context.typeof(value) === 'string' ? context.getString(value) : '';
}

const DONE = 0;
const WAITING = 1;
const SKIPPED = 3;

function runner(context: QuickJSContext, verbs: Verbs, deadline: Deadline): Realm['run'] {
  const call = (verb: QuickJSHandle, ...args: QuickJSHandle[]) =>
    context.callFunction(verb, context.undefined, ...args);
  const skip = (code: string) => {
    using text = context.newString(code);
    context.unwrapResult(call(verbs.skip, text)).dispose();
  };
  const step = (): number | undefined => {
    const stepped = call(verbs.step);
    if (stepped.error) {
      stepped.error.dispose();
      if (!deadline.passed()) return undefined;
      skip('timeout');
      return SKIPPED;
    }
    using state = stepped.value;
    return context.getNumber(state);
  };
  /** Runs what is pending; false when the deadline cut it off. */
  const drain = (): boolean => {
    context.runtime.executePendingJobs().dispose();
    return !deadline.passed();
  };
  return (chunk) => {
    using records = context.newString(chunk.records);
    using exact = context.newString(chunk.exact);
    const begun = call(verbs.begin, records, exact, chunk.nested ? context.true : context.false);
    begun.dispose();
    if (begun.error) return { kind: 'unread' };
    for (let state = step(); state !== DONE; state = step()) {
      if (state === SKIPPED) continue;
      if (state !== WAITING) return { kind: 'memory' };
      if (!drain()) skip('timeout');
    }
    const drained = drain();
    const ended = call(verbs.end);
    if (ended.error) {
      ended.error.dispose();
      return { kind: 'memory' };
    }
    using text = ended.value;
    return { kind: 'answer', text: context.getString(text), worn: !drained || isFull(context) };
  };
}

function isFull(context: QuickJSContext): boolean {
  using usage = context.runtime.computeMemoryUsage();
  using used = context.getProp(usage, 'memory_used_size');
  return context.getNumber(used) > JAVASCRIPT_BYTES_MAX / 2;
}

/** A runtime that ran out of memory may refuse to be freed; the worker is renewed with it then. */
function closeQuietly(verbs: Verbs, dispose: () => void): void {
  for (const verb of Object.values(verbs) as QuickJSHandle[]) verb.dispose();
  dispose();
}
