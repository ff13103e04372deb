import {
  METADATA_KEY_CHARACTERS_MAX,
  METADATA_KEYS_MAX,
  METADATA_VALUE_CHARACTERS_MAX,
} from '../../model/limits.ts';
import type { Rejection } from '../../model/outcome.ts';
import { compactJson } from './compact-json.ts';
import { isLonger, refuse } from './refuse.ts';
import { scalarText } from './scalar-text.ts';
import type { ShapePresent } from './shape-text.ts';

const BRACKET = /[[\]]/;
const TOO_LONG = `at most ${METADATA_VALUE_CHARACTERS_MAX} characters`;

/** A value of one key: text, or compact JSON of a list or an object. */
export function shapeMetadataValue(field: string): ShapePresent<string> {
  return (value) => {
    const text = metadataText(value);
    if (typeof text !== 'string') return refuse(field, text.detail);
    return isLonger(text, METADATA_VALUE_CHARACTERS_MAX) ? refuse(field, TOO_LONG) : text;
  };
}

/** What is wrong with a key; undefined = nothing. */
export function metadataKeyProblem(key: string): string | undefined {
  if (key === '') return 'a key must not be empty';
  if (isLonger(key, METADATA_KEY_CHARACTERS_MAX)) {
    return `a key has at most ${METADATA_KEY_CHARACTERS_MAX} characters`;
  }
  if (BRACKET.test(key)) return 'a key has no square brackets';
  return key.isWellFormed() ? undefined : 'a key must be valid Unicode';
}

/** The draft's own keys; the planner counts those that the customer has besides. */
export function metadataCountProblem(count: number): Rejection | undefined {
  return count > METADATA_KEYS_MAX
    ? refuse('metadata', `at most ${METADATA_KEYS_MAX} keys`)
    : undefined;
}

function metadataText(value: Parameters<ShapePresent<string>>[0]): string | { detail: string } {
  if (typeof value !== 'object') return scalarText(value);
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? { detail: 'must be a valid date' } : value.toISOString();
  }
  const json = compactJson(value, METADATA_VALUE_CHARACTERS_MAX * 2);
  if (json === undefined) return { detail: `must be JSON of ${TOO_LONG}` };
  return json.isWellFormed() ? json : { detail: 'must be valid Unicode' };
}
