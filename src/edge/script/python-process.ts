import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { InvariantError } from '../../model/failure.ts';
import { PYTHON_HEAP_BYTES_MAX, PYTHON_START_MS_MAX } from '../../model/limits.ts';
import type { Clock } from '../../model/ports.ts';
import type { EntryFiles } from './entry-files.ts';
import type { Progress, Vessel, VesselEvents } from './host.ts';
import {
  BEAT_BYTES,
  frame,
  frameReader,
  type PythonReplyHead,
  type PythonRequest,
  type PythonSetup,
  unframe,
} from './python-wire.ts';

/** A request and its text. */
export interface PythonAsk {
  readonly head: PythonRequest;
  readonly text: string;
}

export interface PythonReply {
  readonly head: PythonReplyHead;
  readonly text: string;
}

/** A child whose interpreter is up. Throws InvariantError when it does not start in time. */
export async function launchPython(
  files: EntryFiles,
  setup: PythonSetup,
  clock: Clock,
  events: VesselEvents<PythonReply>,
): Promise<Vessel<PythonAsk>> {
  const child = spawn(process.execPath, childArguments(files), {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
  });
  const [input, output, , beats] = child.stdio as unknown as [Writable, Readable, null, Readable];
  const progress = followBeats(beats);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  input.on('error', () => undefined);
  input.write(frame(setup));
  await started(child, output, ended, clock, events);
  void ended.then(events.ended);
  holdChild(child, false);
  return {
    post: ({ head, text }) => input.write(frame(head, text)),
    progress,
    hold: (on) => holdChild(child, on),
    end: () => endChild(child, ended),
  };
}

/** No file but its own, no network, no processes, no threads, no code from text. */
function childArguments({ pythonChild, pythonReads, pyodideFolder }: EntryFiles): string[] {
  const reads = [pyodideFolder, ...pythonReads.map((url) => fileURLToPath(url))];
  return [
    '--permission',
    ...reads.map((path) => `--allow-fs-read=${path}`),
    '--disallow-code-generation-from-strings',
    '--disable-proto=delete',
    '--no-warnings',
    `--wasm-max-mem-pages=${PYTHON_HEAP_BYTES_MAX / WASM_PAGE_BYTES}`,
    '--max-old-space-size=128',
    '--max-semi-space-size=2',
    fileURLToPath(pythonChild),
    pyodideFolder,
  ];
}

const WASM_PAGE_BYTES = 65_536;

/** Resolves at the first frame; every later one is an answer. */
async function started(
  child: ChildProcess,
  output: Readable,
  ended: Promise<void>,
  clock: Clock,
  events: VesselEvents<PythonReply>,
): Promise<void> {
  const up = Promise.withResolvers<void>();
  let isUp = false;
  const take = (body: Buffer) => {
    const { head, text } = unframe(body);
    const reply = { head: head as PythonReplyHead, text };
    if (isUp) events.answered(reply, reply.head.kind === 'answer' && reply.head.renew);
    isUp = true;
    up.resolve();
  };
  const read = frameReader(take);
  output.on('data', (bytes: Buffer) => {
    try {
      read(bytes);
    } catch {
      // What speaks no frames any more cannot be trusted to go on.
      child.kill('SIGKILL');
    }
  });
  const timer = new AbortController();
  const late = clock.sleep(PYTHON_START_MS_MAX, timer.signal).catch(() => undefined);
  await Promise.race([up.promise, ended, late]);
  timer.abort();
  if (isUp) return;
  child.kill('SIGKILL');
  throw new InvariantError('script_engine_failed', 'the Python interpreter does not start');
}

function followBeats(beats: Readable): () => Progress {
  let last: Progress = { requests: 0, records: 0 };
  let held = Buffer.alloc(0);
  beats.on('data', (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    const whole = held.length - (held.length % BEAT_BYTES);
    if (whole === 0) return;
    const word = held.readUInt32LE(whole - 4);
    const requests = held.readUInt32LE(whole - BEAT_BYTES);
    last = { requests, records: word >>> 1, vague: (word & 1) === 0 };
    held = held.subarray(whole);
  });
  return () => last;
}

function holdChild(child: ChildProcess, on: boolean): void {
  const handles = [child, ...child.stdio] as unknown as { ref?: () => void; unref?: () => void }[];
  for (const handle of handles) (on ? handle?.ref : handle?.unref)?.call(handle);
}

async function endChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGKILL');
  holdChild(child, true);
  await ended;
}
