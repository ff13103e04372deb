import type { Value } from '../model/record.ts';

/**
 * Parses JSON; integers that a double cannot hold come as bigint. Throws SyntaxError as JSON.parse
 * does.
 */
export function parseLossless(text: string): Value {
  const value: Value = JSON.parse(text);
  return holdsUnsafe(value) ? parseExact(text) : value;
}

/**
 * Whether a parsed value holds a number that may have been rounded. Walking the few numbers of a
 * record costs a tenth of looking for long runs of digits in its text, and card-like texts do not
 * count.
 */
export function holdsUnsafe(value: Value): boolean {
  if (typeof value === 'number') return value > SAFE_MAX || value < -SAFE_MAX;
  if (typeof value !== 'object' || value === null) return false;
  const parent = value as { readonly [key: string]: Value };
  for (const key in parent) {
    const child = parent[key] as Value;
    if (typeof child === 'number') {
      if (child > SAFE_MAX || child < -SAFE_MAX) return true;
    } else if (typeof child === 'object' && child !== null && holdsUnsafe(child)) return true;
  }
  return false;
}

/** `parseLossless` of a text that is known to hold such a number. */
export function parseExact(text: string): Value {
  return PARSE(text, reviveExact);
}

/** Compact JSON; a bigint becomes a bare integer, what JSON cannot hold becomes null. */
export function stringifyLossless(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, replaceBigint) ?? 'null';
  }
}

const SAFE_MAX = Number.MAX_SAFE_INTEGER;
const INTEGER = /^-?\d+$/;

type ReviveWithSource = (key: string, value: Value, context: { readonly source?: string }) => Value;
const PARSE = JSON.parse as (text: string, revive: ReviveWithSource) => Value;
const RAW = (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON;

function reviveExact(_key: string, value: Value, context: { readonly source?: string }): Value {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const { source } = context;
  return source !== undefined && INTEGER.test(source) ? BigInt(source) : value;
}

function replaceBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? RAW(value.toString()) : value;
}
