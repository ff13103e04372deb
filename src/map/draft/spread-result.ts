import { fieldSpec } from '../../model/field-table.ts';
import { FIELDS } from '../../model/fields.ts';
import type { Rejection } from '../../model/outcome.ts';
import type { MapResult } from '../../model/pipeline.ts';
import type { Value } from '../../model/record.ts';
import { refuse } from '../shape/refuse.ts';
import {
  compilePut,
  type EmptyValues,
  type FieldsInMaking,
  metadataProblem,
  type Put,
  printableName,
  remembered,
} from './fields-in-making.ts';

/** An object of fields, nested or flat, made into a draft's fields. */
export type SpreadFields = (result: {
  readonly [key: string]: Value | undefined;
}) => FieldsInMaking | Rejection;

/** `unknown`: what becomes of a key that names no field. */
export function compileSpread(
  emptyValues: EmptyValues,
  unknown: 'refuse' | 'ignore',
): SpreadFields {
  const wayOf = remembered((name) => compileWay(name, emptyValues));
  const spread = (
    fields: FieldsInMaking,
    prefix: string,
    holder: object,
  ): Rejection | undefined => {
    for (const [key, value] of Object.entries(holder)) {
      if (value === undefined) continue;
      const name = prefix + key;
      const problem = spreadOne(fields, name, value, wayOf(name));
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  const spreadOne = (
    fields: FieldsInMaking,
    name: string,
    value: Value,
    way: Way,
  ): Rejection | undefined => {
    if (way.kind === 'none') return unknown === 'ignore' ? undefined : noSuchField(name);
    if (way.kind === 'field') return putOnce(fields, name, value, way.put);
    if (value === null || value === '') return way.clear(fields);
    if (typeof value === 'object' && !Array.isArray(value)) {
      return spread(fields, `${name}.`, value);
    }
    return refuse(name, 'must be an object');
  };
  return (result) => {
    const fields: FieldsInMaking = {};
    return spread(fields, '', result) ?? metadataProblem(fields) ?? fields;
  };
}

/** What was spread is a refusal and not fields: no field is called `code`. */
export function isRejection(spread: FieldsInMaking | Rejection): spread is Rejection {
  return 'code' in spread;
}

/** The result of one record. */
export function spreadResult(spread: FieldsInMaking | Rejection): MapResult {
  return isRejection(spread)
    ? { kind: 'rejected', rejection: spread }
    : { kind: 'draft', draft: { fields: spread, warnings: [] } };
}

type Way =
  | { readonly kind: 'field'; readonly put: Put }
  | { readonly kind: 'parent'; readonly clear: (fields: FieldsInMaking) => Rejection | undefined }
  | { readonly kind: 'none' };

function compileWay(name: string, emptyValues: EmptyValues): Way {
  const isField = fieldSpec(name) !== undefined || name.startsWith('metadata.');
  if (isField || name === 'metadata') return { kind: 'field', put: compilePut(name, emptyValues) };
  const below = FIELDS.filter((field) => field.name.startsWith(`${name}.`));
  if (below.length === 0) return { kind: 'none' };
  const puts = below.map((field) => ({
    field: field.name,
    put: compilePut(field.name, emptyValues),
  }));
  return {
    kind: 'parent',
    // null for a parent is null for each of its fields.
    clear: (fields) => {
      for (const { field, put } of puts) {
        const problem = putOnce(fields, field, null, put);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };
}

function putOnce(
  fields: FieldsInMaking,
  name: string,
  value: Value,
  put: Put,
): Rejection | undefined {
  if (Object.hasOwn(fields, name)) return refuse(printableName(name, 'metadata'), 'given twice');
  const problem = put(fields, value);
  if (problem === undefined || name === 'metadata') return problem;
  return { ...problem, field: printableName(name, 'metadata') };
}

function noSuchField(name: string): Rejection {
  return NAME_LIKE.test(name)
    ? refuse(name, 'no such field')
    : { code: 'invalid_field', detail: 'a key of the result is no field' };
}

const NAME_LIKE = /^[A-Za-z_][A-Za-z_.]{0,59}$/;
