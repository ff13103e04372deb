import type { Profile, Value } from '../model/record.ts';

/** A column that the source or its platform added: `_ab_…` or `_airbyte_…`. */
export function isSourceColumn(column: string): boolean {
  return (
    column.charCodeAt(0) === UNDERSCORE &&
    (column.startsWith('_ab_') || column.startsWith('_airbyte_'))
  );
}

/**
 * The profile without the source's own columns and without those that it could not deliver; the
 * given one is not changed. A dotted column is taken as a path where no column has that very name.
 */
export function strip(data: Profile, absent: readonly string[]): Profile {
  const kept: { [column: string]: Value } = {};
  for (const column in data) {
    if (!isSourceColumn(column) && !absent.includes(column)) {
      put(kept, column, data[column] as Value);
    }
  }
  let profile: Profile = kept;
  for (const column of absent) {
    if (column.includes('.') && !Object.hasOwn(data, column)) {
      profile = without(profile, column.split('.'));
    }
  }
  return profile;
}

const UNDERSCORE = 0x5f;

/** Copies along the path and leaves its last key out. */
function without(parent: Profile, path: readonly string[]): Profile {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(parent, key)) return parent;
  const copy: { [key: string]: Value } = {};
  for (const [name, value] of Object.entries(parent)) {
    if (name !== key) put(copy, name, value);
    else if (rest.length > 0) put(copy, name, isObject(value) ? without(value, rest) : value);
  }
  return copy;
}

/** An assignment to `__proto__` would set the prototype and lose the column. */
function put(to: { [key: string]: Value }, key: string, value: Value): void {
  if (key !== '__proto__') to[key] = value;
  else Object.defineProperty(to, key, { value, enumerable: true, configurable: true });
}

function isObject(value: Value): value is Profile {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
