import { fieldNameFromColumn } from '../lib/activation-name.ts';
import { didYouMean } from '../lib/did-you-mean.ts';
import type { ConfigIssue } from '../model/failure.ts';
import { fieldSpec, LEFT_OUT, metadataKey } from '../model/field-table.ts';
import { FIELDS } from '../model/fields.ts';
import { METADATA_KEY_CHARACTERS_MAX } from '../model/limits.ts';

const MATCHING_FIELDS = ['id', 'email', 'phone', 'name', 'description'];
const LEFT_OUT_REASONS: ReadonlyMap<string, string> = new Map(Object.entries(LEFT_OUT));
const FIELD_NAMES = [...FIELDS.map(({ name }) => name), 'metadata'];

/** What is wrong with a field that a mapping writes. */
export function mappingFieldIssues(field: string, pointer: string): readonly ConfigIssue[] {
  const key = metadataKey(field);
  if (key !== undefined) return metadataKeyIssues(key, pointer);
  if (field === 'metadata' || fieldSpec(field) !== undefined) return [];
  return [{ code: 'unknown_field', pointer, ...unknownField(field) }];
}

/** What is wrong with a field that a matching entry compares. */
export function matchingFieldIssues(field: string, pointer: string): readonly ConfigIssue[] {
  const key = metadataKey(field);
  if (key !== undefined) return metadataKeyIssues(key, pointer);
  if (MATCHING_FIELDS.includes(field)) return [];
  const meant = didYouMean(field, MATCHING_FIELDS);
  return [
    {
      code: 'unknown_field',
      pointer,
      message: `Customers cannot be matched by "${field}"`,
      hint:
        meant === undefined
          ? `Use ${MATCHING_FIELDS.join(', ')} or metadata.<key>`
          : `Did you mean "${meant}"?`,
    },
  ];
}

/** Fields written twice, or beside their parent; reported at the later one. */
export function fieldConflicts(
  fields: readonly { readonly field: string; readonly pointer: string }[],
): readonly ConfigIssue[] {
  return fields.flatMap(({ field, pointer }, at) => {
    const earlier = fields.slice(0, at).find((other) => overlap(other.field, field));
    if (earlier === undefined) return [];
    const message =
      earlier.field === field
        ? `"${field}" stands twice, first at ${earlier.pointer}`
        : `"${field}" and "${earlier.field}" (${earlier.pointer}) write the same place`;
    return [{ code: 'field_conflict', pointer, message, hint: 'Keep one of them' }];
  });
}

/**
 * A dot inside a metadata key is part of the key, so that `metadata.a` is no parent of
 * `metadata.a.b`.
 */
function overlap(a: string, b: string): boolean {
  if (a === b) return true;
  if (metadataKey(a) !== undefined && metadataKey(b) !== undefined) return false;
  return a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function unknownField(field: string): { readonly message: string; readonly hint: string } {
  if (field === 'id') {
    const hint = 'Stripe gives customers their id; use it under matching only';
    return { message: 'The id cannot be written', hint };
  }
  const reason = LEFT_OUT_REASONS.get(field);
  if (reason !== undefined) {
    return { message: `"${field}" is left out: ${reason}`, hint: 'Remove this entry' };
  }
  const message = `There is no customer field "${field}"`;
  const parts = FIELD_NAMES.filter((name) => name.startsWith(`${field}.`));
  if (parts.length > 0) return { message, hint: `Map its parts: ${parts.join(', ')}` };
  const meant = fieldNameFromColumn(field) ?? didYouMean(field, FIELD_NAMES);
  const hint =
    meant === undefined
      ? 'Use a field of docs/fields.md, or metadata.<key>'
      : `Did you mean "${meant}"?`;
  return { message, hint };
}

function metadataKeyIssues(key: string, pointer: string): readonly ConfigIssue[] {
  const problem = metadataKeyProblem(key);
  if (problem === undefined) return [];
  return [
    { code: 'config_invalid', pointer, message: problem, hint: 'Choose another metadata key' },
  ];
}

function metadataKeyProblem(key: string): string | undefined {
  if (key === '') return 'The metadata key is missing';
  if ([...key].length > METADATA_KEY_CHARACTERS_MAX) {
    return `The metadata key is longer than ${METADATA_KEY_CHARACTERS_MAX} characters`;
  }
  return /[[\]]/.test(key) ? 'A metadata key may not hold [ or ]' : undefined;
}
