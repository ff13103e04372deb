import type { Profiled } from '../../model/ports.ts';
import type { JavascriptChunk } from './javascript-realm.ts';

/**
 * Joins encoded profiles to a chunk. Integers beyond 2^53 travel as strings with a list of their
 * places beside the records, where no profile can forge one.
 */
export function javascriptChunk(profiles: readonly Profiled[]): JavascriptChunk {
  const places: (readonly [Path])[] = [];
  let nested = false;
  const texts = profiles.map((profile, index) => {
    const text = encode(profile, index, places);
    nested ||= text.lastIndexOf('{') > 0 || text.includes('[');
    return text;
  });
  return { records: `[${texts.join(',')}]`, exact: JSON.stringify(places), nested };
}

type Path = readonly (string | number)[];

function encode(profile: Profiled, index: number, places: (readonly [Path])[]): string {
  try {
    return JSON.stringify(profile);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const found: Path[] = [];
    const text = JSON.stringify(withoutBigint(profile, [index], found));
    for (const path of found) places.push([path]);
    return text;
  }
}

function withoutBigint(value: unknown, path: Path, places: Path[]): unknown {
  if (typeof value === 'bigint') {
    places.push(path);
    return value.toString();
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => withoutBigint(item, [...path, index], places));
  }
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    copy[key] = withoutBigint(item, [...path, key], places);
  }
  return copy;
}
