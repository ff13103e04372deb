import type { Params, ParamValue } from '../../model/step.ts';

type Encodable = { readonly [key: string]: unknown };

/**
 * Our parameters as stripe-node must be given them: it drops an empty array without a word, where
 * Stripe clears by the empty string, and throws on half a surrogate pair.
 */
export function encodeParams(params: Params): Encodable {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [wellFormed(key), encodeValue(value)]),
  );
}

/** Half a surrogate pair has no UTF-8; it becomes U+FFFD, as everywhere on the web. */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}

function encodeValue(value: ParamValue): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number') return value;
  if (isList(value)) return value.length === 0 ? '' : value.map(encodeValue);
  return encodeParams(value);
}

function isList(value: ParamValue): value is readonly ParamValue[] {
  return Array.isArray(value);
}
