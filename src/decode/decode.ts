import { holdsUnsafe, parseExact } from '../lib/lossless-json.ts';
import { LINE_BYTES_MAX } from '../model/limits.ts';
import type { BadLine, Message } from '../model/message.ts';
import type { Value } from '../model/record.ts';
import { looksLikeRecord, trimLine } from './damage.ts';
import { createLines, detach } from './lines.ts';
import { isObject, readEstimate, readRecord, readState, readStatus } from './read-message.ts';

/** Bytes in, messages out. */
export interface Decoder {
  push(chunk: Uint8Array): readonly Message[];
  /** What the last, unfinished line holds. An input that was cut on purpose is not ended. */
  end(): readonly Message[];
}

/** `lineBytesMax`: a longer line is not kept, only reported. */
export function createDecoder(lineBytesMax = LINE_BYTES_MAX): Decoder {
  let number = 0;
  let messages: Message[] = [];
  const lines = createLines(
    lineBytesMax,
    (text, bytes, ended) => {
      number += 1;
      const message = decodeLine(text, bytes, number, ended);
      if (message !== undefined) messages.push(message);
    },
    () => {
      number += 1;
      messages.push(bad(number, 'too_long', true));
    },
  );
  const take = (): readonly Message[] => {
    const taken = messages;
    messages = [];
    return taken;
  };
  return {
    push: (chunk) => {
      lines.push(chunk);
      return take();
    },
    end: () => {
      lines.end();
      return take();
    },
  };
}

/** One line; undefined for a blank one. */
function decodeLine(
  line: string,
  bytes: number,
  number: number,
  ended: boolean,
): Message | undefined {
  let text = line;
  let envelope = parse(text);
  if (envelope === undefined) {
    text = trimLine(line);
    if (text === '') return undefined;
    if (text.length < line.length) envelope = parse(text);
    if (envelope === undefined) return bad(number, 'not_json', looksLikeRecord(text, ended));
  }
  if (!isObject(envelope)) return bad(number, 'not_an_object', false);
  const { type } = envelope;
  if (type === 'RECORD') {
    const record = exactRecord(envelope['record'], text);
    return readRecord(record, bytes) ?? bad(number, 'record_malformed', true);
  }
  if (type === 'STATE') {
    const raw = detach(trimLine(text));
    return readState(envelope['state'], raw) ?? bad(number, 'state_malformed', false);
  }
  if (type === 'TRACE') {
    const { trace } = envelope;
    return readStatus(trace) ?? readEstimate(trace) ?? OTHER_TRACE;
  }
  if (typeof type === 'string') return { kind: 'ignored', type };
  return isObject(envelope['record'])
    ? bad(number, 'record_malformed', true)
    : { kind: 'ignored', type: '' };
}

const OTHER_TRACE: Message = { kind: 'ignored', type: 'TRACE' };

function parse(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** The record with its large integers exact; undefined when it is nested deeper than the stack. */
function exactRecord(record: Value | undefined, text: string): Value | undefined {
  try {
    if (!isObject(record) || !holdsUnsafe(record['data'] ?? null)) return record;
    const envelope = parseExact(text);
    return isObject(envelope) ? envelope['record'] : undefined;
  } catch {
    return undefined;
  }
}

function bad(line: number, reason: BadLine['reason'], damagedRecord: boolean): BadLine {
  return { kind: 'bad_line', line, reason, damagedRecord };
}
