import type { DraftFields, FieldValue } from '../../model/draft.ts';
import type { Rejection } from '../../model/outcome.ts';
import type { Value } from '../../model/record.ts';
import { isRefusal, refuse } from '../shape/refuse.ts';
import { metadataCountProblem, metadataKeyProblem } from '../shape/shape-metadata.ts';
import { compileShape, type Shape } from '../shape.ts';

/** A draft's fields while it is being made. */
export type FieldsInMaking = { [field: string]: FieldValue | null };

export type EmptyValues = 'keep' | 'clear';

/** Puts a value into its field, or says why it does not fit. */
export type Put = (fields: FieldsInMaking, value: Value | undefined) => Rejection | undefined;

/** The way into one field, or for `metadata` into each key of an object. */
export function compilePut(field: string, emptyValues: EmptyValues): Put {
  return field === 'metadata' ? putMetadata(emptyValues) : putField(field, emptyValues);
}

/** Too many keys; asked once a draft that may have many is complete. */
export function metadataProblem(fields: DraftFields): Rejection | undefined {
  let count = 0;
  for (const field of Object.keys(fields)) {
    if (field.startsWith('metadata.') && fields[field] !== null) count += 1;
  }
  return metadataCountProblem(count);
}

/** A name that comes out of a record is printed only when it looks like a name. */
export function printableName(field: string, otherwise: string): string {
  return NAME.test(field) ? field : otherwise;
}

const NAME = /^[A-Za-z_][\w-]{0,39}(?:\.[A-Za-z_][\w-]{0,39}){0,5}$/;

function putField(field: string, emptyValues: EmptyValues): Put {
  const shape = compileShape(field, emptyValues);
  return (fields, value) => {
    const shaped = shape(value);
    if (shaped === undefined) return undefined;
    if (isRefusal(shaped)) return shaped;
    fields[field] = shaped;
    return undefined;
  };
}

/** null or {} for the whole does nothing: only named keys are ever cleared. */
function putMetadata(emptyValues: EmptyValues): Put {
  const shapeOf = remembered((key: string) => compileShape(`metadata.${key}`, emptyValues));
  return (fields, value) => {
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) {
      return refuse('metadata', 'must be an object');
    }
    for (const [key, inner] of Object.entries(value)) {
      const problem = putKey(fields, key, inner, shapeOf(key));
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function putKey(
  fields: FieldsInMaking,
  key: string,
  value: Value | undefined,
  shape: Shape,
): Rejection | undefined {
  const field = `metadata.${key}`;
  const shaped = shape(value);
  if (shaped === undefined) return undefined;
  if (isRefusal(shaped)) return { ...shaped, field: printableName(field, 'metadata') };
  const problem = metadataKeyProblem(key);
  if (problem !== undefined) return refuse('metadata', problem);
  if (Object.hasOwn(fields, field)) return refuse('metadata', 'a key is given twice');
  fields[field] = shaped;
  return undefined;
}

/** Remembers what was made for a name; names come from records, so not without end. */
export function remembered<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = make(name);
    if (known.size < NAMES_MAX) known.set(name, made);
    return made;
  };
}

const NAMES_MAX = 1_000;
