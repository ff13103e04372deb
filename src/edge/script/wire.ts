import { PRINTED_CHARACTERS_MAX } from '../../model/limits.ts';
import type { ScriptResult } from '../../model/ports.ts';

/** What an engine answers for one record: `[kind, value or fault, printed, specials]`. */
export type Entry = readonly [kind: number, body?: unknown, printed?: string, specials?: Specials];

/** Values that JSON cannot hold, put back by path: `[path, 'bigint' | 'number', text]`. */
type Specials = readonly (readonly [readonly (string | number)[], string, string])[];

/**
 * A fault as the engine tells it; none of its texts may be logged before `describe` has judged it.
 */
export interface Fault {
  readonly code?: 'failed' | 'timeout' | 'memory';
  /** Class names of the error, the most special first. */
  readonly names?: readonly string[];
  /** Where it was thrown: a stack, or a line number. */
  readonly at?: string | number;
  /** A sentence of the engine's own, without values. */
  readonly detail?: string;
}

/** Turns a fault into class and place; safe to log. */
export type Describe = (fault: Fault) => string;

const RETURNED = 0;
const DROPPED = 1;

/** Reads an engine's answer; undefined when it is not one result for each of `count` records. */
export function readEntries(
  parse: (text: string) => unknown,
  text: string,
  count: number,
  describe: Describe,
): ScriptResult[] | undefined {
  try {
    const entries = parse(text);
    if (!Array.isArray(entries) || entries.length !== count) return undefined;
    return entries.map((entry: Entry) => readEntry(entry, describe));
  } catch {
    return undefined;
  }
}

/** A record whose function failed for a reason that the parent knows. */
export function failedResult(
  code: NonNullable<Fault['code']>,
  detail: string,
  printed?: string,
): ScriptResult {
  const result = { kind: 'failed', code: `transformation_${code}`, detail } as const;
  return printed ? { ...result, printed: clip(printed) } : result;
}

function readEntry(entry: Entry, describe: Describe): ScriptResult {
  if (!Array.isArray(entry)) throw new Error('the script engine answered with no entry');
  const [kind, body, printedText, specials] = entry as Entry;
  const printed = typeof printedText === 'string' && printedText ? clip(printedText) : undefined;
  if (kind === RETURNED) {
    const value = specials === undefined ? body : restore(body, specials);
    return printed === undefined
      ? { kind: 'returned', value }
      : { kind: 'returned', value, printed };
  }
  if (kind === DROPPED) return printed ? { kind: 'dropped', printed } : { kind: 'dropped' };
  const fault = (body ?? {}) as Fault;
  const code = fault.code === 'memory' || fault.code === 'timeout' ? fault.code : 'failed';
  return failedResult(code, describe(fault), printed);
}

function restore(value: unknown, specials: Specials): unknown {
  const root = { value };
  for (const [path, kind, text] of specials) {
    let holder = root as Record<string | number, unknown>;
    let key: string | number = 'value';
    for (const step of path) {
      holder = holder[key] as Record<string | number, unknown>;
      key = step;
    }
    if (!Object.hasOwn(holder, key)) throw new Error('the script engine named a place in vain');
    const exact = kind === 'bigint' ? narrow(BigInt(text)) : Number(text);
    Object.defineProperty(holder, key, {
      value: exact,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return root.value;
}

function narrow(exact: bigint): bigint | number {
  const near = Number(exact);
  return Number.isSafeInteger(near) ? near : exact;
}

function clip(text: string): string {
  return text.length > PRINTED_CHARACTERS_MAX ? `${text.slice(0, PRINTED_CHARACTERS_MAX)}…` : text;
}
