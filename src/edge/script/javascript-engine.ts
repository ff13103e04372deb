import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { InvariantError } from '../../model/failure.ts';
import { SCRIPT_LOAD_MS_MAX, SCRIPT_WATCH_MS, TRANSFORM_MS_MAX } from '../../model/limits.ts';
import type { Profiled, ScriptEngine } from '../../model/ports.ts';
import { type CompileFault, compileError } from './compile-issue.ts';
import { type EntryFiles, entryFiles } from './entry-files.ts';
import { describeFault, JAVASCRIPT_CLASSES, stackPlace } from './fault.ts';
import { type LoadFault, SOURCE_FILE } from './javascript-realm.ts';
import { javascriptChunk } from './javascript-source.ts';
import type { WorkerReply, WorkerRequest, WorkerSetup } from './javascript-worker.ts';
import type { PipelineSource, ScriptOptions } from './options.ts';
import { type ChunkAnswer, runBatch } from './run-batch.ts';
import { stalled } from './stall.ts';
import { type Describe, readEntries } from './wire.ts';

/** An engine for JavaScript sources, and the check of one of them. */
export interface JavascriptEngine extends ScriptEngine {
  /** Loads a pipeline's source; what is wrong with it, if anything. */
  compile(pipeline: number): Promise<CompileFault | undefined>;
}

/** Starts a worker for these sources; it is replaced whenever it has to be ended. */
export async function openJavascript(options: ScriptOptions): Promise<JavascriptEngine> {
  const files = options.files ?? entryFiles();
  const wasm = await compileWasm(await readFile(files.quickjsWasm));
  const host = openHost(options, files, wasm);
  const describers = new Map(options.sources.map((source) => [source.pipeline, describer(source)]));
  return {
    async transform(pipeline, profiles) {
      const describe = describers.get(pipeline) ?? unknownPipeline(pipeline);
      const run = (part: readonly Profiled[]) => runChunk(host, pipeline, part);
      const read = (text: string, count: number) => readEntries(JSON.parse, text, count, describe);
      return runBatch(profiles, { run, read });
    },
    async compile(pipeline) {
      const reply = await host.ask({ pipeline });
      if (reply.kind === 'lost') return { ...NO_FAULT, reason: reply.code };
      return reply.kind === 'fault' ? compileFault(reply.fault) : undefined;
    },
    close: () => host.close(),
  };
}

// The types of Node declare WebAssembly as a namespace of types only.
const { compile: compileWasm } = (
  globalThis as unknown as {
    WebAssembly: { compile(bytes: Uint8Array): Promise<WebAssembly.Module> };
  }
).WebAssembly;

const NO_FAULT = { name: '', message: '', place: undefined } as const;
const placeOf = stackPlace(SOURCE_FILE);

function compileFault({ reason, name, message, stack }: LoadFault): CompileFault {
  return { reason, name, message, place: placeOf(stack, Number.POSITIVE_INFINITY) };
}

function describer({ source }: PipelineSource): Describe {
  return describeFault(source, JAVASCRIPT_CLASSES, placeOf);
}

function unknownPipeline(pipeline: number): never {
  throw new InvariantError('script_engine_failed', `pipeline ${pipeline} has no JavaScript source`);
}

async function runChunk(
  host: Host,
  pipeline: number,
  profiles: readonly Profiled[],
): Promise<ChunkAnswer> {
  const reply = await host.ask({ pipeline, chunk: javascriptChunk(profiles) });
  if (reply.kind === 'answer') return reply;
  if (reply.kind === 'lost' && reply.at >= 0) return reply;
  if (reply.kind === 'fault') throw compileError(compileFault(reply.fault), 'javascript', pipeline);
  const reason = reply.kind === 'lost' ? reply.code : 'memory';
  throw compileError({ ...NO_FAULT, reason }, 'javascript', pipeline);
}

interface Host {
  /** One request at a time, in the order of the calls. */
  ask(request: WorkerRequest): Promise<HostReply>;
  close(): Promise<void>;
}

type Lost = Extract<ChunkAnswer, { kind: 'lost' }>;
type HostReply = Extract<WorkerReply, { kind: 'answer' | 'loaded' | 'fault' }> | Lost;

function openHost(options: ScriptOptions, files: EntryFiles, wasm: WebAssembly.Module): Host {
  const timeoutMs = options.timeoutMs ?? TRANSFORM_MS_MAX;
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const begun = () => Atomics.load(beats, 0);
  const sources = options.sources.map(({ pipeline, source }) => [pipeline, source] as const);
  const setup: WorkerSetup = { wasm, sources, timeoutMs, beats };
  const limitMs = (count: number) =>
    (count === 0 ? SCRIPT_LOAD_MS_MAX : timeoutMs) + SCRIPT_WATCH_MS;
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function ask(request: WorkerRequest): Promise<HostReply> {
    Atomics.store(beats, 0, 0);
    worker ??= await newWorker(files, setup);
    const asked = worker;
    asked.ref();
    const done = new AbortController();
    const late = stalled(options.clock, begun, limitMs, done.signal);
    const reply = await Promise.race([
      replyOf(asked, request),
      late.then((stopped) => (stopped ? 'late' : 'ended')),
    ]);
    done.abort();
    asked.unref();
    if (typeof reply !== 'string') {
      return reply.kind === 'memory' ? { kind: 'lost', at: begun() - 1, code: 'memory' } : reply;
    }
    const at = begun() - 1;
    worker = undefined;
    await asked.terminate();
    return { kind: 'lost', at, code: reply === 'late' ? 'timeout' : 'memory' };
  }

  return {
    ask(request) {
      const next = last.then(() => ask(request));
      last = next.catch(() => undefined);
      return next;
    },
    async close() {
      await worker?.terminate();
      worker = undefined;
    },
  };
}

/** A worker whose engine is up. Throws InvariantError when it does not start. */
async function newWorker(files: EntryFiles, setup: WorkerSetup): Promise<Worker> {
  const worker = new Worker(files.javascriptWorker, {
    workerData: setup,
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  try {
    await once(worker, 'message');
  } catch (cause) {
    throw new InvariantError('script_engine_failed', 'the JavaScript engine does not start', {
      cause,
    });
  }
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}

type Asked = Exclude<WorkerReply, { kind: 'ready' }>;

/** The answer, or `ended` when the worker dies over it. */
function replyOf(worker: Worker, request: WorkerRequest): Promise<Asked | 'ended'> {
  return new Promise((resolve) => {
    const settle = (reply: Asked | 'ended') => {
      worker.off('message', settle);
      worker.off('exit', ended);
      resolve(reply);
    };
    const ended = () => settle('ended');
    worker.on('message', settle);
    worker.on('exit', ended);
    worker.postMessage(request);
  });
}
