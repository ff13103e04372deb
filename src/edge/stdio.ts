import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { OUTPUT_BUFFER_CHARACTERS } from '../model/limits.ts';
import type { Output } from '../model/ports.ts';

/**
 * stdin as chunks. Nothing is read ahead of a slow consumer: the pipe holds the writer back. An
 * abort ends the reading at once and without an error; what was in the middle of a line is then no
 * damage.
 */
export async function* readStdin(
  signal: AbortSignal,
  stdin: Readable = process.stdin,
): AsyncGenerator<Uint8Array> {
  const end = () => stdin.destroy();
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    for await (const chunk of stdin) {
      if (signal.aborted) return;
      yield chunk as Uint8Array;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** stdout, its lines joined into large writes. */
export interface Stdout extends Output {
  /** Resolves when every line has left, or nobody reads any more. */
  flush(): Promise<void>;
}

/** `onGone` is told once when the reader has closed its end; lines are dropped from then on. */
export function openStdout(onGone: () => void, stdout: Writable = process.stdout): Stdout {
  let waiting: string[] = [];
  let waitingCharacters = 0;
  let scheduled = false;
  let gone = false;
  let draining: Promise<void> | undefined;
  let drained: (() => void) | undefined;
  const wake = () => {
    drained?.();
    drained = undefined;
    draining = undefined;
  };
  const lose = () => {
    if (gone) return;
    gone = true;
    waiting = [];
    wake();
    onGone();
  };
  // One listener each for the whole run: the stream would warn of many on stderr.
  stdout.on('error', lose);
  stdout.on('close', lose);
  stdout.on('drain', wake);
  const send = () => {
    scheduled = false;
    if (waiting.length === 0 || gone) return;
    const text = `${waiting.join('\n')}\n`;
    waiting = [];
    waitingCharacters = 0;
    stdout.write(text);
  };
  return {
    line: (text) => {
      if (gone) return;
      waiting.push(text);
      waitingCharacters += text.length;
      if (waitingCharacters >= OUTPUT_BUFFER_CHARACTERS) send();
      else if (!scheduled) {
        scheduled = true;
        setImmediate(send);
      }
    },
    drained: () => {
      if (gone || !stdout.writableNeedDrain) return undefined;
      draining ??= new Promise((resolve) => {
        drained = resolve;
      });
      return draining;
    },
    flush: async () => {
      send();
      if (gone) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          stdout.off('close', done);
          resolve();
        };
        stdout.once('close', done);
        stdout.write('', done);
      });
    },
  };
}
