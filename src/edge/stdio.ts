import process from 'node:process';
import type { Output } from '../model/ports.ts';

const CHUNK_BYTES = 256 * 1024;

/** stdin as chunks; reading stops at once when the signal aborts. A slow consumer holds the pipe back. */
export async function* readStdin(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const { stdin } = process;
  const end = () => stdin.destroy();
  signal.addEventListener('abort', end, { once: true });
  try {
    for await (const chunk of stdin) {
      yield chunk as Uint8Array;
      if (signal.aborted) return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** stdout, joined into large writes. `flush` resolves when every line has left. */
export interface Stdout extends Output {
  flush(): Promise<void>;
}

/** `onGone`: the reader has closed its end; nothing can be told any more. */
export function openStdout(onGone: () => void): Stdout {
  const { stdout } = process;
  let buffer = '';
  let scheduled = false;
  let gone = false;
  stdout.on('error', () => {
    gone = true;
    buffer = '';
    onGone();
  });
  const send = () => {
    scheduled = false;
    if (buffer === '' || gone) return;
    const text = buffer;
    buffer = '';
    stdout.write(text);
  };
  return {
    line: (text) => {
      if (gone) return;
      buffer += `${text}\n`;
      if (buffer.length >= CHUNK_BYTES) send();
      else if (!scheduled) {
        scheduled = true;
        setImmediate(send);
      }
    },
    drained: () => {
      if (!stdout.writableNeedDrain || gone) return undefined;
      return new Promise((resolve) => stdout.once('drain', resolve).once('error', resolve));
    },
    flush: async () => {
      send();
      if (gone) return;
      await new Promise<void>((resolve) => stdout.write('', () => resolve()));
    },
  };
}
