import type { FieldValue } from '../model/draft.ts';
import type { FieldSpec } from '../model/field-spec.ts';
import { fieldSpec } from '../model/field-table.ts';
import { METADATA_VALUE_CHARACTERS_MAX } from '../model/limits.ts';

const METADATA: FieldSpec = {
  name: 'metadata',
  kind: 'text',
  on: 'both',
  clear: '',
  readable: true,
  maxLength: METADATA_VALUE_CHARACTERS_MAX,
  description: 'One metadata key',
  example: 'pro',
};

/** The table's entry of a flat field; every `metadata.<key>` shares one. */
export function specOf(field: string): FieldSpec {
  return fieldSpec(field) ?? METADATA;
}

/** Whether Stripe takes this value of the field in that operation. */
export function isApplicable(
  spec: FieldSpec,
  operation: 'create' | 'update',
  value: FieldValue | null,
): boolean {
  if (spec.on !== 'both' && spec.on !== operation) return false;
  const refused = operation === 'create' ? spec.updateOnlyValues : spec.createOnlyValues;
  return typeof value !== 'string' || refused?.includes(value) !== true;
}
