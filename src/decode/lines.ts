/**
 * Takes one line without its newline. `bytes`: its length on the wire; `ended`: a newline followed.
 */
export type LineSink = (text: string, bytes: number, ended: boolean) => void;

export interface Lines {
  push(chunk: Uint8Array): void;
  /** The input is over: what came after the last newline is a line too. */
  end(): void;
}

/**
 * Cuts bytes into lines across chunks. A newline byte never stands inside a UTF-8 sequence, so
 * every piece between newlines decodes by itself. A line longer than `bytesMax` is dropped, not
 * kept: `tooLong` is told once, when its end is found.
 */
export function createLines(bytesMax: number, sink: LineSink, tooLong: () => void): Lines {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let dropping = false;

  const hold = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    if (dropping || heldBytes + bytes.length > bytesMax) {
      dropping = true;
      held = [];
      heldBytes = 0;
      return;
    }
    // A copy: the reader may use its buffer again.
    held.push(new Uint8Array(bytes));
    heldBytes += bytes.length;
  };

  const takeHeld = (ended: boolean): void => {
    const [bytes, dropped] = [join(held, heldBytes), dropping];
    held = [];
    heldBytes = 0;
    dropping = false;
    if (dropped) tooLong();
    else sink(DECODER.decode(bytes), bytes.length, ended);
  };

  return {
    push(chunk) {
      let rest = chunk;
      if (heldBytes > 0 || dropping) {
        const newline = chunk.indexOf(NEWLINE);
        hold(newline < 0 ? chunk : chunk.subarray(0, newline));
        if (newline < 0) return;
        takeHeld(true);
        rest = chunk.subarray(newline + 1);
      }
      const last = rest.lastIndexOf(NEWLINE);
      if (last >= 0) cut(rest.subarray(0, last), bytesMax, sink, tooLong);
      hold(rest.subarray(last + 1));
    },
    end() {
      if (heldBytes > 0 || dropping) takeHeld(false);
    },
  };
}

/** A text that no longer keeps the whole chunk alive that it was cut from. */
export function detach(text: string): string {
  return DECODER.decode(ENCODER.encode(text));
}

const NEWLINE = 0x0a;
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();

/** Whole lines without the last newline, decoded at once. */
function cut(bytes: Uint8Array, bytesMax: number, sink: LineSink, tooLong: () => void): void {
  const text = DECODER.decode(bytes);
  const plain = text.length === bytes.length;
  let start = 0;
  let byteStart = 0;
  for (;;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const byteEnd = newline < 0 ? bytes.length : plain ? end : bytes.indexOf(NEWLINE, byteStart);
    if (byteEnd - byteStart > bytesMax) tooLong();
    else sink(text.slice(start, end), byteEnd - byteStart, true);
    if (newline < 0) return;
    start = end + 1;
    byteStart = byteEnd + 1;
  }
}

function join(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
