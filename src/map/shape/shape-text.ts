import type { FieldSpec } from '../../model/field-spec.ts';
import type { Rejection } from '../../model/outcome.ts';
import type { Value } from '../../model/record.ts';
import { isLonger, refuse } from './refuse.ts';
import { scalarText } from './scalar-text.ts';

/** Converts a present value; "" = empty. */
export type ShapePresent<T> = (value: Exclude<Value, null>) => T | '' | Rejection;

const LENGTH_UNKNOWN = Number.POSITIVE_INFINITY;

// "Invalid email address": spaces, a full-width @ and a missing top-level domain are refused.
const EMAIL =
  /^[^\s@<>()[\],;:\\"]+@(?:[^\s@<>()[\],;:\\".]+\.)+(?:[^\s@<>()[\],;:\\".\d]{2,}|xn--[a-z\d-]+)$/i;

/** Text, with its limit and its pattern. */
export function shapeText({ name, maxLength, pattern }: FieldSpec): ShapePresent<string> {
  const max = maxLength ?? LENGTH_UNKNOWN;
  const tooLong = refuse(name, `at most ${max} characters`);
  const offPattern = refuse(name, `must match ${pattern?.source ?? ''}`);
  return (value) => {
    const text = scalarText(value);
    if (typeof text !== 'string') return refuse(name, text.detail);
    if (text.length > max && isLonger(text, max)) return tooLong;
    return pattern === undefined || text === '' || pattern.test(text) ? text : offPattern;
  };
}

/** A plausible address; whether it exists only Stripe's answer or a mail can tell. */
export function shapeEmail(spec: FieldSpec): ShapePresent<string> {
  const asText = shapeText(spec);
  const implausible = refuse(spec.name, 'must be an e-mail address');
  return (value) => {
    const text = asText(value);
    return typeof text !== 'string' || text === '' || EMAIL.test(text) ? text : implausible;
  };
}

/** One of the listed words, exactly. */
export function shapeEnum({ name, values = [] }: FieldSpec): ShapePresent<string> {
  const unknown = refuse(name, `must be one of ${values.join(', ')}`);
  return (value) => {
    if (typeof value !== 'string') return unknown;
    const word = value.trim();
    return word === '' || values.includes(word) ? word : unknown;
  };
}

const INTEGRAL = /^[+-]?\d+(?:\.0*)?$/;

/** A whole number, from a number or from integral text. */
export function shapeInteger(spec: FieldSpec): ShapePresent<number> {
  const { name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = spec;
  const notWhole = refuse(name, 'must be a whole number');
  const outOfRange = refuse(name, `must lie between ${min} and ${max}`);
  return (value) => {
    const text = typeof value === 'string' ? value.trim() : value;
    if (text === '') return '';
    if (typeof text === 'string' && !INTEGRAL.test(text)) return notWhole;
    if (typeof text === 'boolean' || typeof text === 'object') return notWhole;
    const number = Number(text);
    if (!Number.isInteger(number)) return notWhole;
    // + 0 makes -0 a plain 0.
    return number >= min && number <= max ? number + 0 : outOfRange;
  };
}
