import { metadataKey } from '../../model/field-table.ts';
import type { MatchKey } from '../../model/match.ts';

/** "You can't use more than 10 clauses in a query" docs.stripe.com/search */
const CLAUSES_MAX = 10;
/** Half of the 5,000 that a query may have: characters may be counted encoded. */
const QUERY_CHARACTERS_MAX = 2_500;

/** Keys asked for in one Search. */
export interface SearchBatch {
  readonly query: string;
  readonly keys: readonly MatchKey[];
}

/** Whether Search knows this field. */
export function searchable(field: string): boolean {
  return field === 'email' || field === 'phone' || field === 'name' || isMetadata(field);
}

/** Packs keys into as few queries as Search takes; any hit of a query is a candidate only. */
export function searchBatches(keys: readonly MatchKey[]): readonly SearchBatch[] {
  const batches: { clauses: string[]; keys: MatchKey[]; length: number }[] = [];
  for (const key of keys) {
    const clauses = clausesOf(key);
    const length = clauses.reduce((sum, clause) => sum + clause.length + ' OR '.length, 0);
    const last = batches.at(-1);
    const fits =
      last !== undefined &&
      last.clauses.length + clauses.length <= CLAUSES_MAX &&
      last.length + length <= QUERY_CHARACTERS_MAX;
    if (fits) {
      last.clauses.push(...clauses);
      last.keys.push(key);
      last.length += length;
    } else batches.push({ clauses: [...clauses], keys: [key], length });
  }
  return batches.map(({ clauses, keys: packed }) => ({
    query: clauses.join(' OR '),
    keys: packed,
  }));
}

/** One clause per spelling. */
export function clausesOf({ field, text, value }: MatchKey): readonly string[] {
  const metadata = metadataKey(field);
  const name = metadata === undefined ? field : `metadata["${escaped(metadata)}"]`;
  const spellings = field === 'email' ? [value] : [...new Set([value, text.trim()])];
  return spellings.map((spelling) => `${name}:"${escaped(spelling)}"`);
}

/**
 * "Escape quotes inside quotes with a backslash", and so the backslash itself.
 * docs.stripe.com/search
 */
function escaped(text: string): string {
  return text.replaceAll(/[\\"']/g, '\\$&');
}

function isMetadata(field: string): boolean {
  return metadataKey(field) !== undefined;
}
