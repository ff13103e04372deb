import { decimalText } from '../lib/decimal-text.ts';
import { normaliseKey } from '../lib/normalise-key.ts';
import { compilePath, parsePath, type ReadProperty } from '../lib/property-path.ts';
import type { MatchingEntry } from '../model/config.ts';
import { InvariantError } from '../model/failure.ts';
import type { Ladder, MatchKey } from '../model/match.ts';
import type { Profile, Value } from '../model/record.ts';

/** Compiles the matching entries into a reader of a profile's keys, one place per entry. */
export function compileLadder(matching: readonly MatchingEntry[]): (profile: Profile) => Ladder {
  const rungs = matching.map(({ property, field }) => ({ field, read: compileProperty(property) }));
  const [only] = rungs;
  if (only !== undefined && rungs.length === 1) {
    const { field, read } = only;
    return (profile) => [matchKey(field, read(profile))];
  }
  return (profile) => {
    const ladder: (MatchKey | undefined)[] = [];
    for (const { field, read } of rungs) ladder.push(matchKey(field, read(profile)));
    return ladder;
  };
}

/** The key that a value makes; undefined where it has nothing to match by. */
export function matchKey(field: string, raw: Value | undefined): MatchKey | undefined {
  const text = valueText(raw);
  if (text === '') return undefined;
  const value = normaliseKey(field, text);
  return value === '' ? undefined : { field, value, text };
}

/** Text of a scalar, trimmed; '' for what is no value: null, a list, an object. */
function valueText(value: Value | undefined): string {
  switch (typeof value) {
    case 'string':
      return value.trim();
    case 'number':
      return Number.isFinite(value) ? decimalText(value) : '';
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return '';
  }
}

function compileProperty(property: string): ReadProperty {
  const keys = parsePath(property);
  if ('problem' in keys) {
    throw new InvariantError('unexpected', `a matching property cannot be read: ${keys.problem}`);
  }
  return compilePath(keys);
}
