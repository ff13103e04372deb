import { parseExact } from '../lib/lossless-json.ts';
import { numberFromText } from '../lib/number-text.ts';
import type { Value } from '../model/record.ts';

/** One value of a condition, read once in every way that a record's own type may ask for. */
export interface Literal {
  /** Lower-cased when `ignoreCase`. */
  readonly text: string;
  readonly ignoreCase: boolean;
  readonly number: number | bigint | undefined;
  readonly boolean: boolean | undefined;
  /** The list or object that the text spells in JSON. */
  readonly structure: Value | undefined;
}

/** Reads a configured value. */
export function readLiteral(value: string, ignoreCase: boolean): Literal {
  const word = value.trim().toLowerCase();
  return {
    text: ignoreCase ? value.toLowerCase() : value,
    ignoreCase,
    number: numberFromText(value),
    boolean: word === 'true' || (word === 'false' ? false : undefined),
    structure: readStructure(value),
  };
}

/** Equality in the record's own type; null and missing equal nothing. */
export function equalsLiteral(value: Value | undefined, literal: Literal): boolean {
  switch (typeof value) {
    case 'string':
      return foldLike(literal, value) === literal.text;
    case 'number':
    case 'bigint':
      return literal.number !== undefined && compareNumbers(value, literal.number) === 0;
    case 'boolean':
      return value === literal.boolean;
    case 'object':
      return literal.structure !== undefined && value !== null && same(value, literal.structure);
    default:
      return false;
  }
}

/**
 * Order of a record's value and a literal: below, at or above zero. Both numeric: as numbers,
 * exactly; neither: as text by code unit; NaN, which is no order, when mixed or of no ordered type.
 */
export function compareToLiteral(value: Value | undefined, literal: Literal): number {
  const number = typeof value === 'string' ? numberFromText(value) : value;
  if (typeof number === 'number' || typeof number === 'bigint') {
    return literal.number === undefined ? Number.NaN : compareNumbers(number, literal.number);
  }
  if (typeof value !== 'string' || literal.number !== undefined) return Number.NaN;
  const text = foldLike(literal, value);
  return text === literal.text ? 0 : text < literal.text ? -1 : 1;
}

/** The text in the literal's case. */
export function foldLike(literal: Literal, text: string): string {
  return literal.ignoreCase ? text.toLowerCase() : text;
}

/** The language compares numbers and bigints by their mathematical value. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function readStructure(text: string): Value | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    const numeric = isNumber(a) && isNumber(b);
    return numeric ? compareNumbers(a, b) === 0 : a === b;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let at = 0; at < a.length; at += 1) if (!same(a[at], b[at])) return false;
    return true;
  }
  return sameKeys(a as Fields, b as Fields);
}

type Fields = { readonly [key: string]: Value };

function sameKeys(a: Fields, b: Fields): boolean {
  for (const key in a) if (!(Object.hasOwn(b, key) && same(a[key], b[key]))) return false;
  for (const key in b) if (!Object.hasOwn(a, key)) return false;
  return true;
}

function isNumber(value: Value | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
