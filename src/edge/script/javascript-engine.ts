import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { InvariantError } from '../../model/failure.ts';
import { SCRIPT_LOAD_MS_MAX, SCRIPT_WATCH_MS, TRANSFORM_MS_MAX } from '../../model/limits.ts';
import type { Profiled, ScriptEngine } from '../../model/ports.ts';
import { type CompileFault, compileError, lostFault } from './compile-issue.ts';
import { type EntryFiles, entryFiles } from './entry-files.ts';
import { describeFault, JAVASCRIPT_CLASSES, stackPlace } from './fault.ts';
import { Host, type Vessel, type VesselEvents } from './host.ts';
import { RECORDS, REQUESTS } from './javascript-beats.ts';
import { type LoadFault, SOURCE_FILE } from './javascript-realm.ts';
import { javascriptChunk } from './javascript-source.ts';
import type { WorkerReply, WorkerRequest, WorkerSetup } from './javascript-worker.ts';
import type { PipelineSource, ScriptOptions } from './options.ts';
import { type ChunkAnswer, runBatch } from './run-batch.ts';
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
  const host = openWorkers(options, files, wasm);
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
      if (reply.kind === 'lost') return lostFault(reply);
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
  host: Host<WorkerRequest, Answer>,
  pipeline: number,
  profiles: readonly Profiled[],
): Promise<ChunkAnswer> {
  const reply = await host.ask({ pipeline, chunk: javascriptChunk(profiles) });
  switch (reply.kind) {
    case 'answer':
      return reply;
    case 'fault':
      throw compileError(compileFault(reply.fault), 'javascript', pipeline);
    case 'loaded':
      throw new InvariantError('script_engine_failed', 'the JavaScript engine did not answer');
    case 'lost': {
      if (reply.at >= 0 || reply.code === 'unread') return reply;
      throw compileError(lostFault(reply), 'javascript', pipeline);
    }
  }
}

type Answer = Exclude<WorkerReply, { kind: 'ready' }>;

function openWorkers(
  options: ScriptOptions,
  files: EntryFiles,
  wasm: WebAssembly.Module,
): Host<WorkerRequest, Answer> {
  const timeoutMs = options.timeoutMs ?? TRANSFORM_MS_MAX;
  const sources = options.sources.map(({ pipeline, source }) => [pipeline, source] as const);
  return new Host<WorkerRequest, Answer>({
    clock: options.clock,
    limitMs: (records) => (records === 0 ? SCRIPT_LOAD_MS_MAX : timeoutMs) + SCRIPT_WATCH_MS,
    launch: (events) => {
      const beats = new Int32Array(new SharedArrayBuffer(8));
      return launchWorker(files, { wasm, sources, timeoutMs, beats }, events);
    },
  });
}

/** A worker whose engine is up. Throws InvariantError when it does not start. */
async function launchWorker(
  files: EntryFiles,
  setup: WorkerSetup,
  events: VesselEvents<Answer>,
): Promise<Vessel<WorkerRequest>> {
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
  worker.on('exit', events.ended);
  worker.on('message', events.answered);
  worker.unref();
  return {
    post: (request) => worker.postMessage(request),
    progress: () => ({
      requests: Atomics.load(setup.beats, REQUESTS),
      records: Atomics.load(setup.beats, RECORDS),
    }),
    hold: (on) => (on ? worker.ref() : worker.unref()),
    end: async () => {
      await worker.terminate();
    },
  };
}
