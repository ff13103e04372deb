import type { Item } from './closure.ts';
import { deopt } from './closure.ts';

/** A binary operator on evaluated operands, as JSONata has it; `deopt` where JSONata throws. */
export type Operator = (left: Item, right: Item) => Item;

export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['&', (left, right) => concatText(left) + concatText(right)],
  ['+', arithmetic((left, right) => left + right)],
  ['-', arithmetic((left, right) => left - right)],
  ['*', arithmetic((left, right) => left * right)],
  ['/', arithmetic((left, right) => left / right)],
  ['%', arithmetic((left, right) => left % right)],
  ['=', (left, right) => isBoth(left, right) && isEqual(left, right)],
  ['!=', (left, right) => isBoth(left, right) && !isEqual(left, right)],
  ['<', comparison((left, right) => left < right)],
  ['<=', comparison((left, right) => left <= right)],
  ['>', comparison((left, right) => left > right)],
  ['>=', comparison((left, right) => left >= right)],
  ['in', isIn],
]);

/** JSONata's effective boolean; undefined of undefined. */
export function truth(value: Item): boolean | undefined {
  switch (typeof value) {
    case 'undefined':
      return undefined;
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return value !== 0 && !Number.isNaN(finiteOrNaN(value));
    default:
      if (value === null) return false;
      // Every item is looked at, as an infinite one is an error wherever it stands.
      if (Array.isArray(value)) return value.filter((item: Item) => truth(item)).length > 0;
      return Object.keys(value).length > 0;
  }
}

/** JSONata's text of a present value. */
export function textOf(value: Exclude<Item, undefined>): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(rounded(finite(value)));
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return JSON.stringify(value, replaceNumber);
}

/** `-x`. */
export function negated(value: Item): Item {
  return value === undefined ? undefined : -finite(value);
}

function concatText(value: Item): string {
  return value === undefined ? '' : textOf(value);
}

function arithmetic(compute: (left: number, right: number) => number): Operator {
  return (left, right) => {
    if (left === undefined || right === undefined) {
      if (left !== undefined) finite(left);
      if (right !== undefined) finite(right);
      return undefined;
    }
    return compute(finite(left), finite(right));
  };
}

function comparison(compare: (left: string | number, right: string | number) => boolean): Operator {
  return (left, right) => {
    const a = left === undefined ? left : comparable(left);
    const b = right === undefined ? right : comparable(right);
    if (a === undefined || b === undefined) return undefined;
    return typeof a === typeof b ? compare(a, b) : deopt();
  };
}

function comparable(value: Item): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : deopt();
}

function isBoth(left: Item, right: Item): boolean {
  return left !== undefined && right !== undefined;
}

function isEqual(left: Item, right: Item): boolean {
  if (left === right) return true;
  const isDeep = typeof left === 'object' && typeof right === 'object';
  return isDeep && left !== null && right !== null ? deopt() : false;
}

function isIn(left: Item, right: Item): boolean {
  if (left === undefined || right === undefined) return false;
  // Objects are found by identity, which a copy does not have.
  if (typeof left === 'object' && left !== null) return deopt();
  return Array.isArray(right) ? right.some((item) => item === left) : right === left;
}

function finite(value: Item): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : deopt();
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) || Number.isNaN(value) ? value : deopt();
}

/** "fractions are printed with 15 significant digits": 0.1 + 0.2 is 0.3. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

function replaceNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  // The interpreter refuses an infinity anywhere, and turns NaN into null.
  return Number.isNaN(value) ? value : rounded(finite(value));
}
