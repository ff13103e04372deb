import { FIELDS } from '../model/fields.ts';

const METADATA = /^metadata[._](.+)$/s;

const BY_COLUMN: ReadonlyMap<string, string> = new Map(
  FIELDS.flatMap(({ name }) => [
    [name, name],
    [columnFromFieldName(name), name],
  ]),
);

/**
 * The field that a column of a data-activation record names, dotted or underscored:
 * `address_line1` → `address.line1`, `metadata_external_id` → `metadata.external_id`. `id` is a
 * matching key, no field.
 */
export function fieldNameFromColumn(column: string): string | undefined {
  const field = BY_COLUMN.get(column);
  if (field !== undefined || column === 'metadata') return field ?? column;
  const key = METADATA.exec(column)?.[1];
  return key === undefined ? undefined : `metadata.${key}`;
}

/** The name under which a field is published: the platform's form knows top-level names only. */
export function columnFromFieldName(field: string): string {
  if (field.startsWith('metadata.')) return `metadata_${field.slice('metadata.'.length)}`;
  return field.replaceAll('.', '_');
}
