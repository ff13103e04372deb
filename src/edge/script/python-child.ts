/**
 * The process that holds the Python interpreter. It runs under Node's permission model, without an
 * environment and without the right to compile code from text; before it takes a user's source it
 * gives up what could reach another process. It reads frames from 0, writes frames to 1 and
 * progress to 3.
 */
import { constants, readSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { SCRIPT_LOAD_MS_MAX } from '../../model/limits.ts';
import { CLOSE, RUNNER } from './python-runner.ts';
import {
  BEAT_BYTES,
  frame,
  LENGTH_BYTES,
  type PythonReplyHead,
  type PythonRequest,
  type PythonSetup,
  unframe,
} from './python-wire.ts';

interface Runner {
  get(index: 0): (pipeline: number, source: string) => string;
  get(index: 1): (pipeline: number, careful: boolean, texts: string) => string;
  get(index: 2): number;
}

interface Pyodide {
  runPython(source: string): unknown;
  setInterruptBuffer(buffer: object): void;
  setStdout(options: { readonly write: (bytes: Uint8Array) => number }): void;
  setStderr(options: { readonly write: (bytes: Uint8Array) => number }): void;
  readonly _module: { readonly HEAP32: Int32Array };
}

/** Between two words of progress; what a careful request tells is told at once. */
const TELL_EVERY_MS = 20;
const LOADING = -1;
const IDLE = -2;
/** SIGINT: Python raises KeyboardInterrupt. */
const INTERRUPT = 2;

/** What Node itself calls on `process` while a module runs, fails or ends. */
const KEPT = new Set(
  'emit emitWarning exit nextTick off on once reallyExit removeListener'.split(' '),
);

const [, , pyodideFolder = ''] = process.argv;
const beat = Buffer.alloc(BEAT_BYTES);
const { exit } = process;
const loaded = new Set<number>();
let requests = 0;

const pyodide = await openPyodide();
const runner = pyodide.runPython(RUNNER) as Runner;
const load = runner.get(0);
const run = runner.get(1);
const place = runner.get(2) >> 2;
pyodide.runPython(CLOSE);
const setup = readSetup();
const sources = new Map(setup.sources);
pyodide.setStdout({ write: ({ length }) => length });
pyodide.setStderr({ write: tellExactly });
pyodide.setInterruptBuffer(deadline(setup.timeoutMs));
giveUp();
send({ kind: 'ready' });
try {
  for (let body = read(); body !== undefined; body = read()) answer(body);
} catch {
  // The interpreter did not survive: the parent starts another.
  exit(1);
}
exit(0);

async function openPyodide(): Promise<Pyodide> {
  // Its file system asks for one table of constants, which the permission model does not hand out.
  Object.assign(process, { binding: () => ({ fs: constants }) });
  const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}pyodide.mjs`).href);
  return loadPyodide({
    indexURL: pyodideFolder,
    jsglobals: {},
    stdin: () => null,
    stdout: () => undefined,
    stderr: () => undefined,
  });
}

function readSetup(): PythonSetup {
  const body = read();
  return body === undefined ? exit(0) : (unframe(body).head as PythonSetup);
}

function answer(body: Buffer): void {
  const { head, text } = unframe(body);
  const { kind, pipeline, careful } = head as PythonRequest;
  requests += 1;
  tell(0, true);
  const fault = loaded.has(pipeline) ? '' : load(pipeline, sources.get(pipeline) ?? '');
  if (fault !== '') {
    send({ kind: 'fault' }, fault);
    return;
  }
  loaded.add(pipeline);
  if (kind === 'load') send({ kind: 'loaded' });
  else runChunk(pipeline, careful, text);
}

function runChunk(pipeline: number, careful: boolean, text: string): void {
  tell(1, careful);
  const entries = run(pipeline, careful, text);
  if (entries === '') send({ kind: 'unread' });
  else send({ kind: 'answer', renew: entries.startsWith('m') }, entries.slice(1));
}

/**
 * Python looks here for signals every few dozen instructions. Each look is also the chance to tell
 * how far it is and to cut off a record that takes too long; what never looks is ended by the
 * parent.
 */
function deadline(timeoutMs: number) {
  let seen = IDLE;
  let startMs = 0;
  let toldMs = 0;
  let isCut = false;
  let isTold = false;
  return {
    get 0(): number {
      const index = pyodide._module.HEAP32[place] ?? IDLE;
      const nowMs = performance.now();
      if (index !== seen) {
        seen = index;
        startMs = nowMs;
        isCut = false;
        isTold = false;
        if (index > 0 && nowMs - toldMs > TELL_EVERY_MS) {
          toldMs = nowMs;
          tell(index + 1, false);
        }
        return 0;
      }
      if (!isTold && index >= 0 && nowMs - startMs > TELL_EVERY_MS) {
        isTold = true;
        tell(index + 1, true);
      }
      const limitMs = index === LOADING ? SCRIPT_LOAD_MS_MAX : timeoutMs;
      if (isCut || index === IDLE || nowMs - startMs < limitMs) return 0;
      // Once: what a source does about it is the parent's to judge.
      isCut = true;
      pyodide._module.HEAP32[place + 1] = 1;
      return INTERRUPT;
    },
    set 0(_taken: number) {
      // Python takes a signal back once it has seen it.
    },
  };
}

function tellExactly({ length }: Uint8Array): number {
  tell((pyodide._module.HEAP32[place] ?? 0) + 1, true);
  return length;
}

function tell(records: number, exact: boolean): void {
  beat.writeUInt32LE(requests, 0);
  beat.writeUInt32LE(records * 2 + (exact ? 1 : 0), 4);
  write(3, beat);
}

function send(head: PythonReplyHead, text = ''): void {
  write(1, frame(head, text));
}

function write(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

function read(): Buffer | undefined {
  const length = readExactly(LENGTH_BYTES);
  return length && readExactly(length.readUInt32LE());
}

/** undefined: the parent is gone. */
function readExactly(length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const got = readSync(0, bytes, done, length - done, null);
    if (got === 0) return undefined;
    done += got;
  }
  return bytes;
}

/**
 * What the permission model leaves to a process: signals to others, and modules that tell about the
 * machine. Python cannot reach this object by any known way; if it could, nothing would be here.
 */
function giveUp(): void {
  registerHooks({
    resolve: () => {
      throw new Error('closed');
    },
  });
  const refuse = () => {
    throw new Error('closed');
  };
  for (const name of Object.getOwnPropertyNames(process)) {
    const { value } = Object.getOwnPropertyDescriptor(process, name) ?? {};
    if (typeof value === 'function' && !KEPT.has(name)) Reflect.set(process, name, refuse);
  }
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'Worker', 'navigator', 'process']) {
    Reflect.deleteProperty(globalThis, name);
  }
}
