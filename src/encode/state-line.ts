import { InvariantError } from '../model/failure.ts';

/** Numbers of one acknowledgement; the platform wants doubles with a decimal point. */
export interface StateCounts {
  readonly recordCount: number;
  readonly rejectedRecordCount: number;
}

/**
 * The STATE line as received, with `destinationStats` spliced into its `state` object. Everything
 * else stays byte for byte: parsing and printing would change numbers.
 */
export function spliceStats(raw: string, counts: StateCounts): string {
  const { recordCount, rejectedRecordCount } = counts;
  const rejected = double(rejectedRecordCount);
  const stats = `{"recordCount":${double(recordCount)},"rejectedRecordCount":${rejected}}`;
  const state = lastMember(raw, blank(raw, 0), 'state');
  if (state === undefined || raw[state.start] !== '{') {
    throw new InvariantError('unexpected', 'A STATE line holds no state object');
  }
  const present = lastMember(raw, state.start, 'destinationStats');
  if (present !== undefined) return raw.slice(0, present.start) + stats + raw.slice(present.end);
  const close = state.end - 1;
  const empty = raw[blank(raw, state.start + 1)] === '}';
  const comma = empty ? '' : ',';
  return `${raw.slice(0, close)}${comma}"destinationStats":${stats}${raw.slice(close)}`;
}

function double(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the value of that key stands in the object at `at`; the last one counts, as for JSON.parse.
 */
function lastMember(text: string, at: number, name: string): Range | undefined {
  let found: Range | undefined;
  let next = blank(text, at + 1);
  while (text[next] === '"') {
    const keyEnd = skipString(text, next);
    const key = JSON.parse(text.slice(next, keyEnd)) as string;
    const start = blank(text, blank(text, keyEnd) + 1);
    const end = skipValue(text, start);
    if (key === name) found = { start, end };
    next = blank(text, end);
    if (text[next] === ',') next = blank(text, next + 1);
  }
  return found;
}

function skipValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return skipString(text, start);
  if (first !== '{' && first !== '[') return skipScalar(text, start);
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = skipString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function skipScalar(text: string, start: number): number {
  let at = start;
  while (at < text.length && !',}] \t\r\n'.includes(text[at] ?? ',')) at += 1;
  return at;
}

function skipString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') {
    if (at >= text.length) return at;
    at += text[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}

function blank(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\r\n\uFEFF'.includes(text[at] ?? 'x')) at += 1;
  return at;
}
