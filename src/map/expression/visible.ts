import type { Value } from '../../model/record.ts';

/** What a computed expression sees of a value: nulls are missing, integers beyond 2^53 are text. */
export type Visible =
  | string
  | number
  | boolean
  | readonly Visible[]
  | { readonly [key: string]: Visible };

/**
 * Keys by which the JSONata interpreter marks its own functions, sequences and wrappers; a record
 * may not pretend to be one of them.
 */
const RESERVED: ReadonlySet<string> = new Set([
  '_jsonata_function',
  '_jsonata_lambda',
  'tupleStream',
  'outerWrapper',
]);

export function isReserved(key: string): boolean {
  return RESERVED.has(key);
}

/** The visible form of a value; the value itself where nothing has to change. */
export function visible(value: Value | undefined): Visible | undefined {
  if (typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
  if (value === null) return undefined;
  if (isVisible(value)) return value as Visible;
  return Array.isArray(value) ? value.flatMap(visibleItem) : visibleObject(value as Columns);
}

interface Columns {
  readonly [key: string]: Value;
}

function visibleItem(item: Value): readonly Visible[] {
  const seen = visible(item);
  return seen === undefined ? [] : [seen];
}

function visibleObject(value: Columns): Visible {
  const seen: { [key: string]: Visible } = {};
  for (const key of Object.keys(value)) {
    const inner = RESERVED.has(key) ? undefined : visible(value[key]);
    // defineProperty, as a column may be called __proto__.
    if (inner !== undefined) Object.defineProperty(seen, key, { ...OWN, value: inner });
  }
  return seen;
}

const OWN = { enumerable: true, configurable: true, writable: true };

function isVisible(value: Value): boolean {
  if (typeof value !== 'object') return typeof value !== 'bigint';
  if (value === null) return false;
  if (Array.isArray(value)) return value.every(isVisible);
  for (const key of Object.keys(value)) {
    if (RESERVED.has(key) || !isVisible((value as Columns)[key] as Value)) return false;
  }
  return true;
}
