import type { Profile, Value } from '../model/record.ts';

/** Why a path cannot be read; `at` counts characters from 0. */
export interface PathProblem {
  readonly problem: string;
  readonly at: number;
}

export type ReadProperty = (profile: Profile) => Value | undefined;

const PLAIN = /[^.[\]"]+/y;
const QUOTED = /\[("(?:[^"\\]|\\.)*")\]/y;

/** Reads `address.city` or `["odd key"].x` into its keys; blanks around the whole are ignored. */
export function parsePath(text: string): readonly string[] | PathProblem {
  const source = text.trim();
  if (source === '') return { problem: 'it is empty', at: 0 };
  const keys: string[] = [];
  let at = 0;
  while (at < source.length) {
    if (keys.length > 0 && source[at] === '.') at += 1;
    else if (keys.length > 0 && source[at] !== '[') {
      return { problem: `expected "." or "[" after a key`, at };
    }
    const step = readKey(source, at);
    if ('problem' in step) return step;
    keys.push(step.key);
    at = step.end;
  }
  return keys;
}

/** The text that `parsePath` reads back into these keys. */
export function formatPath(keys: readonly string[]): string {
  return keys
    .map((key, place) => {
      if (/[.[\]"]|^\s|\s$|^$/.test(key)) return `[${JSON.stringify(key)}]`;
      return place === 0 ? key : `.${key}`;
    })
    .join('');
}

/** A reader of the value at these keys; undefined = no such key. Arrays are not walked into. */
export function compilePath(keys: readonly string[]): ReadProperty {
  const [first, ...rest] = keys;
  if (first === undefined) return () => undefined;
  const readFirst = compileKey(first);
  if (rest.length === 0) return readFirst;
  const readRest = rest.map(compileKey);
  return (profile) => {
    let value = readFirst(profile);
    for (const read of readRest) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
      value = read(value as Profile);
    }
    return value;
  };
}

/** Only names that every object inherits need the slower look at what is the object's own. */
function compileKey(key: string): ReadProperty {
  if (key in Object.prototype) {
    return (profile) => (Object.hasOwn(profile, key) ? profile[key] : undefined);
  }
  return (profile) => profile[key];
}

function readKey(
  source: string,
  at: number,
): { readonly key: string; readonly end: number } | PathProblem {
  const pattern = source[at] === '[' ? QUOTED : PLAIN;
  pattern.lastIndex = at;
  const match = pattern.exec(source);
  if (match === null) {
    const problem =
      pattern === QUOTED ? 'expected ["key"], in double quotes' : 'expected the name of a column';
    return { problem, at };
  }
  const end = pattern.lastIndex;
  if (pattern === PLAIN) return { key: match[0], end };
  try {
    return { key: JSON.parse(match[1] ?? '') as string, end };
  } catch {
    return { problem: 'the quoted key is no JSON text', at };
  }
}
