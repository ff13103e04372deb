import { canonicalText, isEmptyValue } from '../lib/canonical.ts';
import type { FieldValue } from '../model/draft.ts';
import type { FieldSpec } from '../model/field-spec.ts';

type Held = FieldValue | null | undefined;

/**
 * Whether a draft's value is what the customer holds; every empty form, `emptyValue` included, is
 * one.
 */
export function sameValue(spec: FieldSpec, drafted: Held, held: Held): boolean {
  if (drafted === held) return true;
  const draftedEmpty = isEmptyValue(spec.name, drafted);
  const heldEmpty = isEmptyValue(spec.name, held);
  if (draftedEmpty || heldEmpty) return draftedEmpty && heldEmpty;
  return canonicalText(drafted as FieldValue) === canonicalText(held as FieldValue);
}

/** Whether a draft's value says: nothing here. `emptyValue` is a value that one may ask for. */
export function isBlank(value: Held): value is null | undefined | '' {
  return value === undefined || value === null || value === '' || isEmptyList(value);
}

function isEmptyList(value: FieldValue): boolean {
  return typeof value === 'object' && value.length === 0;
}
