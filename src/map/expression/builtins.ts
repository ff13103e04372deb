import type { Item } from './closure.ts';
import { deopt } from './closure.ts';
import { textOf, truth } from './operators.ts';
import { isFound, replaceMatches, splitAt } from './pattern.ts';

/**
 * A built-in function on evaluated arguments; `deopt` where JSONata throws or does something odd.
 */
export interface Builtin {
  /** Numbers of arguments that leave nothing to the context. */
  readonly counts: readonly number[];
  readonly call: (a: Argument, b: Argument, c: Argument) => Item;
}

/** A pattern stands only where it is written as a literal. */
export type Argument = Item | RegExp;

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['string', one((value) => (value === undefined ? undefined : textOf(value)))],
  ['number', one(toNumber)],
  ['boolean', one(truth)],
  ['not', one((value) => (value === undefined ? undefined : !truth(value)))],
  ['exists', one((value) => value !== undefined)],
  ['lowercase', text((s) => s.toLowerCase())],
  ['uppercase', text((s) => s.toUpperCase())],
  ['trim', text(trimmed)],
  ['length', text(characters)],
  ['substring', { counts: [2, 3], call: substring }],
  ['substringBefore', textPair((s, mark) => before(s, s.indexOf(mark)))],
  ['substringAfter', textPair((s, mark) => after(s, s.indexOf(mark), mark))],
  ['contains', { counts: [2], call: contains }],
  ['split', { counts: [2, 3], call: split }],
  ['join', { counts: [1, 2], call: join }],
  ['replace', { counts: [3], call: replace }],
  ['floor', number(Math.floor)],
  ['ceil', number(Math.ceil)],
  ['abs', number(Math.abs)],
  ['round', { counts: [1, 2], call: round }],
  ['count', one((value) => (value === undefined ? 0 : Array.isArray(value) ? value.length : 1))],
]);

const NUMBER = /^-?\d+(?:\.\d+)?(?:[Ee][-+]?\d+)?$/;
const BLANKS = /[ \t\n\r]+/g;
const EDGES = /^ | $/g;
const SURROGATE = /[\ud800-\udfff]/;

function one(call: (value: Item) => Item): Builtin {
  return { counts: [1], call: (a) => call(item(a)) };
}

function text(call: (s: string) => Item): Builtin {
  return { counts: [1], call: (a) => (a === undefined ? undefined : call(asText(a))) };
}

function textPair(call: (s: string, mark: string) => Item): Builtin {
  return {
    counts: [2],
    call: (a, b) => {
      if (a !== undefined) return call(asText(a), asText(b));
      if (b !== undefined) asText(b);
      return undefined;
    },
  };
}

function number(call: (n: number) => number): Builtin {
  return { counts: [1], call: (a) => (a === undefined ? undefined : call(asNumber(a))) };
}

function item(value: Argument): Item {
  return value instanceof RegExp ? deopt() : value;
}

function asText(value: Argument): string {
  return typeof value === 'string' ? value : deopt();
}

function asNumber(value: Argument): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : deopt();
}

function toNumber(value: Item): Item {
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || !NUMBER.test(value)) return deopt();
  return asNumber(Number.parseFloat(value));
}

function trimmed(s: string): string {
  return s.replace(BLANKS, ' ').replace(EDGES, '');
}

function characters(s: string): number {
  return SURROGATE.test(s) ? Array.from(s).length : s.length;
}

function before(s: string, at: number): string {
  return at < 0 ? s : s.slice(0, at);
}

function after(s: string, at: number, mark: string): string {
  return at < 0 ? s : s.slice(at + mark.length);
}

function substring(s: Argument, start: Argument, length: Argument): Item {
  const from = asNumber(start);
  const count = length === undefined ? undefined : asNumber(length);
  if (s === undefined) return undefined;
  const whole = asText(s);
  const letters = SURROGATE.test(whole) ? Array.from(whole) : undefined;
  const size = letters?.length ?? whole.length;
  const first = size + from < 0 ? 0 : from;
  if (count !== undefined && count <= 0) return '';
  const end = count === undefined ? size : (first >= 0 ? first : size + first) + count;
  return letters === undefined ? whole.slice(first, end) : letters.slice(first, end).join('');
}

function contains(s: Argument, token: Argument): Item {
  if (s === undefined || token === undefined) {
    if (s !== undefined) asText(s);
    if (token !== undefined && !(token instanceof RegExp)) asText(token);
    return undefined;
  }
  const whole = asText(s);
  return token instanceof RegExp ? isFound(token, whole) : whole.includes(asText(token));
}

function split(s: Argument, separator: Argument, limit: Argument): Item {
  if (!(separator instanceof RegExp)) asText(separator);
  if (limit !== undefined) asNumber(limit);
  if (s === undefined) return undefined;
  const whole = asText(s);
  if (separator instanceof RegExp) {
    return limit === undefined ? splitAt(whole, separator) : deopt();
  }
  if (limit === undefined) return whole.split(asText(separator));
  const count = asNumber(limit);
  return Number.isInteger(count) && count > 0 ? whole.split(asText(separator), count) : deopt();
}

function join(list: Argument, separator: Argument): Item {
  const mark = separator === undefined ? '' : asText(separator);
  if (list === undefined || typeof list === 'string') return list;
  if (!Array.isArray(list)) return deopt();
  return list.every((part) => typeof part === 'string') ? list.join(mark) : deopt();
}

function replace(s: Argument, pattern: Argument, by: Argument): Item {
  const replacement = asText(by);
  if (!(pattern instanceof RegExp)) asText(pattern);
  if (s === undefined) return undefined;
  const whole = asText(s);
  if (pattern === '') return deopt();
  if (typeof pattern === 'string') return whole.replaceAll(pattern, () => replacement);
  if (!(pattern instanceof RegExp)) return deopt();
  return replacement.includes('$') ? deopt() : replaceMatches(whole, pattern, replacement);
}

function round(n: Argument, precision: Argument): Item {
  const places = precision === undefined ? 0 : asNumber(precision);
  if (n === undefined) return undefined;
  const value = asNumber(n);
  if (places === 0) return halfEven(value);
  const shifted = shift(value, places);
  return shift(halfEven(shifted), -places);
}

/** Moves the point in the text, where no multiplication can add an error. */
function shift(value: number, places: number): number {
  const digits = String(value);
  if (digits.includes('e') || !Number.isInteger(places)) return deopt();
  return Number(`${digits}e${places}`);
}

function halfEven(value: number): number {
  const up = Math.round(value);
  const isTie = Math.abs(up - value) === 0.5;
  const even = isTie && Math.abs(up % 2) === 1 ? up - 1 : up;
  return even === 0 ? 0 : even;
}
