import { type DateSpan, WHOLE_DAY_MS } from '../lib/date-span.ts';
import { isBareDate, isoInstantMs } from '../lib/iso-date.ts';
import { InvariantError } from '../model/failure.ts';
import type { OperatorName } from '../model/operator-table.ts';
import type { Value } from '../model/record.ts';
import { compareToLiteral, equalsLiteral, foldLike, type Literal } from './literal.ts';

/** Judges one property's value; undefined = the key is missing. Allocates nothing. */
export type ValueTest = (value: Value | undefined) => boolean;

/** A condition's values, read as its operator reads them. */
export interface Operands {
  readonly literals: readonly Literal[];
  readonly spans: readonly DateSpan[];
}

type Operator = (operands: Operands) => ValueTest;

const is = one((literal) => (value) => equalsLiteral(value, literal));

const isOneOf: Operator = ({ literals }) => {
  const texts = new Set(literals.map(({ text }) => text));
  const fold = first(literals);
  return (value) => {
    if (typeof value === 'string') return texts.has(foldLike(fold, value));
    for (const literal of literals) if (equalsLiteral(value, literal)) return true;
    return false;
  };
};

const contains = one((literal) => (value) => {
  if (typeof value === 'string') return foldLike(literal, value).includes(literal.text);
  if (!Array.isArray(value)) return false;
  for (const element of value) if (equalsLiteral(element, literal)) return true;
  return false;
});

const isBetween: Operator = ({ literals }) => {
  const low = first(literals);
  const high = first(literals.slice(1));
  return (value) => compareToLiteral(value, low) >= 0 && compareToLiteral(value, high) <= 0;
};

const isNull: Operator = () => (value) => value === null || value === undefined;
const isEmpty: Operator = () => isEmptyValue;
const exists: Operator = () => (value) => value !== undefined;

/** Every operator, once; a negative one is nothing but the negation of its positive. */
export const OPERATOR_TESTS: { readonly [name in OperatorName]: Operator } = {
  is,
  'is not': not(is),
  'is one of': isOneOf,
  'is not one of': not(isOneOf),
  contains,
  'does not contain': not(contains),
  'starts with': text((value, start) => value.startsWith(start)),
  'ends with': text((value, end) => value.endsWith(end)),
  'is less than': order((sign) => sign < 0),
  'is less than or equal to': order((sign) => sign <= 0),
  'is greater than': order((sign) => sign > 0),
  'is greater than or equal to': order((sign) => sign >= 0),
  'is between': isBetween,
  'is not between': not(isBetween),
  'is before': date((_firstMs, lastMs, span) => lastMs < span.firstMs),
  'is on or before': date((firstMs, _lastMs, span) => firstMs <= span.lastMs),
  'is after': date((firstMs, _lastMs, span) => firstMs > span.lastMs),
  'is on or after': date((_firstMs, lastMs, span) => lastMs >= span.firstMs),
  'is true': () => (value) => value === true,
  'is false': () => (value) => value === false,
  'is null': isNull,
  'is not null': not(isNull),
  'is empty': isEmpty,
  'is not empty': not(isEmpty),
  exists,
  'does not exist': not(exists),
};

function not(operator: Operator): Operator {
  return (operands) => {
    const positive = operator(operands);
    return (value) => !positive(value);
  };
}

function one(test: (literal: Literal) => ValueTest): Operator {
  return ({ literals }) => test(first(literals));
}

function text(test: (value: string, wanted: string) => boolean): Operator {
  return one(
    (literal) => (value) =>
      typeof value === 'string' && test(foldLike(literal, value), literal.text),
  );
}

/** A NaN, which stands for no order, passes no comparison. */
function order(test: (sign: number) => boolean): Operator {
  return one((literal) => (value) => test(compareToLiteral(value, literal)));
}

function date(test: (firstMs: number, lastMs: number, span: DateSpan) => boolean): Operator {
  return ({ spans }) => {
    const span = first(spans);
    return (value) => {
      if (typeof value !== 'string') return false;
      const firstMs = isoInstantMs(value);
      return test(firstMs, isBareDate(value) ? firstMs + WHOLE_DAY_MS : firstMs, span);
    };
  };
}

function isEmptyValue(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _key in value) return false;
  return true;
}

function first<T>(operands: readonly T[]): T {
  const [operand] = operands;
  if (operand === undefined) throw new InvariantError('unexpected', 'an operator lacks its value');
  return operand;
}
