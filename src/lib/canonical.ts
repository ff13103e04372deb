import type { FieldValue } from '../model/draft.ts';
import { fieldSpec } from '../model/field-table.ts';

/** One text per value of a field: equal texts are equal values, whatever the order of keys. */
export function canonicalText(value: FieldValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Object.is(value, -0) ? '0' : String(value);
  return JSON.stringify(value.map((item) => (typeof item === 'string' ? item : sorted(item))));
}

/** Whether a value says the same as an unset field: null, "", [] or what Stripe shows for unset. */
export function isEmptyValue(field: string, value: FieldValue | null | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value === 'object') return value.length === 0;
  const empty = fieldSpec(field)?.emptyValue;
  return empty !== undefined && canonicalText(value) === String(empty);
}

type Pairs = { readonly [key: string]: string };

function sorted(pairs: Pairs): readonly (readonly [string, string])[] {
  return Object.entries(pairs).sort(([left], [right]) => (left < right ? -1 : 1));
}
