import type { Profile, Value } from '../../model/record.ts';

/** Reads a bare column as JSONata would, but keeps nulls and integers of any size. */
export function compileReadPath(names: readonly string[]): (profile: Profile) => Value | undefined {
  const [first = '', ...rest] = names;
  const read = compileReadKey(first);
  if (rest.length === 0) return read;
  return (profile) => {
    const value = read(profile);
    return value === undefined ? undefined : readSteps(value, rest);
  };
}

/** Only names that every object inherits need the slower look at what is the object's own. */
export function compileReadKey(name: string): (profile: Profile) => Value | undefined {
  if (name in Object.prototype) {
    return (profile) => (Object.hasOwn(profile, name) ? profile[name] : undefined);
  }
  return (profile) => profile[name];
}

/** A step into a list is a step into each of its items; a single result stands for itself. */
function readSteps(start: Value, names: readonly string[]): Value | undefined {
  let current = start;
  for (const [place, name] of names.entries()) {
    if (Array.isArray(current)) return readLists(current, names.slice(place));
    const next = readOwn(current, name);
    if (next === undefined) return undefined;
    current = next;
  }
  return current;
}

function readLists(start: readonly Value[], names: readonly string[]): Value | undefined {
  let items = start;
  for (const [place, name] of names.entries()) {
    const found = items.map((item) => readItem(item, name)).filter((step) => step.length > 0);
    const [only] = found;
    if (place === names.length - 1 && found.length === 1 && only?.length === 1) {
      // One item had the name: what it holds is the result, a list included.
      return only[0];
    }
    items = found.flatMap((step) => (step.length === 1 ? flattened(step[0]) : step));
    if (items.length === 0) return undefined;
  }
  return items.length === 1 ? items[0] : items;
}

/** What one item gives for a name: nothing, one value, or the values of the lists within it. */
function readItem(item: Value, name: string): readonly Value[] {
  if (Array.isArray(item)) {
    return item.flatMap((inner: Value) => {
      const found = readItem(inner, name);
      return Array.isArray(inner) ? found : found.flatMap(flattened);
    });
  }
  const value = readOwn(item, name);
  return value === undefined ? [] : [value];
}

function flattened(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function readOwn(holder: Value, name: string): Value | undefined {
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) return undefined;
  return Object.hasOwn(holder, name) ? (holder as Profile)[name] : undefined;
}
