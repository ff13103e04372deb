/** What parent and child say to each other: a head as JSON, a newline, and a text as it is. */

/** First of all: the limits of one record. */
export interface PythonSetup {
  readonly kind: 'setup';
  readonly timeoutMs: number;
  readonly sources: readonly (readonly [pipeline: number, source: string])[];
}

/** Text: a JSON array of profiles; without one the source is only loaded. */
export interface PythonRequest {
  readonly kind: 'run' | 'load';
  readonly pipeline: number;
  /** Tell each record before it is begun. */
  readonly careful: boolean;
}

export type PythonReplyHead =
  | { readonly kind: 'ready' | 'loaded' | 'unread' }
  /** Text: the entries. `renew`: memory ran out meanwhile. */
  | { readonly kind: 'answer'; readonly renew: boolean }
  /** Text: what is wrong with the source, as JSON. */
  | { readonly kind: 'fault' };

/** Bytes before a frame: its length as an unsigned 32-bit integer, little-endian. */
export const LENGTH_BYTES = 4;

/** One frame. */
export function frame(head: object, text = ''): Buffer {
  const body = Buffer.from(`${JSON.stringify(head)}\n${text}`, 'utf8');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

/** Head and text of a frame's body. Throws SyntaxError when the head is no JSON. */
export function unframe(body: Buffer): { readonly head: unknown; readonly text: string } {
  const end = body.indexOf(10);
  const head: unknown = JSON.parse(body.toString('utf8', 0, end < 0 ? undefined : end));
  return { head, text: end < 0 ? '' : body.toString('utf8', end + 1) };
}

/** Cuts a stream of bytes into frames' bodies; calls back for each. */
export function frameReader(take: (body: Buffer) => void): (bytes: Buffer) => void {
  let parts: Buffer[] = [];
  let held = 0;
  return (bytes) => {
    parts.push(bytes);
    held += bytes.length;
    while (held >= LENGTH_BYTES) {
      if ((parts[0]?.length ?? 0) < LENGTH_BYTES) parts = [Buffer.concat(parts)];
      const length = parts[0]?.readUInt32LE() ?? 0;
      if (held < LENGTH_BYTES + length) return;
      const all = Buffer.concat(parts);
      const rest = all.subarray(LENGTH_BYTES + length);
      parts = rest.length > 0 ? [rest] : [];
      held = rest.length;
      take(all.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
    }
  };
}

/**
 * Progress on its own pipe: requests begun, and twice the records begun, plus one when no more have
 * been; two unsigned 32-bit integers.
 */
export const BEAT_BYTES = 8;
