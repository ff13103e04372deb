import type { FieldValue } from '../model/draft.ts';
import { metadataKey } from '../model/field-table.ts';
import type { Params, ParamValue } from '../model/step.ts';

export type FlatParams = { readonly [field: string]: FieldValue };

/** Flat names to Stripe's nesting; a metadata key is one name, whatever dots it holds. */
export function nest(flat: FlatParams): Params {
  const params: Branch = {};
  const metadata: [string, FieldValue][] = [];
  for (const [field, value] of Object.entries(flat)) {
    const key = metadataKey(field);
    if (key === undefined) put(params, field.split('.'), value);
    else metadata.push([key, value]);
  }
  return metadata.length === 0 ? params : { ...params, metadata: Object.fromEntries(metadata) };
}

/** The reverse of `nest`, leaf by leaf; "" stays "". */
export function flatten(params: Params): readonly (readonly [string, FieldValue])[] {
  return Object.entries(params).flatMap(([name, value]) => leaves(name, value));
}

type Branch = { [key: string]: ParamValue };

function put(branch: Branch, path: readonly string[], value: FieldValue): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    branch[first] = value;
    return;
  }
  const child = (branch[first] ?? {}) as Branch;
  branch[first] = child;
  put(child, rest, value);
}

function leaves(name: string, value: ParamValue): readonly (readonly [string, FieldValue])[] {
  if (typeof value !== 'object' || Array.isArray(value)) return [[name, value as FieldValue]];
  return Object.entries(value).flatMap(([key, child]) => leaves(`${name}.${key}`, child));
}
