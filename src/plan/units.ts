import type { FieldValue } from '../model/draft.ts';
import type { FieldSpec } from '../model/field-spec.ts';
import { FIELDS } from '../model/fields.ts';
import type { FlatParams } from './nest.ts';

export type Unit = NonNullable<FieldSpec['unit']>;

/** Flat names of a unit's parts, in the order of the field table. */
export const UNIT_PARTS: { readonly [Name in Unit]: readonly string[] } = {
  address: partsOf('address'),
  shipping: partsOf('shipping'),
};

/**
 * What a unit will hold: the changed parts (null clears) over the customer's own; all parts, "" for
 * empty ones.
 */
export function mergeUnit(
  unit: Unit,
  changes: ReadonlyMap<string, FieldValue | null>,
  held: FlatParams,
): FlatParams {
  const merged = UNIT_PARTS[unit].map((part) => {
    const change = changes.get(part);
    return [part, (change === undefined ? held[part] : change) ?? ''] as const;
  });
  return Object.fromEntries(merged);
}

/** "shipping needs name and address": at least one part of the address. */
export function isShippable(fields: FlatParams): boolean {
  if (isBlankPart(fields['shipping.name'])) return false;
  return UNIT_PARTS.shipping.some(
    (part) => part.startsWith('shipping.address.') && !isBlankPart(fields[part]),
  );
}

/** No part holds anything. */
export function isBlankUnit(fields: FlatParams): boolean {
  return Object.values(fields).every(isBlankPart);
}

function isBlankPart(value: FieldValue | undefined): boolean {
  return value === undefined || value === '';
}

function partsOf(unit: Unit): readonly string[] {
  return FIELDS.filter((field) => field.unit === unit).map(({ name }) => name);
}
