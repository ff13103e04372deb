import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SPOOL_BUFFER_BYTES } from '../model/limits.ts';
import type { Spool } from '../model/ports.ts';

/**
 * Lines on disk. The file loses its name as soon as it is open, so that the system removes it
 * however the process ends; where that is not possible, `close` removes it. Texts hold no newline.
 */
export function openSpool(directory: string): Spool {
  const folder = mkdtempSync(join(directory, 'destination-stripe-spool-'));
  const file = openSync(join(folder, 'lines'), 'wx+', 0o600);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (process.platform !== 'win32') remove();
  let waiting: string[] = [];
  let waitingCharacters = 0;
  let count = 0;
  let closed = false;
  const flush = () => {
    if (waiting.length === 0) return;
    writeAll(file, Buffer.from(`${waiting.join('\n')}\n`));
    waiting = [];
    waitingCharacters = 0;
  };
  return {
    get count() {
      return count;
    },
    append: (text) => {
      waiting.push(text);
      waitingCharacters += text.length;
      count += 1;
      if (waitingCharacters >= SPOOL_BUFFER_BYTES) flush();
    },
    read: () => {
      flush();
      return readLines(file);
    },
    close: () => {
      if (closed) return;
      closed = true;
      closeSync(file);
      remove();
    },
  };
}

const NEWLINE = 0x0a;

function writeAll(file: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done);
}

/** From the beginning, at a position of its own: lines may be appended meanwhile. */
function* readLines(file: number): Generator<string> {
  const buffer = Buffer.alloc(SPOOL_BUFFER_BYTES);
  let position = 0;
  let rest: readonly Buffer[] = [];
  for (;;) {
    const size = readSync(file, buffer, 0, buffer.length, position);
    if (size === 0) return;
    position += size;
    const chunk = buffer.subarray(0, size);
    const last = chunk.lastIndexOf(NEWLINE);
    if (last < 0) {
      rest = [...rest, Buffer.from(chunk)];
      continue;
    }
    const whole = Buffer.concat([...rest, chunk.subarray(0, last)]).toString();
    rest = [Buffer.from(chunk.subarray(last + 1))];
    yield* whole.split('\n');
  }
}
