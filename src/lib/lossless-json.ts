import type { Value } from '../model/record.ts';

/** Parses JSON; integers that a double cannot hold come as bigint. Throws SyntaxError as JSON.parse does. */
export function parseLossless(text: string): Value {
  return maybeUnsafe(text) ? parseExact(text) : JSON.parse(text);
}

/** Whether the text may hold an integer beyond 2^53 (a run of 16 digits, wherever it stands). */
export function maybeUnsafe(text: string): boolean {
  return DIGITS.test(text);
}

/** `parseLossless` without the scan. */
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

// 2^53 = 9007199254740992 has 16 digits: a shorter run is always safe.
const DIGITS = /\d{16}/;
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
