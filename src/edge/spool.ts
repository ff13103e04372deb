import { appendFileSync, closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Spool } from '../model/ports.ts';

const BUFFER_CHARACTERS = 256 * 1024;

/** Lines on disk, in a folder of their own that `close` removes. */
export function openSpool(directory: string): Spool {
  const folder = mkdtempSync(join(directory, 'destination-stripe-spool-'));
  const path = join(folder, 'lines');
  let buffer = '';
  let count = 0;
  const flush = () => {
    if (buffer !== '') appendFileSync(path, buffer, { mode: 0o600 });
    buffer = '';
  };
  return {
    get count() {
      return count;
    },
    append: (text) => {
      buffer += `${text}\n`;
      count += 1;
      if (buffer.length >= BUFFER_CHARACTERS) flush();
    },
    read: () => {
      flush();
      return count === 0 ? [] : readLines(path);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function* readLines(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const chunk = new Uint8Array(BUFFER_CHARACTERS);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const lines = (rest + decoder.write(Buffer.from(chunk.subarray(0, size)))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    closeSync(file);
  }
}
