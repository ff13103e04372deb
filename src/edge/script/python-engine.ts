import { parseLossless, stringifyLossless } from '../../lib/lossless-json.ts';
import { InvariantError } from '../../model/failure.ts';
import { SCRIPT_LOAD_MS_MAX, SCRIPT_WATCH_MS, TRANSFORM_MS_MAX } from '../../model/limits.ts';
import type { Profiled, ScriptEngine } from '../../model/ports.ts';
import { type CompileFault, compileError, lostFault } from './compile-issue.ts';
import { entryFiles } from './entry-files.ts';
import { describeFault, linePlace } from './fault.ts';
import { Host } from './host.ts';
import type { ScriptOptions } from './options.ts';
import { launchPython, type PythonAsk, type PythonReply } from './python-process.ts';
import type { PythonSetup } from './python-wire.ts';
import { type ChunkAnswer, runBatch } from './run-batch.ts';
import { readEntries } from './wire.ts';

/** An engine for Python sources, and the check of one of them. */
export interface PythonEngine extends ScriptEngine {
  /** Loads a pipeline's source; what is wrong with it, if anything. */
  compile(pipeline: number): Promise<CompileFault | undefined>;
}

/** Starts a child for these sources without waiting for it; the first batch does. */
export function openPython(options: ScriptOptions): PythonEngine {
  const host = openChildren(options);
  const describers = new Map(
    options.sources.map(({ pipeline, source }) => [
      pipeline,
      describeFault(source, PYTHON_CLASSES, linePlace),
    ]),
  );
  host.start().catch(() => undefined);
  return {
    async transform(pipeline, profiles) {
      const describe = describers.get(pipeline);
      if (describe === undefined) throw failed(`pipeline ${pipeline} has no Python source`);
      return runBatch(profiles, {
        run: (part, careful) => runChunk(host, pipeline, part, careful),
        read: (text, count) => readEntries(parseLossless, text, count, describe),
      });
    },
    async compile(pipeline) {
      const head = { kind: 'load', pipeline, careful: false } as const;
      const reply = await host.ask({ head, text: '' });
      if ('kind' in reply) return lostFault(reply);
      return reply.head.kind === 'fault' ? compileFault(reply.text) : undefined;
    },
    close: () => host.close(),
  };
}

/** The child names a class only when the library or the source declares it. */
const PYTHON_CLASSES = /^[A-Z_a-z]\w{0,59}$/;

function openChildren(options: ScriptOptions): Host<PythonAsk, PythonReply> {
  const { clock, files = entryFiles(), timeoutMs = TRANSFORM_MS_MAX } = options;
  const sources = options.sources.map(({ pipeline, source }) => [pipeline, source] as const);
  const setup: PythonSetup = { kind: 'setup', timeoutMs, sources };
  return new Host<PythonAsk, PythonReply>({
    clock,
    limitMs: (records) => (records === 0 ? SCRIPT_LOAD_MS_MAX : timeoutMs) + SCRIPT_WATCH_MS,
    launch: (events) => launchPython(files, setup, clock, events),
  });
}

/** So few records are told one by one as they are begun: about 5 µs each. */
const TOLD_RECORDS_MAX = 16;

async function runChunk(
  host: Host<PythonAsk, PythonReply>,
  pipeline: number,
  profiles: readonly Profiled[],
  careful: boolean,
): Promise<ChunkAnswer> {
  const text = `[${profiles.map(stringifyLossless).join(',')}]`;
  const told = careful || profiles.length <= TOLD_RECORDS_MAX;
  const reply = await host.ask({ head: { kind: 'run', pipeline, careful: told }, text });
  if ('kind' in reply) {
    if (reply.at >= 0) return reply;
    throw compileError(lostFault(reply), 'python', pipeline);
  }
  switch (reply.head.kind) {
    case 'answer':
      return { kind: 'answer', text: reply.text };
    case 'unread':
      return { kind: 'lost', at: -1, code: 'unread' };
    case 'fault':
      throw compileError(compileFault(reply.text), 'python', pipeline);
    case 'ready':
    case 'loaded':
      throw failed('the Python engine did not answer');
  }
}

interface ChildFault {
  readonly reason: CompileFault['reason'];
  readonly name?: string;
  readonly message?: string;
  readonly line?: number;
  readonly column?: number;
}

function compileFault(text: string): CompileFault {
  const { reason, name = '', message = '', line, column } = JSON.parse(text) as ChildFault;
  const place = line ? (column ? `${line}:${column}` : `line ${line}`) : undefined;
  return { reason, name, message, place };
}

function failed(message: string): InvariantError {
  return new InvariantError('script_engine_failed', message);
}
