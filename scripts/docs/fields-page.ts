import { columnFromFieldName } from '../../src/lib/activation-name.ts';
import type { FieldSpec } from '../../src/model/field-spec.ts';
import { LEFT_OUT } from '../../src/model/field-table.ts';
import { FIELDS } from '../../src/model/fields.ts';
import {
  METADATA_KEY_CHARACTERS_MAX,
  METADATA_KEYS_MAX,
  METADATA_VALUE_CHARACTERS_MAX,
} from '../../src/model/limits.ts';
import { code, page, table } from './markdown.ts';

const KINDS: { readonly [kind in FieldSpec['kind']]: string } = {
  text: 'text',
  email: 'email address',
  integer: 'whole number',
  enum: 'one of',
  locales: 'list of languages',
  custom_fields: 'list of {name, value}',
  tax_ids: 'list of {type, value}',
};

const WRITTEN: { readonly [on in FieldSpec['on']]: string } = {
  both: 'create and update',
  create: 'create only',
  update: 'update only',
};

/** docs/fields.md: every field that a mapping or function may write. */
export function fieldsPage(): string {
  const rows = FIELDS.map((field) => [
    code(field.name),
    field.description,
    valuesOf(field),
    writtenOf(field),
    field.clear === 'never' ? 'no' : 'yes',
    code(String(field.example)),
  ]);
  return page(
    'Customer fields',
    'The names are the same in mappings and functions; a function may return them nested or flat.',
    table(['field', 'what it is', 'values', 'written', 'can be cleared', 'example'], rows),
    '## Metadata',
    METADATA,
    '## Data activation',
    ACTIVATION,
    '## Left out',
    table(
      ['Stripe parameter', 'why'],
      Object.entries(LEFT_OUT).map(([name, why]) => [code(name), why]),
    ),
  );
}

const METADATA = [
  `${code('metadata.<key>')} writes one key, ${code('metadata')} a whole object of keys. Keys that the mapping does not name stay as they are;`,
  'null or {} for the whole object does nothing.',
  `Stripe takes ${METADATA_KEYS_MAX} keys a customer (those of others included), ${METADATA_KEY_CHARACTERS_MAX} characters a key without`,
  `square brackets, ${METADATA_VALUE_CHARACTERS_MAX} characters a value. A value that is too long rejects the record; nothing is cut.`,
].join('\n');

const ACTIVATION = [
  'Where a stream is mapped to the object customer in the connection, columns carry the same names, dotted or with underscores:',
  `${['address.line1', 'invoice_settings.footer', 'metadata.plan']
    .map((name) => `${code(columnFromFieldName(name))} is ${code(name)}`)
    .join(', ')}.`,
].join('\n');

function valuesOf(field: FieldSpec): string {
  const kind = KINDS[field.kind];
  if (field.values !== undefined) {
    const updateOnly = field.updateOnlyValues ?? [];
    const names = field.values.map((value) =>
      updateOnly.includes(value) ? `${code(value)} (update only)` : code(value),
    );
    return `${kind} ${names.join(', ')}`;
  }
  if (field.min !== undefined || field.max !== undefined) {
    return `${kind}, ${field.min ?? ''} to ${field.max ?? ''}`;
  }
  return field.maxLength === undefined ? kind : `${kind}, up to ${field.maxLength} characters`;
}

function writtenOf(field: FieldSpec): string {
  const notes = [
    WRITTEN[field.on],
    field.defaultWrite === 'on_create' ? 'by default on create only' : undefined,
    field.readable ? undefined : 'never causes an update by itself',
    field.unit === undefined ? undefined : `together with the other ${field.unit} fields`,
  ];
  return notes.filter((note) => note !== undefined).join('; ');
}
