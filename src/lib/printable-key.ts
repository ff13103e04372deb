import type { Digest } from '../model/ports.ts';
import type { SourceRecord } from '../model/record.ts';

const CHARACTERS_MAX = 80;
const HASH_CHARACTERS = 12;

/**
 * How a log names a record: its primary key, or its ordinal. A key that looks like personal data
 * (an @, a blank, or very long) is printed as the first 12 hex digits of its SHA-256.
 */
export function printableKey(record: SourceRecord, digest: Digest): string {
  const { primaryKey, ordinal } = record;
  if (primaryKey === undefined) return `#${ordinal}`;
  if (/^[^@\s]+$/.test(primaryKey) && primaryKey.length <= CHARACTERS_MAX) return primaryKey;
  return `sha256:${digest(primaryKey).slice(0, HASH_CHARACTERS)}`;
}
