import type { FieldValue } from '../model/draft.ts';
import type { FieldSpec } from '../model/field-spec.ts';
import { fieldSpec, metadataKey } from '../model/field-table.ts';
import type { Rejection } from '../model/outcome.ts';
import type { Shaped } from '../model/pipeline.ts';
import type { Value } from '../model/record.ts';
import { refuse } from './shape/refuse.ts';
import { shapeCustomFields, shapeLocales, shapeTaxIds } from './shape/shape-list.ts';
import { metadataKeyProblem, shapeMetadataValue } from './shape/shape-metadata.ts';
import {
  type ShapePresent,
  shapeEmail,
  shapeEnum,
  shapeInteger,
  shapeText,
} from './shape/shape-text.ts';

/**
 * Converts a value to its field's canonical form: undefined leaves the field alone, null clears it.
 */
export type Shape = (value: Value | undefined) => Shaped | Rejection;

/**
 * The converter of one field (not of the whole `metadata`). A null or empty value is left out, or
 * with 'clear' clears the field where Stripe lets it.
 */
export function compileShape(field: string, emptyValues: 'keep' | 'clear'): Shape {
  const spec = fieldSpec(field);
  const key = metadataKey(field);
  if (spec === undefined && key === undefined) return () => refuse(field, 'no such field');
  const problem = key === undefined ? undefined : metadataKeyProblem(key);
  if (problem !== undefined) return () => refuse(field, problem);
  const present = spec === undefined ? shapeMetadataValue(field) : KINDS[spec.kind](spec);
  const empty = emptyValues === 'clear' && spec?.clear !== 'never' ? null : undefined;
  return (value) => {
    if (value === undefined) return undefined;
    if (value === null) return empty;
    const shaped = present(value);
    return shaped === '' ? empty : shaped;
  };
}

const KINDS: {
  readonly [kind in FieldSpec['kind']]: (spec: FieldSpec) => ShapePresent<FieldValue>;
} = {
  text: shapeText,
  email: shapeEmail,
  enum: shapeEnum,
  integer: shapeInteger,
  locales: shapeLocales,
  custom_fields: shapeCustomFields,
  tax_ids: shapeTaxIds,
};
